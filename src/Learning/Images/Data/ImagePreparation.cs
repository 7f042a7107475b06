using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Formats.Images;

namespace Xinglin.Learning.Images.Data;

/// <summary>
/// Turns any image or volume into what the network sees, in training and afterwards alike: the central square of an image (a
/// volume whole), averaged down or interpolated up to <paramref name="Size"/> along each axis, and its brightness as numbers.
/// </summary>
/// <param name="Size">Rows and columns (of a volume, slices too) that the network sees, at least 8.</param>
/// <param name="Channels">1 for grey, 3 for colour. A grey image fills three channels; of a colour one the luminance is left.</param>
/// <param name="Volumes">Three-dimensional.</param>
public sealed record ImagePreparation(
    int Size,
    int Channels,
    IntensityScaling Brightness = IntensityScaling.Standard,
    bool Volumes = false
)
{
    private const float Limit = 4;

    private static readonly float[] ImageNetMeans = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ImageNetDeviations = [0.229f, 0.224f, 0.225f];

    /// <summary>Numbers of one prepared image.</summary>
    public int Length => Channels * Size * Size * (Volumes ? Size : 1);

    /// <summary>Shape of a batch.</summary>
    internal long[] Shape(int count) => Volumes ? [count, Channels, Size, Size, Size] : [count, Channels, Size, Size];

    public float[] Apply(Frame frame) => Apply(new Image(frame.Rows, frame.Columns, 1, frame.Values));

    /// <returns>
    /// Channels first, row-major: [Channels, (Size,) Size, Size]. With standard brightness all 0 for an image without contrast.
    /// </returns>
    /// <exception cref="InvalidInputException">A volume for a model of images, or the other way round.</exception>
    public float[] Apply(Image image)
    {
        if (image.Depth > 1 != Volumes)
        {
            throw InvalidInputException.In(
                "image",
                Volumes
                    ? "It is an image; the model was made for volumes."
                    : "It is a volume; the model was made for images."
            );
        }

        if (image.Channels != 1 && Channels == 1)
            image = ChannelConversion.Luminance(image);
        var prepared = new float[Length];
        var one = Length / Channels;
        for (var channel = 0; channel < Channels; channel++)
        {
            if (channel < image.Channels)
                ImageScaling.Resize(image, channel, Size, prepared.AsSpan(channel * one, one));
            else
                prepared.AsSpan(0, one).CopyTo(prepared.AsSpan(channel * one));
        }

        if (Brightness == IntensityScaling.Standard)
            Standardise(prepared);
        else
            ToScale(prepared, image);
        return prepared;
    }

    /// <summary>By the brightness that the file calls full; where it does not say, the image's own darkest and brightest.</summary>
    private void ToScale(float[] values, Image image)
    {
        float low = 0,
            high = image.Full ?? 0;
        if (image.Full is null)
            (low, high) = (values.Min(), values.Max());
        var range = high > low ? high - low : 1;
        var one = values.Length / Channels;
        for (var i = 0; i < values.Length; i++)
        {
            var share = (values[i] - low) / range;
            values[i] =
                Brightness == IntensityScaling.EightBit
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
