using Xinglin.Learning.Tables.Candidates;

namespace Xinglin.Learning.Tables.Choosing;

/// <summary>
/// How the best candidates of each kind are put together: weights that add up to 1 on their scores, found on out-of-fold
/// scores. The simplest candidate alone wins unless more is shown to be better.
/// </summary>
public static class Blend
{
    /// <summary>What a step away from the simpler model must gain: this share of the standard error of its gain.</summary>
    public const double Margin = 0.5;

    private const int Steps = 10;

    /// <param name="scores">Out-of-fold scores [candidates][rows][classes], the simplest candidate first.</param>
    /// <returns>One weight per candidate.</returns>
    public static double[] Choose(IReadOnlyList<double[][]> scores, int[] labels)
    {
        var best = Single(scores.Count, 0);
        var bestLosses = Losses(scores, best, labels);
        for (var m = 1; m < scores.Count; m++)
            Try(Single(scores.Count, m), 1.0);
        var mixed = Grid(scores.Count)
            .Where(w => w.Count(v => v > 0) > 1)
            .MinBy(w => Losses(scores, w, labels).Average());
        if (mixed is not null)
            Try(mixed, Margin);
        return best;

        void Try(double[] weights, double margin)
        {
            var losses = Losses(scores, weights, labels);
            if (Better(losses, bestLosses, margin))
                (best, bestLosses) = (weights, losses);
        }
    }

    /// <summary>Whether the losses are lower on average by more than a share of the standard error of the difference.</summary>
    public static bool Better(double[] losses, double[] than, double margin)
    {
        var gains = losses.Select((l, i) => than[i] - l).ToArray();
        var mean = gains.Average();
        var variance = gains.Sum(g => (g - mean) * (g - mean)) / Math.Max(1, gains.Length - 1);
        return mean > margin * Math.Sqrt(variance / gains.Length) && mean > 1e-9;
    }

    public static double[] Losses(IReadOnlyList<double[][]> scores, double[] weights, int[] labels) =>
        [.. labels.Select((label, i) => Scores.Loss(Scores.Blend([.. scores.Select(s => s[i])], weights), label))];

    private static double[] Single(int count, int at) => [.. Enumerable.Range(0, count).Select(m => m == at ? 1.0 : 0)];

    /// <summary>All weights in tenths that add up to 1.</summary>
    private static IEnumerable<double[]> Grid(int count, int left = Steps)
    {
        if (count == 1)
        {
            yield return [(double)left / Steps];
            yield break;
        }
        for (var first = 0; first <= left; first++)
            foreach (var rest in Grid(count - 1, left - first))
                yield return [(double)first / Steps, .. rest];
    }
}
