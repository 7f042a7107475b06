using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Thorax;

/// <summary>
/// From attenuation to the image on the screen: photons (Beer–Lambert), scatter, the detector's blur, quantum noise,
/// logarithm, detail enhancement and the display curve of a digital X-ray system.
/// </summary>
internal sealed class Detector(ThoraxParameters parameters, float pitch)
{
    /// <summary>The largest presentation value: 12 bits.</summary>
    public const int White = 4095;

    public ushort[] Expose(float[] attenuation, float[] lung)
    {
        var size = parameters.Size;
        var photons = Photons(attenuation, size);
        var density = new float[photons.Length];
        var open = (float)parameters.PhotonsPerPixel;
        Parallel.For(
            0,
            size,
            row =>
            {
                for (var at = row * size; at < (row + 1) * size; at++)
                    density[at] = -MathF.Log(MathF.Max(photons[at], 0.5f) / open);
            }
        );
        Enhance(density, size);
        return Display(density, lung);
    }

    /// <summary>Photons that each pixel counted.</summary>
    private float[] Photons(float[] attenuation, int size)
    {
        var open = (float)parameters.PhotonsPerPixel;
        var primary = new float[attenuation.Length];
        Parallel.For(
            0,
            size,
            row =>
            {
                for (var at = row * size; at < (row + 1) * size; at++)
                    primary[at] = MathF.Exp(-attenuation[at]);
            }
        );
        // Scatter is spread wide: it fills what the mediastinum holds back.
        var scattered = (float[])primary.Clone();
        Parallel.For(0, scattered.Length, at => scattered[at] = MathF.Min(scattered[at], 0.2f));
        Smoothing.Blur(scattered, size, 34 / pitch);
        var share = (float)parameters.Scatter * 0.42f;
        Smoothing.Blur(primary, size, 0.35f / pitch + 0.25f);
        Parallel.For(
            0,
            size,
            row =>
            {
                var random = SeededRandom.OfDotNet(ValueNoise.Spread(parameters.Seed, row));
                for (var at = row * size; at < (row + 1) * size; at++)
                {
                    var mean = open * (primary[at] + share * scattered[at]);
                    // For these counts Poisson's law is normal.
                    primary[at] = mean + MathF.Sqrt(mean) * (float)random.NextGaussian();
                }
            }
        );
        return primary;
    }

    /// <summary>Coarse contrast is taken down and fine contrast up, so that lung and mediastinum both show.</summary>
    private void Enhance(float[] density, int size)
    {
        var coarse = (float[])density.Clone();
        Smoothing.Blur(coarse, size, 30 / pitch);
        var fine = (float[])density.Clone();
        Smoothing.Blur(fine, size, 2.2f / pitch);
        Parallel.For(
            0,
            size,
            row =>
            {
                for (var at = row * size; at < (row + 1) * size; at++)
                    density[at] += -0.28f * (coarse[at] - 2) + 0.45f * (density[at] - fine[at]);
            }
        );
    }

    /// <summary>The display curve is hung on the lungs' median and on the densest tissue, as a radiographic system does.</summary>
    private ushort[] Display(float[] density, float[] lung)
    {
        var sorted = new List<float>();
        for (var at = 0; at < density.Length; at++)
        {
            if (lung[at] > 60)
                sorted.Add(density[at]);
        }
        sorted.Sort();
        var air = sorted.Count > 0 ? sorted[sorted.Count / 12] : 1.5f;
        var all = (float[])density.Clone();
        Array.Sort(all);
        var dense = MathF.Max(air + 0.86f * (all[(int)(all.Length * 0.95)] - air), air + 0.5f);
        var steep = (float)(3.1 * parameters.Contrast) / (dense - air);
        var middle = air + (dense - air) * (0.5f - (float)parameters.Brightness);
        var pixels = new ushort[density.Length];
        for (var at = 0; at < pixels.Length; at++)
        {
            var curve = 1 / (1 + MathF.Exp(-steep * (density[at] - middle)));
            pixels[at] = (ushort)Math.Clamp(curve * White, 0, White);
        }
        return pixels;
    }
}
