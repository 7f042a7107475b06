using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Choosing;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables;

/// <summary>Warnings about columns that look like the target in disguise: known, perhaps, only after the outcome.</summary>
internal static class LeakageNotes
{
    /// <summary>A column alone that ranks or tells the classes this well is named.</summary>
    private const double Suspicious = 0.995;

    public static IEnumerable<string> Of(TrainingData data, int[] rows)
    {
        var labels = rows.Select(r => data.Labels[r]).ToArray();
        foreach (var feature in data.Features)
            if (Tells(feature, rows, labels, data.Classes) is var share and >= Suspicious)
                yield return $"Column '{feature.Name}' alone tells the target ({share:0.000}): "
                    + "if it becomes known only with or after the outcome, leave it out (--drop).";
    }

    /// <summary>For a quantity the best one-versus-rest AUC, either way round; for levels the share told right by them.</summary>
    private static double Tells(Feature feature, int[] rows, int[] labels, int classes)
    {
        if (feature.Numbers is { } numbers)
        {
            var known = Enumerable.Range(0, rows.Length).Where(i => !double.IsNaN(numbers[rows[i]])).ToArray();
            if (known.Length < rows.Length / 2)
                return 0;
            double[] values = [.. known.Select(i => numbers[rows[i]])];
            var order = Metrics.Ascending(values);
            return Enumerable
                .Range(classes == 2 ? 1 : 0, classes == 2 ? 1 : classes)
                .Select(c => Metrics.Auc(values, [.. known.Select(i => labels[i] == c)], order, null))
                .Where(a => !double.IsNaN(a))
                .Select(a => Math.Max(a, 1 - a))
                .DefaultIfEmpty(0)
                .Min();
        }
        // Each level says its most frequent class; a level of one row says nothing.
        var levels = Enumerable
            .Range(0, rows.Length)
            .Where(i => feature.Levels![rows[i]] is not null)
            .GroupBy(i => feature.Levels![rows[i]]!)
            .Where(g => g.Count() > 1)
            .ToList();
        var said = levels.Sum(g => g.GroupBy(i => labels[i]).Max(c => c.Count()));
        var wrong = levels.Sum(g => g.Count()) - said;
        var scarce = Enumerable.Range(0, classes).Min(c => labels.Count(l => l == c));
        return said < rows.Length / 2 ? 0 : 1 - wrong / (double)Math.Max(1, scarce);
    }
}
