using Xinglin.Formats.Images;

namespace Xinglin.Learning.Images.Data;

/// <summary>
/// A prepared image as the novelty score looks at it: grey, at most 28 pixels a side (a volume 10), mean 0 and standard
/// deviation 1. A small grey image of standard brightness is left as it is.
/// </summary>
internal sealed class ThumbnailFeatures
{
    private const int Side = 28;
    private const int CubeSide = 10;

    private readonly ImagePreparation _prepared;
    private readonly ImagePreparation? _smaller;

    private ThumbnailFeatures(ImagePreparation prepared, ImagePreparation? smaller)
    {
        (_prepared, _smaller) = (prepared, smaller);
    }

    public int Length => (_smaller ?? _prepared).Length;

    public static ThumbnailFeatures For(ImagePreparation prepared)
    {
        var side = Math.Min(prepared.Size, prepared.Volumes ? CubeSide : Side);
        var asItIs =
            side == prepared.Size && prepared.Channels == 1 && prepared.Brightness == IntensityScaling.Standard;
        return new ThumbnailFeatures(
            prepared,
            asItIs ? null : new ImagePreparation(side, 1, Volumes: prepared.Volumes)
        );
    }

    /// <param name="length">Numbers that the model's score was made for: models of before look at the whole image.</param>
    public static ThumbnailFeatures For(ImagePreparation prepared, int length) =>
        length == prepared.Length ? new ThumbnailFeatures(prepared, null) : For(prepared);

    public float[] Apply(float[] image)
    {
        if (_smaller is null)
            return image;
        var one = image.Length / _prepared.Channels;
        var grey = image;
        if (_prepared.Channels == 3)
        {
            grey = new float[one];
            for (var i = 0; i < one; i++)
                grey[i] = 0.299f * image[i] + 0.587f * image[one + i] + 0.114f * image[2 * one + i];
        }
        return _smaller.Apply(
            new Image(_prepared.Size, _prepared.Size, 1, grey) { Depth = _prepared.Volumes ? _prepared.Size : 1 }
        );
    }
}
