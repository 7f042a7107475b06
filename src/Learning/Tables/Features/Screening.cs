namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Very wide tables: the columns that alone say most of the classes are kept, chosen on training rows only (sure
/// independence screening, Fan and Lv 2008).
/// </summary>
internal static class Screening
{
    /// <summary>Tables with more features than this are screened.</summary>
    public const int Wide = 1500;

    /// <summary>Features kept of a wide table.</summary>
    public const int Kept = 500;

    public static IReadOnlyList<Feature> Keep(IReadOnlyList<Feature> features, int[] rows, int[] labels, int classes)
    {
        if (features.Count <= Wide)
            return features;
        var says = new double[features.Count];
        Parallel.For(0, features.Count, f => says[f] = Says(features[f], rows, labels, classes));
        var kept = Enumerable
            .Range(0, features.Count)
            .OrderByDescending(f => says[f])
            .ThenBy(f => f)
            .Take(Kept)
            .Order()
            .Select(f => features[f]);
        return [.. kept];
    }

    /// <summary>The share of a number's variance, or of a level's impurity, that lies between the classes.</summary>
    private static double Says(Feature feature, int[] rows, int[] labels, int classes) =>
        feature.Numbers is { } numbers
            ? Between(numbers, rows, labels, classes)
            : Impurity(feature.Levels!, rows, labels, classes);

    private static double Between(double[] numbers, int[] rows, int[] labels, int classes)
    {
        var (count, sum) = (new double[classes], new double[classes]);
        double all = 0,
            square = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var v = numbers[rows[i]];
            if (double.IsNaN(v))
                continue;
            count[labels[i]]++;
            sum[labels[i]] += v;
            all++;
            square += v * v;
        }
        var mean = sum.Sum() / Math.Max(1, all);
        var total = square - all * mean * mean;
        if (total <= 1e-12 * Math.Max(1, square))
            return 0;
        var between = 0.0;
        for (var c = 0; c < classes; c++)
        {
            if (count[c] > 0)
                between += count[c] * (sum[c] / count[c] - mean) * (sum[c] / count[c] - mean);
        }

        return between / total * (all / rows.Length);
    }

    private static double Impurity(string?[] levels, int[] rows, int[] labels, int classes)
    {
        var counts = new Dictionary<string, double[]>();
        var all = new double[classes];
        for (var i = 0; i < rows.Length; i++)
        {
            var level = levels[rows[i]] ?? "";
            if (!counts.TryGetValue(level, out var count))
                counts[level] = count = new double[classes];
            count[labels[i]]++;
            all[labels[i]]++;
        }
        static double Gini(double[] c) => c.Sum() is var n && n > 0 ? n - c.Sum(v => v * v) / n : 0;
        var whole = Gini(all);
        // Levels of a few rows explain them by themselves: each costs the gain that chance would give it.
        var gain = whole - counts.Values.Sum(Gini) - whole * (counts.Count - 1) / rows.Length;
        return whole > 0 ? Math.Max(0, gain / whole) : 0;
    }
}
