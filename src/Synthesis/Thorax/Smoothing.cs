namespace Xinglin.Synthesis.Thorax;

/// <summary>Gaussian blur of a square image, with its border carried on outwards.</summary>
internal static class Smoothing
{
    /// <summary>Blurs in place. Up to 3 px by the exact kernel, above that by three running means.</summary>
    /// <param name="sigma">Standard deviation in pixels.</param>
    public static void Blur(float[] image, int size, float sigma)
    {
        if (sigma < 0.05f)
            return;
        if (sigma <= 3)
        {
            var kernel = Kernel(sigma);
            Along(image, size, 1, size, line => Convolve(line, kernel));
            Along(image, size, size, 1, line => Convolve(line, kernel));
            return;
        }
        var half = Math.Max(1, (int)MathF.Round(MathF.Sqrt(4 * sigma * sigma + 1) / 2 - 0.5f));
        Along(image, size, 1, size, line => RunningMeans(line, half));
        Along(image, size, size, 1, line => RunningMeans(line, half));
    }

    private static void Along(float[] image, int size, int stride, int next, Func<float[], float[]> smooth) =>
        Parallel.For(
            0,
            size,
            i =>
            {
                var line = new float[size];
                for (var j = 0; j < size; j++)
                    line[j] = image[i * next + j * stride];
                line = smooth(line);
                for (var j = 0; j < size; j++)
                    image[i * next + j * stride] = line[j];
            }
        );

    private static float[] Convolve(float[] line, float[] kernel)
    {
        var half = kernel.Length / 2;
        var result = new float[line.Length];
        for (var i = 0; i < line.Length; i++)
        {
            var sum = 0f;
            for (var k = 0; k < kernel.Length; k++)
                sum += kernel[k] * line[Math.Clamp(i + k - half, 0, line.Length - 1)];
            result[i] = sum;
        }
        return result;
    }

    private static float[] RunningMeans(float[] line, int half)
    {
        for (var pass = 0; pass < 3; pass++)
        {
            var result = new float[line.Length];
            var sum = 0.0;
            for (var k = -half; k <= half; k++)
                sum += line[Math.Clamp(k, 0, line.Length - 1)];
            for (var i = 0; i < line.Length; i++)
            {
                result[i] = (float)(sum / (2 * half + 1));
                sum +=
                    line[Math.Clamp(i + half + 1, 0, line.Length - 1)] - line[Math.Clamp(i - half, 0, line.Length - 1)];
            }
            line = result;
        }
        return line;
    }

    private static float[] Kernel(float sigma)
    {
        var half = (int)MathF.Ceiling(3 * sigma);
        var kernel = new float[2 * half + 1];
        for (var i = 0; i < kernel.Length; i++)
            kernel[i] = MathF.Exp(-(i - half) * (i - half) / (2 * sigma * sigma));
        var sum = kernel.Sum();
        return [.. kernel.Select(k => k / sum)];
    }
}
