using Xinglin.Learning.Images;
using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// Asks networks about an image larger than their patch, half a patch further each time; the middle of a patch counts most
/// (Isensee et al., 2021).
/// </summary>
internal static class SlidingWindow
{
    /// <param name="image">[C, (D,) H, W], at least as large as the patch.</param>
    /// <param name="views">See <see cref="TestViews"/>: answers are turned back and averaged.</param>
    /// <returns>For each network the probabilities, [classes, (D,) H, W].</returns>
    public static Tensor[] Ask(SegmentationPlan plan, IReadOnlyList<UNet> networks, Tensor image, int views)
    {
        int[] patch = plan.Volumes ? plan.Patch : plan.Patch[1..];
        var sides = image.shape[1..];
        var weight = Weight(patch);
        var sums = new Tensor[networks.Count];
        var total = zeros(sides);
        foreach (var start in Starts(sides, patch))
        {
            var part = Part(image, start, patch, 1).unsqueeze(0);
            Part(total, start, patch, 0).add_(weight);
            for (var i = 0; i < networks.Count; i++)
            {
                using var scope = NewDisposeScope();
                var p = nn.functional.softmax(networks[i].forward(part), 1);
                for (var view = 1; view < views; view++)
                    p =
                        p
                        + TestViews.Of(
                            nn.functional.softmax(networks[i].forward(TestViews.Of(part, view)), 1),
                            view,
                            back: true
                        );
                p = p.squeeze(0) / views; // [classes, …]
                if (sums[i] is null)
                    sums[i] = zeros([p.shape[0], .. sides]).MoveToOuterDisposeScope();
                Part(sums[i], start, patch, 1).add_(p * weight);
            }
        }
        return Array.ConvertAll(sums, sum => sum / total);
    }

    private static Tensor Part(Tensor whole, long[] start, int[] patch, int from)
    {
        for (var axis = 0; axis < patch.Length; axis++)
            whole = whole.narrow(axis + from, start[axis], patch[axis]);
        return whole;
    }

    /// <summary>A bell over the patch, an eighth of a side wide, nowhere 0.</summary>
    private static Tensor Weight(int[] patch)
    {
        var weight = ones(1);
        foreach (var side in patch)
        {
            var bell = arange(side, ScalarType.Float32).sub((side - 1) / 2.0).div(side / 4.0).square().mul(-0.5).exp();
            weight = weight.unsqueeze(-1) * bell;
        }
        return weight.squeeze(0).clamp(1e-3);
    }

    private static IEnumerable<long[]> Starts(long[] sides, int[] patch)
    {
        IEnumerable<long[]> starts =
        [
            [],
        ];
        for (var axis = 0; axis < patch.Length; axis++)
        {
            var room = sides[axis] - patch[axis];
            var count = (int)Math.Ceiling(room / (patch[axis] / 2.0)) + 1;
            var along = Enumerable.Range(0, count).Select(i => count == 1 ? 0 : i * room / (count - 1)).ToArray();
            starts = starts.SelectMany(_ => along, (before, one) => (long[])[.. before, one]);
        }
        return starts.ToArray();
    }
}
