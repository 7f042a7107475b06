using Xinglin.Dicom.Frames;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>
/// Turns any picture or volume into what the network sees, in training and afterwards alike: the central square of a picture (a
/// volume whole), averaged down or interpolated up to <paramref name="Size"/> along each axis, and its brightness as numbers.
/// </summary>
/// <param name="Size">Rows and columns (of a volume, slices too) that the network sees, at least 8.</param>
/// <param name="Channels">1 for grey, 3 for colour. A grey picture fills three channels; of a colour one the luminance is left.</param>
/// <param name="Volumes">Three-dimensional.</param>
public sealed record ImagePreparation(
    int Size,
    int Channels,
    Brightness Brightness = Brightness.Standard,
    bool Volumes = false
)
{
    private const float Limit = 4;

    private static readonly float[] ImageNetMeans = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ImageNetDeviations = [0.229f, 0.224f, 0.225f];

    /// <summary>Numbers of one prepared picture.</summary>
    public int Length => Channels * Size * Size * (Volumes ? Size : 1);

    /// <summary>Shape of a batch.</summary>
    internal long[] Shape(int count) => Volumes ? [count, Channels, Size, Size, Size] : [count, Channels, Size, Size];

    public float[] Apply(Frame frame) => Apply(new Picture(frame.Rows, frame.Columns, 1, frame.Values));

    /// <returns>
    /// Channels first, row-major: [Channels, (Size,) Size, Size]. With standard brightness all 0 for a picture without contrast.
    /// </returns>
    /// <exception cref="DataRefusedException">A volume for a model of pictures, or the other way round.</exception>
    public float[] Apply(Picture picture)
    {
        if (picture.Depth > 1 != Volumes)
            throw new DataRefusedException(
                "picture",
                Volumes
                    ? "It is a picture; the model was made for volumes."
                    : "It is a volume; the model was made for pictures."
            );
        if (picture.Channels != 1 && Channels == 1)
            picture = Colours.Luminance(picture);
        var prepared = new float[Length];
        var one = Length / Channels;
        for (var channel = 0; channel < Channels; channel++)
            if (channel < picture.Channels)
                Resize(picture, channel, prepared.AsSpan(channel * one, one));
            else
                prepared.AsSpan(0, one).CopyTo(prepared.AsSpan(channel * one));
        if (Brightness == Brightness.Standard)
            Standardise(prepared);
        else
            ToScale(prepared, picture);
        return prepared;
    }

    private void Resize(Picture picture, int channel, Span<float> into)
    {
        var side = Math.Min(picture.Rows, picture.Columns);
        var (top, height) = Volumes ? (0, picture.Rows) : ((picture.Rows - side) / 2, side);
        var (left, width) = Volumes ? (0, picture.Columns) : ((picture.Columns - side) / 2, side);
        var (across, down) = (AreaWeights(width, Size), AreaWeights(height, Size));
        var values = picture.Values.Span;
        var lines = new float[picture.Depth * Size * Size];
        for (var slice = 0; slice < picture.Depth; slice++)
            Shrink(
                values.Slice(slice * picture.Rows * picture.Columns * picture.Channels),
                (top * picture.Columns + left) * picture.Channels + channel,
                picture.Channels,
                picture.Columns * picture.Channels,
                across,
                down,
                lines.AsSpan(slice * Size * Size, Size * Size)
            );
        if (!Volumes)
        {
            lines.CopyTo(into);
            return;
        }
        var through = AreaWeights(picture.Depth, Size);
        var plane = Size * Size;
        for (var slice = 0; slice < Size; slice++)
        for (var i = 0; i < plane; i++)
        {
            var (from, parts) = through[slice];
            var sum = 0f;
            for (var k = 0; k < parts.Length; k++)
                sum += parts[k] * lines[(from + k) * plane + i];
            into[slice * plane + i] = sum;
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
        for (var column = 0; column < size; column++)
        {
            var (from, parts) = across[column];
            var sum = 0f;
            for (var k = 0; k < parts.Length; k++)
                sum += parts[k] * values[start + row * stride + (from + k) * step];
            lines[row * size + column] = sum;
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

    /// <summary>By the brightness that the file calls full; where it does not say, the picture's own darkest and brightest.</summary>
    private void ToScale(float[] values, Picture picture)
    {
        float low = 0,
            high = picture.Full ?? 0;
        if (picture.Full is null)
            (low, high) = (values.Min(), values.Max());
        var range = high > low ? high - low : 1;
        var one = values.Length / Channels;
        for (var i = 0; i < values.Length; i++)
        {
            var share = (values[i] - low) / range;
            values[i] =
                Brightness == Brightness.EightBit
                    ? 2 * share - 1
                    : (share - ImageNetMeans[i / one]) / ImageNetDeviations[i / one];
        }
    }

    private static void Standardise(float[] values)
    {
        var mean = values.Average(value => (double)value);
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        if (deviation <= 1e-6 * Math.Max(1, Math.Abs(mean)))
        {
            Array.Clear(values);
            return;
        }
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)Math.Clamp((values[i] - mean) / deviation, -Limit, Limit);
    }
}
