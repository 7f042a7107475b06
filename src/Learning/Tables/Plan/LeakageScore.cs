using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>How well one column alone tells the classes, and whether so much could be chance.</summary>
internal static class LeakageScore
{
    /// <summary>Fewer rows than this can be told apart by any column.</summary>
    private const int FewestRows = 20;

    /// <summary>
    /// As a quantity: of each two classes the AUC, either way round, and the least of them. As levels: the share told by each
    /// level's most frequent class, the rest held against the scarcest class. Of a code the larger of both.
    /// </summary>
    /// <param name="sure">Spreads of chance that each AUC must be above one half; otherwise 0.</param>
    public static double Share(Feature feature, int[] rows, int[] labels, int classes, double sure)
    {
        var ranks = 0.0;
        if (feature.Numbers is { } numbers)
        {
            var known = Enumerable.Range(0, rows.Length).Where(i => !double.IsNaN(numbers[rows[i]])).ToArray();
            if (known.Length < rows.Length / 2)
                return 0;
            ranks = LeastOfPairs(
                [.. known.Select(i => numbers[rows[i]])],
                [.. known.Select(i => labels[i])],
                classes,
                sure
            );
        }
        return Math.Max(ranks, feature.Levels is null ? 0 : OfLevels(feature.Levels, rows, labels, classes));
    }

    /// <summary>
    /// AUC of the gaps for the class they tell best, against all others. Fewer than 2 % of gaps or of filled cells say nothing.
    /// </summary>
    public static double OfGaps(Feature feature, int[] rows, int[] labels, int classes, double sure)
    {
        double[] missing =
        [
            .. rows.Select(r =>
                (feature.Numbers is { } numbers ? double.IsNaN(numbers[r]) : feature.Levels![r] is null) ? 1.0 : 0
            ),
        ];
        if (missing.Average() is < 0.02 or > 0.98)
            return 0;
        return Enumerable.Range(0, classes).Max(c => Told(missing, [.. labels.Select(l => l == c)], sure));
    }

    private static double LeastOfPairs(double[] values, int[] labels, int classes, double sure)
    {
        var least = 1.0;
        for (var a = 0; a < classes; a++)
        {
            for (var b = a + 1; b < classes; b++)
            {
                var two = Enumerable.Range(0, labels.Length).Where(i => labels[i] == a || labels[i] == b).ToArray();
                least = Math.Min(
                    least,
                    Told([.. two.Select(i => values[i])], [.. two.Select(i => labels[i] == b)], sure)
                );
                if (least <= 0.5)
                    return 0;
            }
        }

        return least;
    }

    /// <summary>The AUC, either way round; 0 where chance alone (Mann and Whitney 1947) could make as much of so few rows.</summary>
    private static double Told(double[] values, bool[] positive, double sure)
    {
        double with = positive.Count(p => p),
            without = positive.Length - with;
        if (with == 0 || without == 0)
            return 0;
        var auc = Metrics.Auc(values, positive, Metrics.Ascending(values), null);
        auc = Math.Max(auc, 1 - auc);
        var spread = Math.Sqrt((with + without + 1) / (12 * with * without));
        return auc - 0.5 >= sure * spread ? auc : 0;
    }

    /// <summary>Each level says its most frequent class; a level of one row says nothing.</summary>
    private static double OfLevels(string?[] cells, int[] rows, int[] labels, int classes)
    {
        if (rows.Length < FewestRows)
            return 0;
        var levels = Enumerable
            .Range(0, rows.Length)
            .Where(i => cells[rows[i]] is not null)
            .GroupBy(i => cells[rows[i]]!)
            .Where(g => g.Count() > 1)
            .ToList();
        var said = levels.Sum(g => g.GroupBy(i => labels[i]).Max(c => c.Count()));
        var wrong = levels.Sum(g => g.Count()) - said;
        var scarce = Enumerable.Range(0, classes).Min(c => labels.Count(l => l == c));
        return said < rows.Length / 2 ? 0 : 1 - wrong / (double)Math.Max(1, scarce);
    }
}
