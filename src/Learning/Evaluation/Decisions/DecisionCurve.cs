using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation.Decisions;

/// <summary>One threshold of a decision curve. Treating none has a net benefit of 0.</summary>
/// <param name="Threshold">The probability from which a person is treated, between 0 and 1.</param>
/// <param name="Model">Net benefit of treating those the model puts at or above the threshold.</param>
/// <param name="All">Net benefit of treating everybody.</param>
public sealed record DecisionPoint(double Threshold, double Model, double All)
{
    /// <summary>What the model adds to the better of treating all and treating none.</summary>
    public double Gain => Model - Math.Max(All, 0);
}

/// <summary>
/// Decision curve analysis (Vickers and Elkin 2006): net benefit = TP/n − FP/n · t/(1 − t) at each threshold t. The factor
/// t/(1 − t) is what one needless treatment weighs against one treatment that was needed.
/// </summary>
public sealed record DecisionCurve(IReadOnlyList<DecisionPoint> Points)
{
    /// <summary>Thresholds 0.01 to 0.99 by hundredths.</summary>
    public static readonly IReadOnlyList<double> Grid = [.. Enumerable.Range(1, 99).Select(t => t / 100.0)];

    /// <summary>Thresholds on either side over which gains are averaged before the largest is looked for.</summary>
    private const int Smoothing = 2;

    /// <param name="positive">Stated probabilities of the positive class, best from rows not trained on.</param>
    public static DecisionCurve Of(IReadOnlyList<double> positive, IReadOnlyList<bool> truth)
    {
        var order = Metrics.Ascending(positive);
        var events = truth.Count(t => t);
        double n = truth.Count;
        var points = new List<DecisionPoint>();
        var (next, left, leftEvents) = (0, truth.Count, events);
        foreach (var t in Grid)
        {
            for (; next < order.Length && positive[order[next]] < t; next++)
                (left, leftEvents) = (left - 1, leftEvents - (truth[order[next]] ? 1 : 0));
            var harm = t / (1 - t);
            points.Add(
                new DecisionPoint(
                    t,
                    leftEvents / n - (left - leftEvents) / n * harm,
                    events / n - (n - events) / n * harm
                )
            );
        }
        return new DecisionCurve(points);
    }

    /// <summary>
    /// The longest run of thresholds at which the model is better than treating all and than treating none; null where it
    /// nowhere is.
    /// </summary>
    public (double From, double To)? Useful()
    {
        var (best, start, bestStart) = (0, -1, -1);
        for (var i = 0; i <= Points.Count; i++)
        {
            if (i < Points.Count && Points[i].Gain > 1e-9)
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                if (i - start > best)
                    (best, bestStart) = (i - start, start);
                start = -1;
            }
        }

        return best == 0 ? null : (Points[bestStart].Threshold, Points[bestStart + best - 1].Threshold);
    }

    /// <summary>
    /// Inside <see cref="Useful"/>, the threshold at which the gain, averaged over five neighbouring thresholds, is largest; null
    /// where the model is nowhere useful.
    /// </summary>
    public double? LargestGain()
    {
        if (Useful() is not { } useful)
            return null;
        var smooth = Points
            .Select(
                (p, i) =>
                    Enumerable
                        .Range(i - Smoothing, 2 * Smoothing + 1)
                        .Where(j => j >= 0 && j < Points.Count)
                        .Average(j => Points[j].Gain)
            )
            .ToArray();
        return Points
            .Select((p, i) => (p.Threshold, Gain: smooth[i]))
            .Where(p => p.Threshold >= useful.From && p.Threshold <= useful.To)
            .MaxBy(p => p.Gain)
            .Threshold;
    }

    public JsonObject ToJson()
    {
        var useful = Useful();
        return new JsonObject
        {
            ["thresholds"] = Column(p => p.Threshold),
            ["model"] = Column(p => p.Model),
            ["treat_all"] = Column(p => p.All),
            ["treat_none"] = 0,
            ["useful"] = useful is { } u ? new JsonArray(u.From, u.To) : null,
        };
        JsonArray Column(Func<DecisionPoint, double> of) => [.. Points.Select(p => Proportion.Rounded(of(p)))];
    }
}
