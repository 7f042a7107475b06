using TorchSharp;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>
/// What may differ between two films of the same chest: a little turning, shifting, scaling, contrast and grain.
/// No mirror image unless asked for: the heart is on the left.
/// </summary>
internal static class ImageAugmentation
{
    private const double Turn = 10 * Math.PI / 180;
    private const double Shift = 0.12;
    private const double Scale = 0.12;

    /// <param name="pictures">[B, C, H, W]</param>
    public static Tensor Apply(Tensor pictures, bool mirror)
    {
        var count = pictures.shape[0];
        var angle = Uniform(count) * Turn;
        var scale = 1 + Uniform(count) * Scale;
        var sign = mirror ? rand(count).gt(0.5).to(ScalarType.Float32) * 2 - 1 : ones(count);
        var (sin, cos) = (angle.sin() * scale, angle.cos() * scale);
        var rows = stack([cos * sign, -sin, Uniform(count) * Shift, sin * sign, cos, Uniform(count) * Shift], 1);
        var grid = nn.functional.affine_grid(rows.view(count, 2, 3), pictures.shape, align_corners: false);
        var moved = nn.functional.grid_sample(
            pictures,
            grid,
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Border,
            align_corners: false
        );
        var contrast = (1 + Uniform(count) * 0.2).view(count, 1, 1, 1);
        var brightness = (Uniform(count) * 0.2).view(count, 1, 1, 1);
        return moved * contrast + brightness + randn_like(moved) * 0.05;
    }

    private static Tensor Uniform(long count) => rand(count) * 2 - 1;
}
