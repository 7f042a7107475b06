using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>
/// What may differ between two films of the same chest: a little turning, shifting, scaling, contrast, gamma and grain.
/// No mirror image unless asked for: the heart is on the left.
/// </summary>
internal static class ImageAugmentation
{
    private const double Turn = 10 * Math.PI / 180;
    private const double Shift = 0.12;
    private const double Scale = 0.15;

    /// <param name="images">[B, C, H, W]; volumes [B, C, D, H, W], turned about their depth alone.</param>
    public static Tensor Apply(Tensor images, bool mirror)
    {
        var count = images.shape[0];
        var volumes = images.dim() == 5;
        var angle = Uniform(count) * Turn;
        var scale = 1 + Uniform(count) * Scale;
        var sign = mirror ? rand(count).gt(0.5).to(ScalarType.Float32) * 2 - 1 : ones(count);
        var (sin, cos) = (angle.sin() * scale, angle.cos() * scale);
        var (x, y) = (Uniform(count) * Shift, Uniform(count) * Shift);
        var none = zeros(count);
        var rows = volumes
            ? stack([cos * sign, -sin, none, x, sin * sign, cos, none, y, none, none, scale, Uniform(count) * Shift], 1)
            : stack([cos * sign, -sin, x, sin * sign, cos, y], 1);
        var grid = nn.functional.affine_grid(
            volumes ? rows.view(count, 3, 4) : rows.view(count, 2, 3),
            images.shape,
            align_corners: false
        );
        var moved = nn.functional.grid_sample(
            images,
            grid,
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Border,
            align_corners: false
        );
        long[] each = [count, .. Enumerable.Repeat(1L, (int)images.dim() - 1)];
        var gamma = (Uniform(count) * 0.25).exp().view(each);
        var contrast = (1 + Uniform(count) * 0.2).view(each);
        var brightness = (Uniform(count) * 0.2).view(each);
        var bent = moved.sign() * moved.abs().clamp(1e-3).pow(gamma);
        return bent * contrast + brightness + randn_like(bent) * 0.05;
    }

    private static Tensor Uniform(long count) => rand(count) * 2 - 1;
}
