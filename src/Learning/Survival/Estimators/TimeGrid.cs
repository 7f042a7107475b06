namespace Xinglin.Learning.Survival.Estimators;

/// <summary>
/// Time cut into intervals ]start, end] at quantiles of the event times, so that each holds about as many events. Interval k runs
/// from the end of interval k − 1 (0 for the first) to <see cref="Ends"/>[k].
/// </summary>
/// <param name="Ends">Rising; the last is the longest follow-up.</param>
public sealed record TimeGrid(double[] Ends)
{
    public int Count => Ends.Length;

    /// <param name="most">Most intervals; each holds at least six events or so.</param>
    public static TimeGrid Of(double[] times, bool[] events, int most)
    {
        var dead = times.Where((_, i) => events[i]).Order().ToArray();
        if (dead.Length == 0)
            return new TimeGrid([times.Max()]);
        var count = Math.Clamp(dead.Length / 6, 3, most);
        var ends = Enumerable
            .Range(1, count - 1)
            .Select(k => dead[Math.Min(dead.Length - 1, (int)(k / (double)count * dead.Length))])
            .Append(times.Max())
            .Where(t => t > 0)
            .Distinct()
            .Order()
            .ToArray();
        return new TimeGrid(ends);
    }

    /// <summary>The interval that holds a time; beyond the last one the last.</summary>
    public int IntervalOf(double time)
    {
        var k = Array.BinarySearch(Ends, time);
        return Math.Min(k < 0 ? ~k : k, Count - 1);
    }

    /// <summary>
    /// How many intervals a row is known to have survived from the first on, and whether it had its event in the next: an interval
    /// of censoring counts as survived from its middle on (Gensheimer and Narasimhan 2019).
    /// </summary>
    public (int Survived, bool Died) Seen(double time, bool died)
    {
        var k = IntervalOf(time);
        if (died)
            return (k, true);
        var start = k == 0 ? 0 : Ends[k - 1];
        return (time >= (start + Ends[k]) / 2 ? k + 1 : k, false);
    }

    /// <summary>The cumulative hazard at a time from the chance of an event within each interval: constant rate within it.</summary>
    public double CumulativeHazard(IReadOnlyList<double> chances, double time)
    {
        double sum = 0;
        for (var k = 0; k < Count; k++)
        {
            var start = k == 0 ? 0 : Ends[k - 1];
            if (time <= start)
                break;
            var rate = -Math.Log(1 - Math.Clamp(chances[k], 1e-9, 1 - 1e-9));
            sum += rate * (time >= Ends[k] ? 1 : (time - start) / (Ends[k] - start));
        }
        return sum;
    }
}
