using System.Text.Json.Nodes;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Evaluation;

/// <summary>One measure with the ends of its 95 % interval (percentile bootstrap over rows, seeded).</summary>
public sealed record Measure(double Value, double Low, double High)
{
    /// <summary>A value with the percentile interval of its bootstrap draws, which are put in order here.</summary>
    internal static Measure Of(double value, List<double> draws)
    {
        if (draws.Count == 0)
            return new Measure(value, double.NaN, double.NaN);
        draws.Sort();
        return new Measure(value, Quantile(draws, 0.025), Quantile(draws, 0.975));
    }

    /// <summary><c>{ value, low, high }</c>; null where undefined.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["value"] = Proportion.Rounded(Value),
            ["low"] = Proportion.Rounded(Low),
            ["high"] = Proportion.Rounded(High),
        };

    private static double Quantile(List<double> sorted, double q)
    {
        var at = q * (sorted.Count - 1);
        var low = (int)at;
        return low + 1 < sorted.Count ? sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]) : sorted[low];
    }
}

/// <summary>
/// How well stated probabilities fit what was observed. For more than two classes <see cref="Auc"/> and
/// <see cref="Auprc"/> are the mean over classes of one-versus-rest.
/// </summary>
/// <param name="N">Rows scored.</param>
/// <param name="Classes">Class names in the order of the probabilities; with two, the second is the positive one.</param>
/// <param name="Seconds">Wall time of the work the report belongs to.</param>
/// <param name="Reliability">What was stated next to what was observed, in bins.</param>
public sealed record EvaluationReport(
    int N,
    Measure Auc,
    Measure Auprc,
    Measure Accuracy,
    Measure BalancedAccuracy,
    Measure Brier,
    Measure Ece,
    IReadOnlyList<string> Classes,
    double Seconds,
    IReadOnlyList<ReliabilityBin> Reliability
)
{
    /// <summary>Scores probabilities [rows][classes] against the index of the true class.</summary>
    /// <param name="folds">
    /// For out-of-fold predictions, the fold of each row. AUC and AUPRC are then the mean over the folds, since scores of
    /// different folds come from different models and may not be ranked together; folds without both classes are left
    /// out of that mean. The other measures count all rows at once.
    /// </param>
    /// <param name="resamples">
    /// Bootstrap resamples behind the intervals, by default 1,000, and 200 above 20,000 rows; with folds, rows are redrawn
    /// within their fold.
    /// </param>
    public static EvaluationReport Of(
        IReadOnlyList<string> classes,
        double[][] probabilities,
        int[] labels,
        double seconds = 0,
        int[]? folds = null,
        int seed = 0,
        int? resamples = null
    )
    {
        if (labels.Length == 0 || probabilities.Length != labels.Length)
        {
            throw new ArgumentException(
                $"{probabilities.Length} predictions for {labels.Length} labels: none can be scored."
            );
        }

        var parts = folds is null
            ? [Enumerable.Range(0, labels.Length).ToArray()]
            : Enumerable
                .Range(0, labels.Length)
                .GroupBy(i => folds[i])
                .OrderBy(g => g.Key)
                .Select(g => g.ToArray())
                .ToList();
        var ranking = parts.SelectMany(part => RankedPart.Of(part, probabilities, labels, classes.Count)).ToList();

        double[] Measures(int[]? weights) =>
            [
                MeanOverParts(ranking, parts.Count, r => r.Auc(weights)),
                MeanOverParts(ranking, parts.Count, r => r.AveragePrecision(weights)),
                Metrics.Accuracy(probabilities, labels, weights),
                Metrics.BalancedAccuracy(probabilities, labels, weights),
                Metrics.Brier(probabilities, labels, weights),
                Metrics.CalibrationError(probabilities, labels, weights),
            ];

        var point = Measures(null);
        var draw = resamples ?? (labels.Length > 20_000 ? 200 : 1000);
        var random = new SeededRandom(seed);
        var draws = point.Select(_ => new List<double>()).ToArray();
        for (var r = 0; r < draw; r++)
        {
            var weights = new int[labels.Length];
            foreach (var part in parts)
            {
                for (var i = 0; i < part.Length; i++)
                    weights[part[random.Next(part.Length)]]++;
            }

            var drawn = Measures(weights);
            for (var m = 0; m < drawn.Length; m++)
            {
                if (!double.IsNaN(drawn[m]))
                    draws[m].Add(drawn[m]);
            }
        }
        var measures = point.Select((value, m) => Measure.Of(value, draws[m])).ToArray();
        return new EvaluationReport(
            labels.Length,
            measures[0],
            measures[1],
            measures[2],
            measures[3],
            measures[4],
            measures[5],
            classes,
            seconds,
            Evaluation.Reliability.Of(probabilities, labels)
        );
    }

    /// <summary>The document that <c>evaluate --json</c> answers. A measure that is undefined is null.</summary>
    public JsonObject ToJson()
    {
        var json = ForModel();
        json.Remove("reliability");
        return json;
    }

    /// <summary>The same with the <c>reliability</c> table, as <c>model.json</c> keeps it under <c>metrics</c>.</summary>
    public JsonObject ForModel() =>
        new()
        {
            ["n"] = N,
            ["auc"] = Number(Auc.Value),
            ["auprc"] = Number(Auprc.Value),
            ["accuracy"] = Number(Accuracy.Value),
            ["balanced_accuracy"] = Number(BalancedAccuracy.Value),
            ["brier"] = Number(Brier.Value),
            ["ece"] = Number(Ece.Value),
            ["ci95"] = new JsonObject
            {
                ["auc"] = Interval(Auc),
                ["auprc"] = Interval(Auprc),
                ["accuracy"] = Interval(Accuracy),
                ["balanced_accuracy"] = Interval(BalancedAccuracy),
                ["brier"] = Interval(Brier),
                ["ece"] = Interval(Ece),
            },
            ["reliability"] = Evaluation.Reliability.ToJson(Reliability),
            ["classes"] = new JsonArray([.. Classes.Select(c => JsonValue.Create(c))]),
            ["seconds"] = Math.Round(Seconds, 3),
        };

    private static JsonArray Interval(Measure m) => [Number(m.Low), Number(m.High)];

    private static JsonValue? Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 6)) : null;

    /// <summary>Mean over the classes that are defined in a part, then over the parts that have any.</summary>
    private static double MeanOverParts(List<RankedPart> ranking, int parts, Func<RankedPart, double> measure)
    {
        var columns = ranking.Count / parts;
        var means = new List<double>();
        for (var p = 0; p < parts; p++)
        {
            var values = Enumerable
                .Range(p * columns, columns)
                .Select(i => measure(ranking[i]))
                .Where(v => !double.IsNaN(v))
                .ToList();
            if (values.Count > 0)
                means.Add(values.Average());
        }
        return means.Count == 0 ? double.NaN : means.Average();
    }

    /// <summary>The scores of one class in one part, sorted once for all resamples.</summary>
    private sealed record RankedPart(int[] Rows, double[] Scores, bool[] Positive, int[] Order)
    {
        public static IEnumerable<RankedPart> Of(int[] rows, double[][] probabilities, int[] labels, int classes)
        {
            for (var c = classes == 2 ? 1 : 0; c < classes; c++)
            {
                var scores = rows.Select(i => probabilities[i][c]).ToArray();
                var positive = rows.Select(i => labels[i] == c).ToArray();
                yield return new RankedPart(rows, scores, positive, Metrics.Ascending(scores));
            }
        }

        public double Auc(int[]? weights) => Metrics.Auc(Scores, Positive, Order, Local(weights));

        public double AveragePrecision(int[]? weights) =>
            Metrics.AveragePrecision(Scores, Positive, Order, Local(weights));

        private int[]? Local(int[]? weights) => weights is null ? null : [.. Rows.Select(i => weights[i])];
    }
}
