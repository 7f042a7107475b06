namespace Xinglin.Formats.Images;

/// <summary>What a network of grey images makes of coloured ones.</summary>
public static class ChannelConversion
{
    private const double Coloured = 0.04;

    /// <summary>Brightness as the eye weighs the three colours (ITU-R BT.601).</summary>
    public static Image Luminance(Image image)
    {
        var values = image.Values.Span;
        var grey = new float[values.Length / 3];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = 0.299f * values[3 * i] + 0.587f * values[3 * i + 1] + 0.114f * values[3 * i + 2];
        return image with { Channels = 1, Values = grey };
    }

    /// <summary>An image in colour whose three channels are the same throughout, as a grey one.</summary>
    public static Image GreyIfEqual(Image image)
    {
        if (image.Channels != 3)
            return image;
        var values = image.Values.Span;
        for (var i = 0; i < values.Length; i += 3)
        {
            if (values[i] != values[i + 1] || values[i] != values[i + 2])
                return image;
        }

        var grey = new float[values.Length / 3];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = values[3 * i];
        return image with { Channels = 1, Values = grey };
    }

    /// <summary>
    /// Whether the image shows colours: the mean difference of the strongest and the weakest channel is above a twenty-fifth of the
    /// image's range. Grey images saved as colour, and a coloured mark in a corner, stay below.
    /// </summary>
    public static bool Has(Image image)
    {
        if (image.Channels != 3)
            return false;
        var values = image.Values.Span;
        double sum = 0;
        float lowest = float.MaxValue,
            highest = float.MinValue;
        for (var i = 0; i < values.Length; i += 3)
        {
            float low = Math.Min(values[i], Math.Min(values[i + 1], values[i + 2])),
                high = Math.Max(values[i], Math.Max(values[i + 1], values[i + 2]));
            sum += high - low;
            (lowest, highest) = (Math.Min(lowest, low), Math.Max(highest, high));
        }
        return sum / (values.Length / 3.0) > Coloured * Math.Max(highest - lowest, 1e-9);
    }
}
