using Xinglin.Formats.Images;

namespace Xinglin.Learning.Images.Data;

/// <summary>
/// A prepared picture as the novelty score looks at it: grey, at most 28 pixels a side (a volume 10), mean 0 and standard
/// deviation 1. A small grey picture of standard brightness is left as it is.
/// </summary>
internal sealed class PooledPicture
{
    private const int Side = 28;
    private const int CubeSide = 10;

    private readonly ImagePreparation prepared;
    private readonly ImagePreparation? smaller;

    private PooledPicture(ImagePreparation prepared, ImagePreparation? smaller)
    {
        (this.prepared, this.smaller) = (prepared, smaller);
    }

    public int Length => (smaller ?? prepared).Length;

    public static PooledPicture For(ImagePreparation prepared)
    {
        var side = Math.Min(prepared.Size, prepared.Volumes ? CubeSide : Side);
        var asItIs = side == prepared.Size && prepared.Channels == 1 && prepared.Brightness == Brightness.Standard;
        return new PooledPicture(prepared, asItIs ? null : new ImagePreparation(side, 1, Volumes: prepared.Volumes));
    }

    /// <param name="length">Numbers that the model's score was made for: models of before look at the whole picture.</param>
    public static PooledPicture For(ImagePreparation prepared, int length) =>
        length == prepared.Length ? new PooledPicture(prepared, null) : For(prepared);

    public float[] Apply(float[] picture)
    {
        if (smaller is null)
            return picture;
        var one = picture.Length / prepared.Channels;
        var grey = picture;
        if (prepared.Channels == 3)
        {
            grey = new float[one];
            for (var i = 0; i < one; i++)
                grey[i] = 0.299f * picture[i] + 0.587f * picture[one + i] + 0.114f * picture[2 * one + i];
        }
        return smaller.Apply(
            new Picture(prepared.Size, prepared.Size, 1, grey) { Depth = prepared.Volumes ? prepared.Size : 1 }
        );
    }
}
