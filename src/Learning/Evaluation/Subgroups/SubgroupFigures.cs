using System.Text.Json.Nodes;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Evaluation.Subgroups;

/// <summary>How well a model does for one group of people, on rows it had not seen.</summary>
/// <param name="Column">The column that divides people.</param>
/// <param name="Level">The group's value or band of it.</param>
/// <param name="N">Rows of the group; clusters of them where rows are clustered.</param>
/// <param name="Events">Rows (or clusters) of the scarcest class in the group; with two classes, the smaller of positives and negatives.</param>
/// <param name="TooSmall">Fewer than <see cref="FewestRows"/> rows or <see cref="FewestEvents"/> of a class: no figure is given.</param>
/// <param name="Auc">Pairs of one fold only are compared; bootstrap interval.</param>
/// <param name="Accuracy">At the operating threshold with two classes, of the most probable class with more; null where rows are clustered.</param>
/// <param name="FalsePositiveRate">Two classes: called positive among the negatives; null otherwise, and where rows are clustered.</param>
/// <param name="FalseNegativeRate">Two classes: called negative among the positives; null likewise.</param>
/// <param name="Line">Calibration slope and intercept; null with more than two classes, and where rows are clustered.</param>
public sealed record SubgroupFigures(
    string Column,
    string Level,
    int N,
    int Events,
    bool TooSmall,
    Measure? Auc = null,
    Measure? Ece = null,
    Proportion? Accuracy = null,
    Proportion? FalsePositiveRate = null,
    Proportion? FalseNegativeRate = null,
    CalibrationSlope? Line = null
)
{
    public const int FewestRows = 30;
    public const int FewestEvents = 10;
    private const int Resamples = 300;

    /// <param name="rows">The rows of the group.</param>
    /// <param name="folds">The fold each row was held out in.</param>
    /// <param name="threshold">With two classes, the probability from which a row is called positive.</param>
    /// <param name="clusters">
    /// For each row a number that those which are no separate witnesses share (the hours of one stay): they are counted, and drawn again,
    /// together. Null: every row by itself.
    /// </param>
    public static SubgroupFigures Of(
        string column,
        string level,
        int[] rows,
        double[][] probabilities,
        int[] labels,
        int[] folds,
        double threshold,
        int seed,
        int[]? clusters = null
    )
    {
        var witnesses = Witnesses(rows, clusters);
        var p = rows.Select(r => probabilities[r]).ToArray();
        var truth = rows.Select(r => labels[r]).ToArray();
        var fold = rows.Select(r => folds[r]).ToArray();
        var classes = probabilities[0].Length;
        var counts = Enumerable
            .Range(0, classes)
            .Select(c => witnesses.Count(members => members.Any(i => truth[i] == c)))
            .ToArray();
        var events = classes == 2 ? counts.Min() : counts.Where(c => c > 0).Min();
        var judged =
            classes == 2 ? events
            : counts.Count(c => c >= FewestEvents) >= 2 ? FewestEvents
            : 0;
        if (witnesses.Length < FewestRows || judged < FewestEvents)
            return new SubgroupFigures(column, level, witnesses.Length, events, TooSmall: true);

        var pairs = new FoldPairs(p, truth, fold);
        var random = new SeededRandom(seed);
        var draws = (Auc: new List<double>(), Ece: new List<double>());
        for (var b = 0; b < (rows.Length > 5000 ? Resamples / 3 : Resamples); b++)
        {
            var weights = new int[rows.Length];
            for (var i = 0; i < witnesses.Length; i++)
            {
                foreach (var member in witnesses[random.Next(witnesses.Length)])
                    weights[member]++;
            }

            if (pairs.Auc(weights) is var auc && !double.IsNaN(auc))
                draws.Auc.Add(auc);
            draws.Ece.Add(Metrics.CalibrationError(p, truth, weights));
        }
        var answer = new SubgroupFigures(
            column,
            level,
            witnesses.Length,
            events,
            TooSmall: false,
            Measure.Of(pairs.Auc(null), draws.Auc),
            Measure.Of(Metrics.CalibrationError(p, truth), draws.Ece)
        );
        if (clusters is not null)
            return answer;
        if (classes > 2)
        {
            return answer with
            {
                Accuracy = new Proportion(p.Where((q, i) => Metrics.MostProbable(q) == truth[i]).Count(), p.Length),
            };
        }

        bool Called(int i) => p[i][1] >= threshold;
        Proportion Among(int label) =>
            new(truth.Where((t, i) => t == label && Called(i) != (t == 1)).Count(), truth.Count(t => t == label));
        return answer with
        {
            Accuracy = new Proportion(truth.Where((t, i) => Called(i) == (t == 1)).Count(), truth.Length),
            FalsePositiveRate = Among(0),
            FalseNegativeRate = Among(1),
            Line = CalibrationSlope.Of([.. p.Select(q => q[1])], [.. truth.Select(t => t == 1)]),
        };
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["column"] = Column,
            ["level"] = Level,
            ["n"] = N,
            ["events"] = Events,
            ["too_small"] = TooSmall,
        };
        if (TooSmall)
            return json;
        json["auc"] = Auc!.ToJson();
        json["ece"] = Ece!.ToJson();
        json["accuracy"] = Accuracy?.ToJson();
        json["fpr"] = FalsePositiveRate?.ToJson();
        json["fnr"] = FalseNegativeRate?.ToJson();
        json["calibration_slope"] = Line?.Slope.ToJson();
        json["calibration_intercept"] = Line?.Intercept.ToJson();
        return json;
    }

    /// <summary>The places, among the group's rows, of those that belong together.</summary>
    private static int[][] Witnesses(int[] rows, int[]? clusters) =>
        clusters is null
            ? [.. Enumerable.Range(0, rows.Length).Select(i => new[] { i })]
            : [.. Enumerable.Range(0, rows.Length).GroupBy(i => clusters[rows[i]]).Select(g => g.ToArray())];

    /// <summary>
    /// The share of pairs ranked right, of pairs inside one fold: scores of different folds come from different models. Over more
    /// than two classes the mean of one-versus-rest over the classes that the group has. Sorted once for all resamples.
    /// </summary>
    private sealed class FoldPairs
    {
        private readonly List<List<Part>> _byClass = [];

        public FoldPairs(double[][] p, int[] truth, int[] folds)
        {
            var parts = Enumerable.Range(0, truth.Length).GroupBy(i => folds[i]).Select(g => g.ToArray()).ToList();
            var classes = p[0].Length;
            for (var c = classes == 2 ? 1 : 0; c < classes; c++)
            {
                _byClass.Add([
                    .. parts.Select(rows =>
                    {
                        double[] scores = [.. rows.Select(i => p[i][c])];
                        bool[] positive = [.. rows.Select(i => truth[i] == c)];
                        return new Part(rows, scores, positive, Metrics.Ascending(scores));
                    }),
                ]);
            }
        }

        public double Auc(int[]? weights)
        {
            var values = new List<double>();
            foreach (var parts in _byClass)
            {
                double won = 0,
                    pairs = 0;
                foreach (var part in parts)
                {
                    int[]? local = weights is null ? null : [.. part.Rows.Select(i => weights[i])];
                    var auc = Metrics.Auc(part.Scores, part.Positive, part.Order, local);
                    if (double.IsNaN(auc))
                        continue;
                    double positives = 0,
                        all = 0;
                    for (var i = 0; i < part.Rows.Length; i++)
                    {
                        var w = local?[i] ?? 1;
                        all += w;
                        positives += part.Positive[i] ? w : 0;
                    }
                    var here = positives * (all - positives);
                    (won, pairs) = (won + auc * here, pairs + here);
                }
                if (pairs > 0)
                    values.Add(won / pairs);
            }
            return values.Count == 0 ? double.NaN : values.Average();
        }

        private sealed record Part(int[] Rows, double[] Scores, bool[] Positive, int[] Order);
    }
}
