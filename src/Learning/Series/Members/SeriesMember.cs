using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Series.Members;

/// <summary>One trained model of an ensemble. Its scores are the logits of the classes, or four numbers in standard deviations.</summary>
internal abstract class SeriesMember : IDisposable
{
    /// <summary>Kinds in the order in which a budget is spent on them.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["linear", "trees", "gru", "transformer", "grud", "lstm"];

    /// <summary>The kinds that are fitted on statistics, quickly; the others are networks.</summary>
    public static readonly IReadOnlyList<string> OfStatistics = ["linear", "trees"];

    public abstract string Kind { get; }

    /// <summary>
    /// Scores [rows][outputs], see <see cref="SeriesTarget.Outputs"/>: for classes logits up to a common addend, for numbers
    /// the 10 %, 50 % and 90 % quantile and the mean, as (number − mean) / deviation.
    /// </summary>
    public abstract double[][] Score(PreparedRows rows);

    /// <summary>Adds the weights to a checkpoint's, under a prefix.</summary>
    public abstract void Save(Dictionary<string, NamedTensor> weights, string prefix);

    /// <exception cref="InvalidInputException">A weight is missing, or the kind is unknown.</exception>
    public static SeriesMember Load(
        string kind,
        SeriesTarget target,
        SeriesPreparation preparation,
        int width,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    ) =>
        kind switch
        {
            "linear" => LinearMember.Restore(target, preparation.SummaryWidth, weights, prefix),
            "trees" => TreesMember.Restore(target, weights, prefix),
            _ when Kinds.Contains(kind) => NetworkMember.Restore(kind, target, preparation, width, weights, prefix),
            _ => throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, member '{kind}'",
                $"It is not one of {string.Join(", ", Kinds)}. Train the model again."
            ),
        };

    /// <summary>Scores of two classes told as 0 and the log-odds of the second: members of different kinds then add up.</summary>
    protected static double[] Anchored(double[] logits) => logits.Length == 2 ? [0, logits[1] - logits[0]] : logits;

    public virtual void Dispose() { }
}

/// <summary>What a member is fitted on.</summary>
/// <param name="Labels">Class number of each row; empty for numbers.</param>
/// <param name="Values">(number − mean) / deviation of each row; empty for classes.</param>
/// <param name="OutOfTime">Whether its share of the budget is spent: it then ends with what it has.</param>
/// <param name="Within">Makes a clock that rings when a share of the time that is still left is spent; null: time is no matter.</param>
internal sealed record TrainingFold(
    PreparedRows Rows,
    SeriesTarget Target,
    int[] Labels,
    double[] Values,
    int Seed,
    Func<bool> OutOfTime,
    CancellationToken Cancellation,
    Func<double, Func<bool>>? Within = null
)
{
    public int Count => Rows.Rows.Length;

    /// <summary>For each row whether its series is among the share kept aside to judge by; never all, never none.</summary>
    public bool[] HoldOut(double share, int seed)
    {
        var order = Enumerable.Range(0, Rows.SeriesCount).ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(order);
        var aside = new bool[Rows.SeriesCount];
        foreach (var series in order.Take(Math.Clamp((int)Math.Round(share * order.Length), 1, order.Length - 1)))
            aside[series] = true;
        return Array.ConvertAll(Rows.Rows, row => aside[row.Series]);
    }
}

/// <summary>The loss that members and their ensemble are judged by.</summary>
internal static class SeriesLoss
{
    public static readonly double[] Quantiles = [0.1, 0.5, 0.9];

    /// <summary>Negative log likelihood of the class, in nats.</summary>
    public static double OfClass(ReadOnlySpan<double> scores, int label)
    {
        var top = double.NegativeInfinity;
        foreach (var score in scores)
            top = Math.Max(top, score);
        double sum = 0;
        foreach (var score in scores)
            sum += Math.Exp(score - top);
        return Math.Log(sum) + top - scores[label];
    }

    /// <summary>
    /// Mean pinball loss of the three quantiles, a quarter of the mean's absolute error and half of the median's: the median is
    /// the answer that is read.
    /// </summary>
    public static double OfNumber(ReadOnlySpan<double> scores, double value)
    {
        double loss = 0;
        for (var q = 0; q < Quantiles.Length; q++)
            loss += Pinball(scores[q], value, Quantiles[q]) / Quantiles.Length;
        return loss + 0.25 * Math.Abs(scores[3] - value) + 0.5 * Math.Abs(scores[1] - value);
    }

    public static double Pinball(double forecast, double value, double quantile) =>
        Math.Max(quantile * (value - forecast), (quantile - 1) * (value - forecast));
}
