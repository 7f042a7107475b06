using Xinglin.Formats.Images;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images.Data;

/// <summary>Prepared pictures by number: all in memory when they fit in 400 MB, otherwise prepared when they are asked for.</summary>
internal sealed class PictureBatches(ImagePreparation preparation, IReadOnlyList<Picture> pictures)
{
    private const long MostKept = 100_000_000;

    private readonly float[][]? kept =
        (long)preparation.Length * pictures.Count <= MostKept ? [.. pictures.Select(preparation.Apply)] : null;

    public int Count => pictures.Count;

    public float[] At(int row) => kept?[row] ?? preparation.Apply(pictures[row]);

    /// <returns>[B, C, H, W]; volumes [B, C, D, H, W]</returns>
    public Tensor At(IReadOnlyList<int> rows)
    {
        var flat = new float[rows.Count * preparation.Length];
        for (var i = 0; i < rows.Count; i++)
            At(rows[i]).CopyTo(flat, i * preparation.Length);
        return tensor(flat, preparation.Shape(rows.Count));
    }
}
