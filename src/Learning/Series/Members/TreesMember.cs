using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// Gradient-boosted trees (LightGBM, Ke et al. 2017) on the statistics of each variable, several with different seeds: two of
/// three for classes, and every second for numbers, of extremely randomised trees, which err less where series are few. Each
/// keeps other series aside, stops when it gets no better on them, and is cut to its best length; for classes the first three
/// do, and the others learn from every series for as many rounds as these found best. For numbers, three grow by the pinball loss of a quantile and one by squared error; the median is told by
/// the pinball trees or by the mean's, whichever came nearer on the series kept aside.
/// </summary>
/// <param name="boosters">For classes one for each seed; for numbers one for each seed and output, output by output.</param>
internal sealed class TreesMember(SeriesTarget target, IReadOnlyList<BoostedTrees> boosters) : SeriesMember
{
    private const double AsideShare = 0.15;
    private const int Judged = 3; // boosters of classes that keep series aside
    private const double Longer = 1.1; // more series carry more rounds
    private const int Median = 1; // among the outputs of a number
    private const int Mean = 3;

    public override string Kind => "trees";

    /// <param name="seeds">Boosters of each output, 1 or more; fewer when time runs out.</param>
    public static TreesMember Fit(TrainingFold lesson, int seeds)
    {
        var target = lesson.Target;
        var boosters = new List<BoostedTrees>();
        var kept = new List<bool[]>();
        using var growth = new TreeGrowth(lesson.Rows.Statistics, Labels(lesson), lesson.Rows.SeriesCount);
        string[] objectives = target.IsNumber
            ?
            [
                .. SeriesLoss.Quantiles.Select(q => FormattableString.Invariant($"objective=quantile alpha={q}")),
                "objective=regression",
            ]
            :
            [
                target.Classes.Count == 2
                    ? "objective=binary"
                    : $"objective=multiclass num_class={target.Classes.Count}",
            ];
        var lengths = new List<int>();
        for (var i = 0; i < seeds; i++)
        {
            if (i > 0 && lesson.OutOfTime())
                break;
            var seed = lesson.Seed * 31 + i;
            // How long trees should grow is known after some: the others learn from every series.
            int? rounds =
                target.IsNumber || i < Judged
                    ? null
                    : (int)(Longer * lengths.Where((_, n) => Random(n) == Random(i)).Average());
            var aside = rounds is null ? lesson.HoldOut(AsideShare, seed) : new bool[lesson.Count];
            kept.Add(aside);
            for (var o = 0; o < objectives.Length; o++)
            {
                var output = o;
                var (text, grown) = growth.Grow(
                    objectives[o],
                    target.IsNumber ? 1 : Scores.Outputs(target.Classes.Count),
                    aside,
                    seed,
                    target.IsNumber ? i % 2 == 1 : Random(i),
                    target.IsNumber,
                    (row, answer) => Loss(lesson, output, row, answer),
                    // What counts most, the mean, comes last: each output is left its part of the time.
                    target.IsNumber && lesson.Within is { } within
                        ? within(1.0 / (objectives.Length - o))
                        : lesson.OutOfTime,
                    lesson.Cancellation,
                    rounds
                );
                lengths.Add(grown);
                boosters.Add(BoostedTrees.Load(text, target.IsNumber ? 2 : target.Classes.Count));
            }
        }
        if (target.IsNumber)
            SettleMedian(lesson, boosters, kept);
        return new TreesMember(target, boosters);

        static bool Random(int i) => i % Judged != 0;
    }

    /// <summary>
    /// Absolute error leaves trees little to go by where series are few or one variable says nearly all: the trees of the mean
    /// (of the logarithm, where that is learnt) are then the better medians.
    /// </summary>
    private static void SettleMedian(TrainingFold lesson, List<BoostedTrees> boosters, List<bool[]> kept)
    {
        var (byPinball, bySquares) = (0.0, 0.0);
        for (var i = 0; i < kept.Count; i++)
        {
            var rows = Enumerable.Range(0, lesson.Count).Where(row => kept[i][row]).ToArray();
            var held = lesson.Rows.Statistics.Take(rows);
            byPinball += Missed(boosters[i * SeriesTarget.NumberOutputs + Median].Score(held), rows);
            bySquares += Missed(boosters[i * SeriesTarget.NumberOutputs + Mean].Score(held), rows);
        }
        for (var i = 0; i < kept.Count && bySquares < byPinball; i++)
        {
            boosters[i * SeriesTarget.NumberOutputs + Median].Dispose();
            boosters[i * SeriesTarget.NumberOutputs + Median] = boosters[i * SeriesTarget.NumberOutputs + Mean];
        }

        double Missed(double[][] scores, int[] rows) =>
            rows.Select(
                    (row, i) =>
                        Math.Abs(lesson.Target.OfScore(scores[i][1]) - lesson.Target.OfScore(lesson.Values[row]))
                )
                .Average();
    }

    public override double[][] Score(PreparedRows rows)
    {
        var sums = Enumerable.Range(0, rows.Rows.Length).Select(_ => new double[target.Outputs]).ToArray();
        var share = (double)target.Outputs / boosters.Count;
        foreach (var (n, booster) in boosters.Index())
        {
            foreach (var (row, scores) in booster.Score(rows.Statistics).Index())
            {
                if (target.IsNumber)
                {
                    sums[row][n % SeriesTarget.NumberOutputs] += scores[1] * share;
                }
                else
                {
                    for (var c = 0; c < scores.Length; c++)
                        sums[row][c] += scores[c] / boosters.Count;
                }
            }
        }

        return sums;
    }

    public override void Save(Dictionary<string, NamedTensor> weights, string prefix)
    {
        foreach (var (n, booster) in boosters.Index())
            weights.Add($"{prefix}{n}", new NamedTensor.Bytes([booster.Text.Length], booster.Text));
    }

    public static TreesMember Restore(
        SeriesTarget target,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var boosters = new List<BoostedTrees>();
        while (weights.TryGetValue($"{prefix}{boosters.Count}", out var tensor) && tensor is NamedTensor.Bytes text)
            boosters.Add(BoostedTrees.Load(text.Values, target.IsNumber ? 2 : target.Classes.Count));
        if (boosters.Count == 0 || (target.IsNumber && boosters.Count % SeriesTarget.NumberOutputs != 0))
            throw new InvalidInputException($"weight {prefix}0", "Trees are missing. Train the model again.");
        return new TreesMember(target, boosters);
    }

    public override void Dispose()
    {
        foreach (var booster in boosters)
            booster.Dispose();
    }

    private static float[] Labels(TrainingFold lesson) =>
        lesson.Target.IsNumber
            ? Array.ConvertAll(lesson.Values, value => (float)value)
            : Array.ConvertAll(lesson.Labels, label => (float)label);

    /// <param name="answer">Probabilities of the classes (of the second of two alone), or the number.</param>
    private static double Loss(TrainingFold lesson, int output, int row, ReadOnlySpan<double> answer)
    {
        if (lesson.Target.IsNumber)
        {
            var value = lesson.Values[row];
            return output < SeriesLoss.Quantiles.Length
                ? SeriesLoss.Pinball(answer[0], value, SeriesLoss.Quantiles[output])
                : (answer[0] - value) * (answer[0] - value);
        }
        var label = lesson.Labels[row];
        var p =
            answer.Length > 1 ? answer[label]
            : label == 1 ? answer[0]
            : 1 - answer[0];
        return -Math.Log(Math.Max(p, 1e-9));
    }
}
