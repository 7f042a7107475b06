using Xinglin.Formats.Images;

namespace Xinglin.Learning.Images.Data;

/// <summary>Brings an image's central square, or a whole volume, to one number of pixels along each axis.</summary>
public static class ImageScaling
{
    /// <summary>
    /// A large image as small as a network will see it, so that thousands of films fit in memory: what is made of it afterwards at that size is the same.
    /// </summary>
    /// <param name="size">Rows and columns (of a volume, slices too) to keep; images with a smaller side stay as they are.</param>
    public static Image AtMost(Image image, int size)
    {
        if (Math.Min(image.Rows, image.Columns) <= size)
            return image;
        var depth = image.Depth > 1 ? size : 1;
        var one = depth * size * size;
        var values = new float[one * image.Channels];
        var channel = new float[one];
        for (var c = 0; c < image.Channels; c++)
        {
            Resize(image, c, size, channel);
            for (var i = 0; i < one; i++)
                values[i * image.Channels + c] = channel[i];
        }
        return image with { Rows = size, Columns = size, Depth = depth, Values = values };
    }

    /// <param name="into">[(size,) size, size]: averaged down, or interpolated up.</param>
    public static void Resize(Image image, int channel, int size, Span<float> into)
    {
        var volume = image.Depth > 1;
        var side = Math.Min(image.Rows, image.Columns);
        var (top, height) = volume ? (0, image.Rows) : ((image.Rows - side) / 2, side);
        var (left, width) = volume ? (0, image.Columns) : ((image.Columns - side) / 2, side);
        var (across, down) = (AreaWeights(width, size), AreaWeights(height, size));
        var values = image.Values.Span;
        var plane = size * size;
        var lines = new float[image.Depth * plane];
        for (var slice = 0; slice < image.Depth; slice++)
        {
            Shrink(
                values.Slice(slice * image.Rows * image.Columns * image.Channels),
                (top * image.Columns + left) * image.Channels + channel,
                image.Channels,
                image.Columns * image.Channels,
                across,
                down,
                lines.AsSpan(slice * plane, plane)
            );
        }

        if (!volume)
        {
            lines.CopyTo(into);
            return;
        }
        var through = AreaWeights(image.Depth, size);
        for (var slice = 0; slice < size; slice++)
        {
            for (var i = 0; i < plane; i++)
            {
                var (from, parts) = through[slice];
                var sum = 0f;
                for (var k = 0; k < parts.Length; k++)
                    sum += parts[k] * lines[(from + k) * plane + i];
                into[slice * plane + i] = sum;
            }
        }
    }

    private static void Shrink(
        ReadOnlySpan<float> values,
        int start,
        int step,
        int stride,
        (int From, float[] Parts)[] across,
        (int From, float[] Parts)[] down,
        Span<float> into
    )
    {
        var size = across.Length;
        var height = down[^1].From + down[^1].Parts.Length;
        var lines = new float[height * size];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var (from, parts) = across[column];
                var sum = 0f;
                for (var k = 0; k < parts.Length; k++)
                    sum += parts[k] * values[start + row * stride + (from + k) * step];
                lines[row * size + column] = sum;
            }
        }

        for (var row = 0; row < size; row++)
        {
            var (from, parts) = down[row];
            for (var column = 0; column < size; column++)
            {
                var sum = 0f;
                for (var k = 0; k < parts.Length; k++)
                    sum += parts[k] * lines[(from + k) * size + column];
                into[row * size + column] = sum;
            }
        }
    }

    /// <summary>For each new pixel, the old pixels under it and the share of each; a pixel's width around it when enlarging.</summary>
    private static (int From, float[] Parts)[] AreaWeights(int side, int size)
    {
        var weights = new (int, float[])[size];
        var step = (double)side / size;
        var reach = Math.Max(step, 1);
        for (var i = 0; i < size; i++)
        {
            var centre = (i + 0.5) * step;
            double low = Math.Max(0, centre - reach / 2),
                high = Math.Min(side, centre + reach / 2);
            var from = (int)low;
            var parts = new float[Math.Max(1, (int)Math.Ceiling(high - 1e-9) - from)];
            for (var k = 0; k < parts.Length; k++)
                parts[k] = (float)((Math.Min(high, from + k + 1) - Math.Max(low, from + k)) / (high - low));
            weights[i] = (from, parts);
        }
        return weights;
    }
}
