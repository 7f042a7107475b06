using MathNet.Numerics.Statistics;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// How images become what the network sees, and how wide the network is: chosen from the images alone, as nnU-Net does
/// (Isensee et al., Nature Methods 2021), but for a machine without a graphics card.
/// </summary>
/// <param name="Volumes">Three-dimensional; otherwise images.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Spacing">Volumes are brought to this voxel size: depth, rows, columns, in mm. Empty for images.</param>
/// <param name="Patch">What the network sees at once: depth, rows, columns.</param>
/// <param name="Fold">Neighbours along each axis that become channels before the first layer and are taken apart after the last.</param>
/// <param name="Widths">Channels of each stage.</param>
/// <param name="Strides">For each stage after the first, the steps along depth, rows, columns.</param>
public sealed record SegmentationPlan(
    bool Volumes,
    int Channels,
    double[] Spacing,
    int[] Patch,
    int[] Fold,
    int[] Widths,
    int[][] Strides
)
{
    private const int LongestSide = 160;
    private const int MostVoxels = 110_000;
    private const int MostOfVolume = 4_000_000;
    private const int DeepestStage = 5;

    /// <param name="sizes">Depth, rows, columns of each image.</param>
    /// <param name="spacings">The same for the millimetres.</param>
    public static SegmentationPlan For(
        bool volumes,
        int channels,
        IReadOnlyList<int[]> sizes,
        IReadOnlyList<double[]> spacings,
        int? size,
        int? width
    )
    {
        var spacing = Enumerable.Range(0, 3).Select(axis => spacings.Select(one => one[axis]).Median()).ToArray();
        var extent = Enumerable
            .Range(0, 3)
            .Select(axis => sizes.Select((one, i) => one[axis] * spacings[i][axis]).Median() / spacing[axis])
            .ToArray();
        int[] patch;
        if (volumes)
        {
            // A volume of more voxels than are useful here is looked at in coarser steps.
            var coarser = Math.Max(1, Math.Cbrt(extent[0] * extent[1] * extent[2] / MostOfVolume));
            spacing = [.. spacing.Select(one => one * coarser)];
            patch = PatchOf([.. extent.Select(one => one / coarser)], size);
        }
        else
        {
            var side = Even(Math.Max(16, size ?? Math.Min(LongestSide, sizes.Max(one => Math.Max(one[1], one[2])))));
            patch = [1, side, side];
        }
        int[] fold = [.. patch.Select(side => side >= 24 ? 2 : 1)];
        var strides = Steps([.. patch.Select((side, axis) => side / fold[axis])], spacing, fold, volumes);
        var first = width ?? (volumes ? 32 : 16);
        int[] widths =
        [
            .. Enumerable.Range(0, strides.Length + 1).Select(stage => Math.Min(first << stage, 8 * first)),
        ];
        return new SegmentationPlan(volumes, channels, volumes ? spacing : [], patch, fold, widths, strides);
    }

    /// <summary>The patch holds the whole of most volumes, or as much as can be trained on here.</summary>
    private static int[] PatchOf(double[] extent, int? size)
    {
        var patch = extent.Select(side => Math.Max(1.0, Math.Ceiling(side * 1.05))).ToArray();
        if (size is { } longest)
            patch = [.. patch.Select(side => Math.Min(side, longest))];
        while (patch[0] * patch[1] * patch[2] > MostVoxels)
            patch[Array.IndexOf(patch, patch.Max())] *= 0.95;
        return [.. patch.Select(side => side < 8 ? (int)Math.Ceiling(side) : (int)Math.Ceiling(side / 8) * 8)];
    }

    /// <summary>Halves each axis while it has 8 or more places left and its voxels are not much longer than the others'.</summary>
    private static int[][] Steps(int[] sides, double[] spacing, int[] fold, bool volumes)
    {
        var (left, step) = (sides.ToArray(), spacing.Select((one, axis) => one * fold[axis]).ToArray());
        var strides = new List<int[]>();
        while (strides.Count < DeepestStage - 1)
        {
            var finest = step.Where((_, axis) => left[axis] >= 8).DefaultIfEmpty(0).Min();
            int[] stride =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(axis =>
                        left[axis] >= 8 && (axis > 0 || volumes) && (!volumes || step[axis] < 2 * finest) ? 2 : 1
                    ),
            ];
            if (stride.All(one => one == 1))
                break;
            for (var axis = 0; axis < 3; axis++)
                (left[axis], step[axis]) = ((left[axis] + stride[axis] - 1) / stride[axis], step[axis] * stride[axis]);
            strides.Add(stride);
        }
        return [.. strides];
    }

    private static int Even(int side) => (side + 7) / 8 * 8;
}
