using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// What may differ between two images of the same body: position, size, a little bending, exposure, contrast, sharpness and
/// grain. No mirror image unless asked for: left and right are told apart.
/// </summary>
internal static class SegmentationAugmentation
{
    private const double Turn = 15 * Math.PI / 180;
    private const double Scale = 0.2;
    private const double Shift = 0.1;
    private const double Bend = 0.04;

    /// <param name="images">[B, C, (D,) H, W]</param>
    /// <param name="labels">int64 [B, (D,) H, W]</param>
    /// <param name="strength">See <see cref="StrengthFor"/>.</param>
    public static (Tensor Images, Tensor Labels) Apply(Tensor images, Tensor labels, bool mirror, double strength)
    {
        var grid = Grid(images.shape, mirror, strength);
        var moved = nn.functional.grid_sample(
            images,
            grid,
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Zeros,
            align_corners: false
        );
        var marks = nn.functional.grid_sample(
            labels.unsqueeze(1).to(ScalarType.Float32),
            grid,
            GridSampleMode.Nearest,
            GridSamplePaddingMode.Zeros,
            align_corners: false
        );
        return (Exposed(moved, strength), marks.squeeze(1).to(ScalarType.Int64));
    }

    /// <summary>
    /// A few images must be varied much; many vary by themselves, and what is made up on top only slows learning. 1 up to 40
    /// images, then falling with the square root of their number, at least 0.4.
    /// </summary>
    public static double StrengthFor(int images) => Math.Clamp(Math.Sqrt(40.0 / images), 0.4, 1);

    /// <summary>Turned, scaled, shifted and bent: where each place of the new image looks in the old one.</summary>
    private static Tensor Grid(long[] shape, bool mirror, double strength)
    {
        var (count, sides) = (shape[0], shape[2..]);
        var axes = sides.Length;
        var rows = new float[count * axes * (axes + 1)];
        for (var n = 0; n < count; n++)
        {
            // x, y(, z); a volume turns about each axis.
            var matrix = Identity(axes);
            for (var a = 0; a < axes; a++)
            {
                for (var b = a + 1; b < axes; b++)
                    matrix = Turned(matrix, a, b, Uniform() * Turn * strength * (axes == 3 ? 0.7 : 1));
            }

            var size = Math.Exp(Uniform() * Scale * strength);
            for (var a = 0; a < axes; a++)
            {
                var stretch =
                    size * Math.Exp(Uniform() * Scale * strength / 3) * (a == 0 && mirror && Uniform() > 0 ? -1 : 1);
                for (var b = 0; b < axes; b++)
                {
                    // The grid counts each side from -1 to 1: turning is done in equal lengths.
                    rows[(n * axes + a) * (axes + 1) + b] = (float)(
                        matrix[a, b] * stretch * sides[axes - 1 - b] / sides[axes - 1 - a]
                    );
                }

                rows[(n * axes + a) * (axes + 1) + axes] = (float)(Uniform() * Shift * strength);
            }
        }
        var grid = nn.functional.affine_grid(
            tensor(rows, [count, axes, axes + 1]),
            [count, 1, .. sides],
            align_corners: false
        );
        var coarse = randn([count, axes, .. Enumerable.Repeat(4L, axes)]) * (Bend * strength);
        var bent = nn.functional.interpolate(
            coarse,
            sides,
            mode: axes == 3 ? InterpolationMode.Trilinear : InterpolationMode.Bilinear,
            align_corners: true
        );
        return grid + bent.movedim([1L], [-1L]);
    }

    private static Tensor Exposed(Tensor images, double strength)
    {
        long[] each = [images.shape[0], .. Enumerable.Repeat(1L, images.shape.Length - 1)];
        var gamma = (Draw(each) * (0.35 * strength)).exp();
        var bent = images.sign() * images.abs().clamp(1e-3).pow(gamma) + Veil(images.shape) * strength;
        var contrast = 1 + Draw(each) * (0.25 * strength);
        var brightness = Draw(each) * (0.25 * strength);
        var grain = rand(each) * (0.15 * strength);
        return bent * contrast + brightness + randn_like(bent) * grain;
    }

    /// <summary>
    /// A smooth field of brightness over the image: the uneven coil of a scanner, an opacity or an effusion of a film. What is
    /// drawn must not depend on it.
    /// </summary>
    private static Tensor Veil(long[] shape)
    {
        var sides = shape[2..];
        var coarse = randn([shape[0], 1, .. Enumerable.Repeat(5L, sides.Length)]);
        var strength = rand([shape[0], .. Enumerable.Repeat(1L, shape.Length - 1)]) * 0.5;
        return strength
            * nn.functional.interpolate(
                coarse,
                sides,
                mode: sides.Length == 3 ? InterpolationMode.Trilinear : InterpolationMode.Bilinear,
                align_corners: true
            );
    }

    private static Tensor Draw(long[] shape) => rand(shape) * 2 - 1;

    private static double Uniform() => rand(1).item<float>() * 2 - 1;

    private static double[,] Identity(int axes)
    {
        var matrix = new double[axes, axes];
        for (var a = 0; a < axes; a++)
            matrix[a, a] = 1;
        return matrix;
    }

    private static double[,] Turned(double[,] matrix, int a, int b, double angle)
    {
        var turned = (double[,])matrix.Clone();
        var (sin, cos) = Math.SinCos(angle);
        for (var row = 0; row < matrix.GetLength(0); row++)
        {
            turned[row, a] = cos * matrix[row, a] + sin * matrix[row, b];
            turned[row, b] = cos * matrix[row, b] - sin * matrix[row, a];
        }
        return turned;
    }
}
