using Xinglin.Formats.Images;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images.Data;

/// <summary>Prepared images by number: all in memory when they fit in 400 MB, otherwise prepared when they are asked for.</summary>
internal sealed class ImageBatches(ImagePreparation preparation, IReadOnlyList<Image> images)
{
    private const long MostKept = 100_000_000;

    private readonly float[][]? _kept =
        (long)preparation.Length * images.Count <= MostKept ? [.. images.Select(preparation.Apply)] : null;

    public int Count => images.Count;

    public float[] At(int row) => _kept?[row] ?? preparation.Apply(images[row]);

    /// <returns>[B, C, H, W]; volumes [B, C, D, H, W]</returns>
    public Tensor At(IReadOnlyList<int> rows)
    {
        var flat = new float[rows.Count * preparation.Length];
        for (var i = 0; i < rows.Count; i++)
            At(rows[i]).CopyTo(flat, i * preparation.Length);
        return tensor(flat, preparation.Shape(rows.Count));
    }
}
