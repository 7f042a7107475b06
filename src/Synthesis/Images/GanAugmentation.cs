using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Changes that real and drawn images undergo before they are judged, so that the discriminator cannot learn a few images by heart
/// (adaptive discriminator augmentation, Karras et al., NeurIPS 2020). Each is applied with a probability, so that the generator does
/// not learn to draw changed images. No mirror images: the heart is on the left.
/// </summary>
internal static class GanAugmentation
{
    /// <param name="images">[B, C, H, W]</param>
    /// <param name="probability">0 to 0.85: of each kind of change, for each image.</param>
    public static Tensor Apply(Tensor images, double probability)
    {
        if (probability <= 0)
            return images;
        var count = images.shape[0];
        var scale = (Uniform(count) * 0.2 * Chosen(count, probability)).exp();
        var angle = Uniform(count) * (15 * Math.PI / 180) * Chosen(count, probability);
        var (sin, cos) = (angle.sin() * scale, angle.cos() * scale);
        var moved = Chosen(count, probability);
        var rows = stack([cos, -sin, Uniform(count) * 0.25 * moved, sin, cos, Uniform(count) * 0.25 * moved], 1);
        var grid = nn.functional.affine_grid(rows.view(count, 2, 3), images.shape, align_corners: false);
        var turned = nn.functional.grid_sample(
            images,
            grid,
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Reflection,
            align_corners: false
        );
        var contrast = (randn(count) * 0.3 * Chosen(count, probability)).exp().view(count, 1, 1, 1);
        var brightness = (randn(count) * 0.2 * Chosen(count, probability)).view(count, 1, 1, 1);
        return (turned * contrast + brightness) * Window(count, images.shape[2], images.shape[3], probability);
    }

    /// <summary>1 everywhere but for a square of half the side, where an image was chosen for it.</summary>
    private static Tensor Window(long count, long rows, long columns, double probability)
    {
        var row = (rand(count) * rows).view(count, 1, 1);
        var column = (rand(count) * columns).view(count, 1, 1);
        var inside =
            (arange(rows, ScalarType.Float32).view(1, rows, 1) - row).abs().lt(rows / 4.0)
            & (arange(columns, ScalarType.Float32).view(1, 1, columns) - column).abs().lt(columns / 4.0);
        var chosen = Chosen(count, probability * 0.5).view(count, 1, 1);
        return (1 - inside.to(ScalarType.Float32) * chosen).unsqueeze(1);
    }

    private static Tensor Uniform(long count) => rand(count) * 2 - 1;

    private static Tensor Chosen(long count, double probability) => rand(count).lt(probability).to(ScalarType.Float32);
}
