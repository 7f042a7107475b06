namespace Xinglin.Analysis.Predictions;

/// <summary>Which way a variable is expected to go.</summary>
public enum Trend
{
    /// <summary>A week moves it by less than the noise of daily measurement.</summary>
    Steady,
    Rising,
    Falling,

    /// <summary>The last week went clearly one way and the forecast does not follow it: neither can be relied on alone.</summary>
    Unsettled,
}

/// <summary>
/// The one place that names the course of a trajectory, so that the page, the worklist and the draft say the same.
/// </summary>
public static class Trends
{
    private const int DaysLookedBack = 7;
    private const int FewestReadings = 4;

    /// <summary>How many times the noise a week must have moved to count against the forecast.</summary>
    private const double Clear = 4;

    /// <summary>How many standard errors the slope of the last week must be away from none.</summary>
    private const double Errors = 3;

    public static Trend Of(Trajectory one)
    {
        var noise = Noise(one);
        var expected =
            one.SlopePerWeek >= noise ? Trend.Rising
            : one.SlopePerWeek <= -noise ? Trend.Falling
            : Trend.Steady;
        var (seen, error) = LastWeek(one) ?? (0, 0);
        var clear = Math.Abs(seen) >= Clear * noise && Math.Abs(seen) >= Errors * error;
        return clear && expected != (seen > 0 ? Trend.Rising : Trend.Falling) ? Trend.Unsettled : expected;
    }

    /// <summary>The same, but never steady or falling next to an alert on a sudden gain.</summary>
    /// <param name="alerts">Those of the reading that the trajectory belongs to.</param>
    public static Trend Of(Trajectory one, IEnumerable<LatestAlert>? alerts)
    {
        var course = Of(one);
        return
            course is not Trend.Rising
            && alerts?.Any(alert => alert.Rule == LatestRules.Gain && alert.Code == one.Code) == true
            ? Trend.Unsettled
            : course;
    }

    /// <summary>
    /// Change per week of the readings of the last 7 days by least squares, in the unit of the trajectory; null for fewer
    /// than 4 readings or when all were taken at once.
    /// </summary>
    public static double? SeenPerWeek(Trajectory one) => LastWeek(one)?.Slope;

    /// <summary>True when the median forecast ends outside the limits.</summary>
    public static bool LeavesLimits(Trajectory one) =>
        one.Points.Count > 0 && (one.Points[^1].Q50 > one.UpperLimit || one.Points[^1].Q50 < one.LowerLimit);

    /// <summary>Daily measurement noise: 2 mmHg, 0.3 mmol/L, 0.3 kg, otherwise 2 % of the last value.</summary>
    private static double Noise(Trajectory one) =>
        one.Unit switch
        {
            "mm[Hg]" => 2,
            "mmol/L" => 0.3,
            "kg" => 0.3,
            _ => one.Past.Count == 0 ? 0 : Math.Abs(one.Past[^1].Value) * 0.02,
        };

    private static (double Slope, double Error)? LastWeek(Trajectory one)
    {
        if (one.Past.Count == 0)
            return null;
        var last = one.Past[^1].Time;
        var readings = one.Past.Where(past => (last - past.Time).TotalDays <= DaysLookedBack).ToList();
        var weeks = readings.ConvertAll(past => (past.Time - last).TotalDays / 7);
        if (readings.Count < FewestReadings || weeks.Max() - weeks.Min() < 0.25)
            return null;
        var (meanWeek, meanValue) = (weeks.Average(), readings.Average(past => past.Value));
        var spread = weeks.Sum(week => (week - meanWeek) * (week - meanWeek));
        var slope = weeks.Zip(readings).Sum(pair => (pair.First - meanWeek) * (pair.Second.Value - meanValue)) / spread;
        var left = weeks
            .Zip(readings)
            .Sum(pair => Math.Pow(pair.Second.Value - meanValue - slope * (pair.First - meanWeek), 2));
        return (slope, Math.Sqrt(left / (readings.Count - 2) / spread));
    }
}
