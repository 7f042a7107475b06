using Xinglin.Formats.Images;

namespace Xinglin.Synthesis.Images;

/// <summary>Cuts the central square out of an image and brings it to a side: averaged down, or interpolated up.</summary>
internal static class ImageResizing
{
    /// <param name="into">[channels, side, side]</param>
    public static void Square(Image image, int side, Span<float> into)
    {
        var square = Math.Min(image.Rows, image.Columns);
        var (top, left) = ((image.Rows - square) / 2, (image.Columns - square) / 2);
        var values = image.Values.Span;
        var weights = Weights(square, side);
        var lines = new float[square * side];
        for (var channel = 0; channel < image.Channels; channel++)
        {
            for (var row = 0; row < square; row++)
            {
                for (var column = 0; column < side; column++)
                {
                    var sum = 0f;
                    foreach (var (at, weight) in weights[column])
                        sum += weight * values[((top + row) * image.Columns + left + at) * image.Channels + channel];
                    lines[row * side + column] = sum;
                }
            }

            for (var row = 0; row < side; row++)
            {
                for (var column = 0; column < side; column++)
                {
                    var sum = 0f;
                    foreach (var (at, weight) in weights[row])
                        sum += weight * lines[at * side + column];
                    into[(channel * side + row) * side + column] = sum;
                }
            }
        }
    }

    /// <summary>For each new pixel the old pixels it is made of; the weights of each add up to 1.</summary>
    private static (int At, float Weight)[][] Weights(int from, int to)
    {
        var step = (double)from / to;
        var reach = Math.Max(step, 1);
        return
        [
            .. Enumerable
                .Range(0, to)
                .Select(i =>
                {
                    var centre = (i + 0.5) * step;
                    var parts = new List<(int At, double Weight)>();
                    for (var at = (int)Math.Floor(centre - reach / 2); at < centre + reach / 2; at++)
                    {
                        var share = Math.Min(at + 1, centre + reach / 2) - Math.Max(at, centre - reach / 2);
                        if (share > 1e-9)
                            parts.Add((Math.Clamp(at, 0, from - 1), share));
                    }
                    var total = parts.Sum(p => p.Weight);
                    return parts.Select(p => (p.At, (float)(p.Weight / total))).ToArray();
                }),
        ];
    }
}
