using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// Penalised linear models on the summaries: logistic (softmax) regression for classes; for numbers one linear quantile
/// regression for each quantile and a ridge regression for the mean. The penalty is the best of four on series kept aside.
/// </summary>
/// <param name="weights">[outputs, inputs]</param>
internal sealed class LinearMember(SeriesTarget target, int inputs, float[] weights, float[] intercepts) : SeriesMember
{
    private const int MostRows = 12_000;
    private static readonly double[] Inverses = [0.0003, 0.002, 0.015, 0.1];

    public override string Kind => "linear";

    public static LinearMember Fit(TrainingFold lesson)
    {
        var aside = lesson.HoldOut(0.2, lesson.Seed);
        var rows = Thinned(Enumerable.Range(0, lesson.Count).ToArray(), lesson.Seed);
        var (learn, judge) = (rows.Where(r => !aside[r]).ToArray(), rows.Where(r => aside[r]).ToArray());
        var best = Inverses[1];
        if (learn.Length > 0 && judge.Length > 0 && OneOfEach(lesson, learn))
        {
            var lowest = double.PositiveInfinity;
            var (x, held) = (lesson.Rows.Summaries.Take(learn), lesson.Rows.Summaries.Take(judge));
            foreach (var inverse in Inverses)
            {
                if (lesson.OutOfTime())
                    break;
                var scores = FitOn(lesson, x, learn, inverse).Score(held);
                var loss = judge.Select((row, i) => Loss(lesson, scores[i], row)).Average();
                if (loss < lowest)
                    (best, lowest) = (inverse, loss);
            }
        }
        return FitOn(lesson, lesson.Rows.Summaries.Take(rows), rows, best);
    }

    public override double[][] Score(PreparedRows rows) => Score(rows.Summaries);

    public override void Save(Dictionary<string, NamedTensor> into, string prefix)
    {
        into.Add(prefix + "weight", new NamedTensor.Floats([intercepts.Length, inputs], weights));
        into.Add(prefix + "bias", new NamedTensor.Floats([intercepts.Length], intercepts));
    }

    public static LinearMember Restore(
        SeriesTarget target,
        int inputs,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var outputs = target.IsNumber ? SeriesTarget.NumberOutputs : Scores.Outputs(target.Classes.Count);
        float[] Floats(string name, params long[] shape) =>
            weights.TryGetValue(prefix + name, out var t) && t is NamedTensor.Floats f && f.Shape.SequenceEqual(shape)
                ? f.Values
                : throw new InvalidInputException(
                    $"weight {prefix}{name}",
                    $"It is missing or not [{string.Join(", ", shape)}]. Train the model again."
                );
        return new LinearMember(target, inputs, Floats("weight", outputs, inputs), Floats("bias", outputs));
    }

    private double[][] Score(Encoded x)
    {
        var scores = new double[x.Rows][];
        for (var r = 0; r < x.Rows; r++)
        {
            var row = x.Row(r);
            var answer = new double[target.Outputs];
            var first = target.Classes.Count == 2 ? 1 : 0;
            for (var o = 0; o < intercepts.Length; o++)
                answer[first + o] = intercepts[o] + FloatRows.Dot(row, weights.AsSpan(o * inputs, inputs));
            scores[r] = answer;
        }
        return scores;
    }

    private static LinearMember FitOn(TrainingFold lesson, Encoded x, int[] rows, double inverse)
    {
        var cancel = lesson.Cancellation;
        if (!lesson.Target.IsNumber)
        {
            var labels = Array.ConvertAll(rows, row => lesson.Labels[row]);
            var fitted = LogisticRegression.Fit(x, labels, lesson.Target.Classes.Count, inverse, cancel);
            return new LinearMember(lesson.Target, x.Columns, fitted.Weights, fitted.Intercepts);
        }
        var values = Array.ConvertAll(rows, row => lesson.Values[row]);
        var all = new List<LinearFit>();
        foreach (var quantile in SeriesLoss.Quantiles)
            all.Add(LinearFit.OfQuantile(x, values, quantile, inverse, cancel));
        all.Add(LinearFit.OfMean(x, values, inverse, cancel));
        return new LinearMember(
            lesson.Target,
            x.Columns,
            [.. all.SelectMany(fit => fit.Weights)],
            [.. all.Select(fit => fit.Intercept)]
        );
    }

    private static double Loss(TrainingFold lesson, double[] scores, int row) =>
        lesson.Target.IsNumber
            ? SeriesLoss.OfNumber(scores, lesson.Values[row])
            : SeriesLoss.OfClass(scores, lesson.Labels[row]);

    private static bool OneOfEach(TrainingFold lesson, int[] rows) =>
        lesson.Target.IsNumber || rows.Select(row => lesson.Labels[row]).Distinct().Count() > 1;

    /// <summary>More rows than this add time, not knowledge, to a linear model of series' moments.</summary>
    private static int[] Thinned(int[] rows, int seed)
    {
        if (rows.Length <= MostRows)
            return rows;
        SeededRandom.OfDotNet(seed).Shuffle(rows);
        Array.Resize(ref rows, MostRows);
        Array.Sort(rows);
        return rows;
    }
}
