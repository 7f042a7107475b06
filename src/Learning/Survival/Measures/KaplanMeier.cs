using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Survival.Measures;

/// <summary>
/// The product-limit estimate of a survival function (Kaplan and Meier 1958) with Greenwood's variance. Swapping events for
/// censorings gives the chance of being still under observation, by which measures weigh what censoring took away.
/// </summary>
/// <param name="Times">Rising, the times of events.</param>
/// <param name="Survival">Just after each of <paramref name="Times"/>.</param>
/// <param name="Greenwood">Sum of d / (n (n − d)) up to each time; infinite where nobody is left.</param>
public sealed record KaplanMeier(double[] Times, double[] Survival, double[] Greenwood)
{
    /// <summary>Until when each was followed, rising.</summary>
    private double[] Followed { get; init; } = [];

    public static KaplanMeier Of(IReadOnlyList<double> times, IReadOnlyList<bool> events) => Of(times, events, false);

    /// <summary>The chance of not being censored: at equal times events come before censorings.</summary>
    public static KaplanMeier OfCensoring(IReadOnlyList<double> times, IReadOnlyList<bool> events) =>
        Of(times, events, true);

    /// <summary>Just after a time.</summary>
    public double At(double time) => Before(Count(time, orEqual: true));

    /// <summary>Just before a time.</summary>
    public double JustBefore(double time) => Before(Count(time, orEqual: false));

    /// <summary>
    /// The 95 % interval just after a time, on the log-log scale (Kalbfleisch and Prentice 2002); before the first event that of
    /// no event in as many as were followed until then (Clopper and Pearson 1934).
    /// </summary>
    public (double Low, double High) Interval(double time)
    {
        var k = Count(time, orEqual: true);
        if (k == 0)
            return (Followed.Count(t => t >= time) is var risk and > 0 ? Math.Pow(0.025, 1.0 / risk) : 0, 1);
        var s = Survival[k - 1];
        if (s <= 0 || !double.IsFinite(Greenwood[k - 1]))
            return (0, 1);
        var half = Proportion.Z95 * Math.Sqrt(Greenwood[k - 1]) / Math.Abs(Math.Log(s));
        return (Math.Pow(s, Math.Exp(half)), Math.Pow(s, Math.Exp(-half)));
    }

    private static KaplanMeier Of(IReadOnlyList<double> times, IReadOnlyList<bool> events, bool censoring)
    {
        var order = Enumerable.Range(0, times.Count).OrderBy(i => times[i]).ToArray();
        var (at, survival, greenwood) = (new List<double>(), new List<double>(), new List<double>());
        double s = 1,
            sum = 0;
        for (var i = 0; i < order.Length; )
        {
            var time = times[order[i]];
            var (start, dead) = (i, 0);
            for (; i < order.Length && times[order[i]] == time; i++)
                dead += events[order[i]] ? 1 : 0;
            double risk = order.Length - start,
                gone = dead;
            if (censoring)
                (risk, gone) = (risk - dead, i - start - dead);
            if (gone == 0)
                continue;
            s *= 1 - gone / risk;
            sum += gone / (risk * (risk - gone));
            at.Add(time);
            survival.Add(s);
            greenwood.Add(sum);
        }
        return new KaplanMeier([.. at], [.. survival], [.. greenwood]) { Followed = [.. order.Select(i => times[i])] };
    }

    private double Before(int k) => k == 0 ? 1 : Survival[k - 1];

    private int Count(double time, bool orEqual)
    {
        var k = Array.BinarySearch(Times, time);
        return k < 0 ? ~k
            : orEqual ? k + 1
            : k;
    }
}
