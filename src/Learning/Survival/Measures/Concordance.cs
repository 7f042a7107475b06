namespace Xinglin.Learning.Survival.Measures;

/// <summary>
/// How often the person with the higher risk has the event first, among pairs in which it is known who had it first: the one
/// with an event, and one observed beyond that time (or censored at it). Equal risks count one half.
/// </summary>
public static class Concordance
{
    /// <summary>Harrell's C (Harrell et al. 1982). 0.5 is chance, 1 is perfect; NaN without a pair.</summary>
    /// <param name="weights">Counts of a bootstrap resample; null: each row once.</param>
    public static double Harrell(double[] times, bool[] events, double[] risk, int[]? weights = null) =>
        Weighted(times, events, risk, weights, _ => 1, double.PositiveInfinity);

    /// <summary>
    /// Uno's C (Uno et al. 2011): pairs weigh the inverse square of the chance that the earlier one was still observed, which makes it
    /// independent of the pattern of censoring; events after <paramref name="limit"/> are left out.
    /// </summary>
    /// <param name="censoring">From <see cref="KaplanMeier.OfCensoring"/>.</param>
    public static double Uno(
        double[] times,
        bool[] events,
        double[] risk,
        KaplanMeier censoring,
        double limit,
        int[]? weights = null
    ) =>
        Weighted(
            times,
            events,
            risk,
            weights,
            t => Math.Max(censoring.JustBefore(t), 1e-3) is var g ? 1 / (g * g) : 1,
            limit
        );

    private static double Weighted(
        double[] times,
        bool[] events,
        double[] risk,
        int[]? weights,
        Func<double, double> ofTime,
        double limit
    )
    {
        var ranks = Ranks(risk, out var count);
        var order = Enumerable.Range(0, times.Length).OrderByDescending(i => times[i]).ToArray();
        var tree = new double[count + 1];
        double all = 0,
            won = 0,
            pairs = 0;
        for (var i = 0; i < order.Length; )
        {
            var start = i;
            var time = times[order[i]];
            for (; i < order.Length && times[order[i]] == time; i++)
            {
                if (!events[order[i]])
                    Add(order[i]); // censored at the time: observed longer than an event at it
            }

            if (time <= limit)
            {
                var weight = ofTime(time);
                for (var j = start; j < i; j++)
                {
                    var row = order[j];
                    var own = (weights?[row] ?? 1) * weight;
                    if (!events[row] || own == 0)
                        continue;
                    double below = Sum(ranks[row]),
                        upTo = Sum(ranks[row] + 1);
                    won += own * (below + (upTo - below) / 2);
                    pairs += own * all;
                }
            }
            for (var j = start; j < i; j++)
            {
                if (events[order[j]])
                    Add(order[j]);
            }
        }
        return pairs > 0 ? won / pairs : double.NaN;

        void Add(int row)
        {
            double w = weights?[row] ?? 1;
            all += w;
            for (var k = ranks[row] + 1; k <= count; k += k & -k)
                tree[k] += w;
        }
        // The weight of rows with a rank below.
        double Sum(int rank)
        {
            double sum = 0;
            for (var k = rank; k > 0; k -= k & -k)
                sum += tree[k];
            return sum;
        }
    }

    /// <summary>Equal values share a rank; ranks from 0.</summary>
    private static int[] Ranks(double[] risk, out int count)
    {
        var sorted = risk.Distinct().Order().ToArray();
        count = sorted.Length;
        return [.. risk.Select(r => Array.BinarySearch(sorted, r))];
    }
}
