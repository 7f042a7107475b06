namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>Trends, times and rounding that the simulations share.</summary>
internal static class SimulatedValues
{
    /// <summary>Sum of the treatment effects on a day.</summary>
    public static double EffectOn(this IReadOnlyList<TreatmentChange> treatments, int day) =>
        treatments.Where(t => day >= t.Day).Sum(t => t.Effect * (1 - Math.Exp(-(day - t.Day) / t.DaysToTwoThirds)));

    /// <summary>A slow linear trend that starts on a day.</summary>
    public static double Trend(double perWeek, int fromDay, int day) => perWeek * Math.Max(0, day - fromDay) / 7;

    /// <summary>Rounds to a multiple of the resolution, without binary dust such as 7.1000000000000005.</summary>
    public static double ToResolution(this double value, double resolution) =>
        (double)Math.Round(Math.Round((decimal)(value / resolution)) * (decimal)resolution, 4);

    /// <summary>A moment of the day, hours and minutes without seconds.</summary>
    public static DateTimeOffset AtHour(this DateTimeOffset date, double hour) =>
        date.AddMinutes(Math.Clamp(Math.Round(hour * 60), 0, 1439));
}
