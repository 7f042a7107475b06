using static TorchSharp.torch;

namespace Xinglin.Learning.Images.Networks;

/// <summary>
/// The same image seen a little closer, from farther away and turned: the mean answer over such views is steadier than
/// one (test-time augmentation). View 0 is the image as it is. No view is a mirror image.
/// </summary>
internal static class TestTimeAugmentation
{
    private const double Turn = 5 * Math.PI / 180;

    /// <summary>Scale and angle of each view.</summary>
    private static readonly (double Scale, double Angle)[] Views =
    [
        (1, 0),
        (0.92, 0),
        (1.08, 0),
        (1, Turn),
        (1, -Turn),
    ];

    public static int Most => Views.Length;

    /// <param name="images">[B, C, H, W]; volumes [B, C, D, H, W], seen closer and from farther away alone.</param>
    /// <param name="back">From the view back to the image as it is.</param>
    public static Tensor Of(Tensor images, int view, bool back = false)
    {
        var (scale, angle) = Views[view];
        if (back)
            (scale, angle) = (1 / scale, -angle);
        var volumes = images.dim() == 5;
        var (sin, cos) = volumes
            ? (0, angle == 0 ? scale : 1 + angle)
            : (Math.Sin(angle) * scale, Math.Cos(angle) * scale);
        float[] rows = volumes
            ? [(float)cos, 0, 0, 0, 0, (float)cos, 0, 0, 0, 0, (float)cos, 0]
            : [(float)cos, (float)-sin, 0, (float)sin, (float)cos, 0];
        using var matrix = tensor(rows, volumes ? [1, 3, 4] : [1, 2, 3]);
        var grid = nn.functional.affine_grid(
            matrix.expand([images.shape[0], .. matrix.shape[1..]]),
            images.shape,
            align_corners: false
        );
        return nn.functional.grid_sample(
            images,
            grid,
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Border,
            align_corners: false
        );
    }
}
