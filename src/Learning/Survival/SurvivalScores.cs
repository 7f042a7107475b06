using Xinglin.Learning.Survival.Estimators;

namespace Xinglin.Learning.Survival;

/// <summary>How survival curves are scored against what happened, and put together.</summary>
public static class SurvivalScores
{
    private const int Steps = 10;

    /// <summary>Cumulative hazards are taken to lie between these two before their logarithm is.</summary>
    internal const double MinCumulativeHazard = 1e-7;

    /// <inheritdoc cref="MinCumulativeHazard"/>
    internal const double MaxCumulativeHazard = 30;

    /// <summary>No row is taken to be less probable than this, so that no row decides alone.</summary>
    private const double Improbable = 1e-4;

    /// <summary>
    /// The negative log-likelihood of each row in discrete time, a proper score under censoring: of an event in an interval
    /// −ln(S(start) − S(end)); of a censoring −ln S at the last interval end survived.
    /// </summary>
    /// <param name="hazards">Cumulative hazard [rows][interval ends].</param>
    public static double[] Losses(double[][] hazards, TimeGrid grid, double[] times, bool[] events) =>
        [
            .. times.Select(
                (time, i) =>
                {
                    double Survival(int interval) => interval < 0 ? 1 : Math.Exp(-hazards[i][interval]);
                    var (survived, died) = grid.Seen(time, events[i]);
                    return died
                        ? -Math.Log(Math.Max(Improbable, Survival(survived - 1) - Survival(survived)))
                        : -Math.Log(Math.Max(Improbable, Survival(survived - 1)));
                }
            ),
        ];

    /// <summary>The weighted mean of the logarithms of cumulative hazards; of one model the model itself.</summary>
    public static double[][] Blend(IReadOnlyList<double[][]> hazards, IReadOnlyList<double> weights) =>
        hazards.Count == 1
            ? hazards[0]
            :
            [
                .. hazards[0]
                    .Select(
                        (row, i) =>
                            row.Select(
                                    (_, t) =>
                                        Math.Exp(
                                            hazards
                                                .Select(
                                                    (h, m) =>
                                                        weights[m]
                                                        * Math.Log(
                                                            Math.Clamp(
                                                                h[i][t],
                                                                MinCumulativeHazard,
                                                                MaxCumulativeHazard
                                                            )
                                                        )
                                                )
                                                .Sum() / weights.Sum()
                                        )
                                )
                                .ToArray()
                    ),
            ];

    /// <summary>
    /// Weights in tenths that add up to 1. The simplest model alone wins unless another loses less by more than one standard error,
    /// or a blend by more than half of one.
    /// </summary>
    /// <param name="hazards">Out of fold, the simplest model first.</param>
    public static double[] ChooseWeights(
        IReadOnlyList<double[][]> hazards,
        TimeGrid grid,
        double[] times,
        bool[] events
    )
    {
        // A row's loss needs its curve at two interval ends only.
        var seen = times.Select((t, i) => grid.Seen(t, events[i])).ToArray();
        double[][] Logs(int shift) =>
            [
                .. hazards.Select(h =>
                    h.Select(
                            (row, i) =>
                                seen[i].Survived + shift is var k && k < 0 || k >= row.Length
                                    ? double.NaN
                                    : Math.Log(Math.Clamp(row[k], MinCumulativeHazard, MaxCumulativeHazard))
                        )
                        .ToArray()
                ),
            ];
        var (before, within) = (Logs(-1), Logs(0));
        double[] LossesOf(double[] weights)
        {
            double Survival(double[][] logs, int i)
            {
                double sum = 0;
                for (var m = 0; m < weights.Length; m++)
                    sum += weights[m] * logs[m][i];
                return Math.Exp(-Math.Exp(sum));
            }
            var losses = new double[times.Length];
            for (var i = 0; i < losses.Length; i++)
            {
                var start = seen[i].Survived == 0 ? 1 : Survival(before, i);
                losses[i] = -Math.Log(Math.Max(Improbable, start - (seen[i].Died ? Survival(within, i) : 0)));
            }
            return losses;
        }
        double[] Single(int at) => [.. Enumerable.Range(0, hazards.Count).Select(m => m == at ? 1.0 : 0)];

        var best = Single(0);
        var bestLosses = LossesOf(best);
        void Try(double[] weights, double margin)
        {
            var losses = LossesOf(weights);
            if (Better(losses, bestLosses, margin))
                (best, bestLosses) = (weights, losses);
        }
        for (var m = 1; m < hazards.Count; m++)
            Try(Single(m), 1);
        var mixed = Grid(hazards.Count, Steps).Where(w => w.Count(v => v > 0) > 1).MinBy(w => LossesOf(w).Average());
        if (mixed is not null)
            Try(mixed, 0.5);
        return best;
    }

    /// <summary>
    /// One number that ranks rows by risk: the mean logarithm of the cumulative hazard over the interval ends. Of a Cox model it is the
    /// log hazard ratio up to a constant.
    /// </summary>
    public static double[] Risks(double[][] hazards) =>
        [.. hazards.Select(row => row.Average(h => Math.Log(Math.Clamp(h, MinCumulativeHazard, MaxCumulativeHazard))))];

    /// <summary>Whether losses are lower on average by more than a share of the standard error of the difference.</summary>
    private static bool Better(double[] losses, double[] than, double margin)
    {
        var gains = losses.Select((l, i) => than[i] - l).ToArray();
        var mean = gains.Average();
        var variance = gains.Sum(g => (g - mean) * (g - mean)) / Math.Max(1, gains.Length - 1);
        return mean > margin * Math.Sqrt(variance / gains.Length) && mean > 1e-9;
    }

    private static IEnumerable<double[]> Grid(int count, int left)
    {
        if (count == 1)
        {
            yield return [left / (double)Steps];
            yield break;
        }
        for (var first = 0; first <= left; first++)
        {
            foreach (var rest in Grid(count - 1, left - first))
                yield return [first / (double)Steps, .. rest];
        }
    }
}
