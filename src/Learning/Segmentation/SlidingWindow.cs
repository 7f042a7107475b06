using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// Asks networks about an image larger than their patch, half a patch further each time; the middle of a patch counts most
/// (Isensee et al., 2021).
/// </summary>
internal static class SlidingWindow
{
    /// <param name="ask">See <see cref="PatchNetworks"/>.</param>
    /// <param name="image">[C, (D,) H, W], at least as large as the patch.</param>
    /// <returns>For each network the probabilities, [classes, (D,) H, W].</returns>
    public static Tensor[] Ask(SegmentationPlan plan, Func<Tensor, Tensor[]> ask, Tensor image)
    {
        int[] patch = plan.Volumes ? plan.Patch : plan.Patch[1..];
        var sides = image.shape[1..];
        var weight = Weight(patch);
        Tensor[]? sums = null;
        var total = zeros(sides);
        foreach (var start in Starts(sides, patch))
        {
            using var scope = NewDisposeScope();
            Part(total, start, patch, 0).add_(weight);
            var answers = ask(Part(image, start, patch, 1).unsqueeze(0));
            sums ??= Array.ConvertAll(answers, p => zeros([p.shape[0], .. sides]).MoveToOuterDisposeScope());
            for (var i = 0; i < answers.Length; i++)
                Part(sums[i], start, patch, 1).add_(answers[i] * weight);
        }
        return Array.ConvertAll(sums!, sum => sum / total);
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
