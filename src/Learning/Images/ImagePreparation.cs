using Xinglin.Dicom.Frames;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>
/// Turns any picture into what the network sees, in training and afterwards alike: the central square, averaged down (or
/// interpolated up) to <paramref name="Size"/> × <paramref name="Size"/>, brought to mean 0 and standard deviation 1 so
/// that exposure and window do not matter, and clipped to ±4.
/// </summary>
/// <param name="Size">Rows and columns that the network sees, at least 8.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
public sealed record ImagePreparation(int Size, int Channels)
{
    private const float Limit = 4;

    /// <summary>Numbers of one prepared picture.</summary>
    public int Length => Channels * Size * Size;

    public float[] Apply(Frame frame) => Apply(new Picture(frame.Rows, frame.Columns, 1, frame.Values));

    /// <returns>Channels first, row-major: [Channels, Size, Size]. All 0 for a picture without any contrast.</returns>
    /// <exception cref="DataRefusedException">A colour picture for a grey model, or the other way round.</exception>
    public float[] Apply(Picture picture)
    {
        if (picture.Channels != Channels)
            throw new DataRefusedException(
                "picture",
                $"It has {picture.Channels} colour channels; the model was trained on {Channels}."
            );
        var prepared = new float[Length];
        var side = Math.Min(picture.Rows, picture.Columns);
        var top = (picture.Rows - side) / 2;
        var left = (picture.Columns - side) / 2;
        var weights = AreaWeights(side);
        for (var channel = 0; channel < Channels; channel++)
            Shrink(picture, channel, top, left, side, weights, prepared.AsSpan(channel * Size * Size, Size * Size));
        Standardise(prepared);
        return prepared;
    }

    private void Shrink(
        Picture picture,
        int channel,
        int top,
        int left,
        int side,
        (int From, float[] Parts)[] weights,
        Span<float> into
    )
    {
        var values = picture.Values.Span;
        var lines = new float[side * Size];
        for (var row = 0; row < side; row++)
        {
            var start = ((top + row) * picture.Columns + left) * picture.Channels + channel;
            for (var column = 0; column < Size; column++)
            {
                var (from, parts) = weights[column];
                var sum = 0f;
                for (var k = 0; k < parts.Length; k++)
                    sum += parts[k] * values[start + (from + k) * picture.Channels];
                lines[row * Size + column] = sum;
            }
        }
        for (var row = 0; row < Size; row++)
        {
            var (from, parts) = weights[row];
            for (var column = 0; column < Size; column++)
            {
                var sum = 0f;
                for (var k = 0; k < parts.Length; k++)
                    sum += parts[k] * lines[(from + k) * Size + column];
                into[row * Size + column] = sum;
            }
        }
    }

    /// <summary>For each new pixel, the old pixels under it and the share of each; a triangle when enlarging.</summary>
    private (int From, float[] Parts)[] AreaWeights(int side)
    {
        var weights = new (int, float[])[Size];
        var step = (double)side / Size;
        var reach = Math.Max(step, 1);
        for (var i = 0; i < Size; i++)
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
