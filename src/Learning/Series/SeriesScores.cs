using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Series;

/// <summary>
/// The figures of a series model. Intervals are bootstrapped by series: the hours of one patient are no separate witnesses.
/// </summary>
internal static class SeriesScores
{
    private const int Resamples = 400;

    /// <returns>The figures with the reliability table, as a model keeps them.</returns>
    /// <param name="folds">For out-of-fold answers, the fold of each row: AUROC and AUPRC are means over the folds.</param>
    public static (JsonObject Json, EvaluationReport Report) OfClasses(
        SeriesCohort cohort,
        double[][] probabilities,
        double seconds,
        int[]? folds,
        int seed
    )
    {
        var draws = cohort.Target.PerStep ? 1 : Resamples;
        var report = EvaluationReport.Of(
            cohort.Target.Classes,
            probabilities,
            cohort.Labels,
            seconds,
            folds,
            seed,
            draws
        );
        var json = report.ForModel();
        json["series"] = cohort.Ids.Length;
        if (cohort.Target.Classes.Count == 2)
        {
            var scores = probabilities.Select(p => p[1]).ToArray();
            var positive = cohort.Labels.Select(label => label == 1).ToArray();
            var balance = new SensitivityPrecision(scores, positive);
            json["min_se_ppv"] = Math.Round(balance.Best(null), 6);
            Interval(json, "min_se_ppv", cohort, seed, balance.Best);
            if (folds is not null)
                json["min_se_ppv_folds"] = Math.Round(MeanOfFolds(scores, positive, folds), 6);
            if (cohort.Target.PerStep)
                BySeries(json, cohort, scores, positive, folds, seed);
        }
        return (json, report);
    }

    /// <summary>min(Se, +P) as the challenge tells it, of one model on one set: taken in each fold by itself, then the mean.</summary>
    private static double MeanOfFolds(double[] scores, bool[] positive, int[] folds) =>
        Parts(folds, scores.Length)
            .Where(rows => rows.Any(row => positive[row]))
            .Select(rows =>
                new SensitivityPrecision(
                    Array.ConvertAll(rows, row => scores[row]),
                    Array.ConvertAll(rows, row => positive[row])
                ).Best(null)
            )
            .DefaultIfEmpty(0)
            .Average();

    /// <summary>AUROC and AUPRC over all moments, their intervals by series.</summary>
    private static void BySeries(
        JsonObject json,
        SeriesCohort cohort,
        double[] scores,
        bool[] positive,
        int[]? folds,
        int seed
    )
    {
        var parts = Parts(folds, scores.Length)
            .Select(rows =>
            {
                var some = Array.ConvertAll(rows, row => scores[row]);
                return (
                    Rows: rows,
                    Scores: some,
                    Positive: Array.ConvertAll(rows, row => positive[row]),
                    Order: Metrics.Ascending(some)
                );
            })
            .ToArray();
        double Mean(Func<int, double> of) =>
            Enumerable.Range(0, parts.Length).Select(of).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        int[]? Local(int part, int[]? weights) =>
            weights is null ? null : Array.ConvertAll(parts[part].Rows, row => weights[row]);
        Interval(
            json,
            "auc",
            cohort,
            seed,
            w => Mean(p => Metrics.Auc(parts[p].Scores, parts[p].Positive, parts[p].Order, Local(p, w)))
        );
        Interval(
            json,
            "auprc",
            cohort,
            seed,
            w => Mean(p => Metrics.AveragePrecision(parts[p].Scores, parts[p].Positive, parts[p].Order, Local(p, w)))
        );
    }

    /// <summary>Mean absolute error of the median, root mean squared error and R² of the mean, and the interval's coverage.</summary>
    public static JsonObject OfNumbers(SeriesCohort cohort, NumberAnswer[] answers, double seconds, int seed)
    {
        var values = cohort.Values;
        var ones = Enumerable.Repeat(1, values.Length).ToArray();
        double Weighted(int[]? weights, Func<int, double> of)
        {
            double sum = 0,
                count = 0;
            var w = weights ?? ones;
            for (var row = 0; row < values.Length; row++)
                (sum, count) = (sum + w[row] * of(row), count + w[row]);
            return sum / count;
        }
        double Absolute(int[]? w) => Weighted(w, row => Math.Abs(answers[row].Q50 - values[row]));
        double Squared(int[]? w) => Weighted(w, row => Math.Pow(answers[row].Mean - values[row], 2));
        double Explained(int[]? w)
        {
            var mean = Weighted(w, row => values[row]);
            return 1 - Squared(w) / Weighted(w, row => (values[row] - mean) * (values[row] - mean));
        }
        double Covered(int[]? w) =>
            Weighted(w, row => values[row] >= answers[row].Q10 && values[row] <= answers[row].Q90 ? 1 : 0);
        var json = new JsonObject
        {
            ["n"] = values.Length,
            ["series"] = cohort.Ids.Length,
            ["mae"] = Absolute(null),
            ["rmse"] = Math.Sqrt(Squared(null)),
            ["r2"] = Explained(null),
            ["coverage80"] = Covered(null),
            ["width80"] = Weighted(null, row => answers[row].Q90 - answers[row].Q10),
            ["ci95"] = new JsonObject(),
            ["seconds"] = Math.Round(seconds, 3),
        };
        Interval(json, "mae", cohort, seed, Absolute);
        Interval(json, "rmse", cohort, seed, w => Math.Sqrt(Squared(w)));
        Interval(json, "r2", cohort, seed, Explained);
        Interval(json, "coverage80", cohort, seed, Covered);
        return json;
    }

    private static List<int[]> Parts(int[]? folds, int rows) =>
        folds is null
            ? [Enumerable.Range(0, rows).ToArray()]
            : [.. Enumerable.Range(0, rows).GroupBy(row => folds[row]).OrderBy(g => g.Key).Select(g => g.ToArray())];

    /// <summary>Percentile bootstrap over series, seeded.</summary>
    private static void Interval(
        JsonObject json,
        string name,
        SeriesCohort cohort,
        int seed,
        Func<int[]?, double> measure
    )
    {
        var random = new SeededRandom(seed);
        var draws = new List<double>();
        var resamples = cohort.Rows.Length > 20_000 ? Resamples / 2 : Resamples;
        for (var draw = 0; draw < resamples; draw++)
        {
            var counts = new int[cohort.Ids.Length];
            for (var i = 0; i < counts.Length; i++)
                counts[random.Next(counts.Length)]++;
            var value = measure(Array.ConvertAll(cohort.Rows, row => counts[row.Series]));
            if (double.IsFinite(value))
                draws.Add(value);
        }
        draws.Sort();
        json["ci95"]![name] =
            draws.Count == 0
                ? new JsonArray(null, null)
                : new JsonArray(
                    Math.Round(draws[(int)(0.025 * (draws.Count - 1))], 6),
                    Math.Round(draws[(int)Math.Ceiling(0.975 * (draws.Count - 1))], 6)
                );
    }
}
