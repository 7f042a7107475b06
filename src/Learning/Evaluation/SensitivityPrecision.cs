namespace Xinglin.Learning.Evaluation;

/// <summary>
/// The balance of finding every positive row and calling no other: the highest value, over all thresholds, of the smaller of
/// sensitivity and positive predictive value. Event 1 of the PhysioNet/CinC Challenge 2012 (Silva et al., 2012). Scores that
/// are equal are called together.
/// </summary>
public sealed class SensitivityPrecision(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
{
    private readonly int[] _order = Metrics.Ascending(scores);

    /// <param name="weights">Counts of a bootstrap resample; null weighs each row once. NaN without a positive row.</param>
    public double Best(int[]? weights)
    {
        double all = 0;
        for (var row = 0; row < _order.Length; row++)
            all += positive[row] ? weights?[row] ?? 1 : 0;
        if (all == 0)
            return double.NaN;
        double best = 0,
            called = 0,
            right = 0;
        for (var i = _order.Length - 1; i >= 0; )
        {
            var score = scores[_order[i]];
            for (; i >= 0 && scores[_order[i]] == score; i--)
            {
                var weight = weights?[_order[i]] ?? 1;
                called += weight;
                right += positive[_order[i]] ? weight : 0;
            }
            if (called > 0)
                best = Math.Max(best, Math.Min(right / all, right / called));
        }
        return best;
    }
}
