using Xinglin.Records.Charts;
using Xinglin.Records.Quality;
using Xinglin.Terminology.Limits;

namespace Xinglin.Analysis.Forecast;

/// <summary>The home readings of one variable that a forecast may rest on, oldest first.</summary>
/// <param name="Readings">In the unit of <see cref="HomeSeries.Unit"/>; impossible values and likely unit errors are left out.</param>
/// <param name="LeftOut">How many readings were left out for that reason.</param>
internal sealed record HomeHistory(HomeSeries Series, IReadOnlyList<Measurement> Readings, int LeftOut)
{
    /// <summary>Readings that a forecast needs.</summary>
    public const int FewestReadings = 14;

    /// <summary>Days from the first to the last reading that a forecast needs.</summary>
    public const int FewestDays = 14;

    /// <summary>Days that the newest reading may be old.</summary>
    public const int MostDaysOld = 7;

    /// <summary>Days of the past that a forecast looks at.</summary>
    private const int DaysBack = 180;

    public bool IsEmpty => Readings.Count == 0;

    public static HomeHistory Of(Chart chart, HomeSeries series, DateTimeOffset now)
    {
        var all = chart
            .Series(series.Loinc, series.Unit)
            .Where(m => m.Home && m.Time <= now && m.Time > now.AddDays(-DaysBack))
            .ToList();
        var limits = PhysiologicalLimits.AtHome(series.Loinc[0]);
        var sound = all.Where(m =>
                limits?.Contain(m.Value) != false && UnitGuess.Likelier(m.Value, m.Unit, series.Loinc[0]) is null
            )
            .ToList();
        return new HomeHistory(series, sound, all.Count - sound.Count);
    }

    /// <summary>Enough readings, over enough days, and recent ones.</summary>
    public bool SufficesAt(DateTimeOffset now) =>
        Readings.Count >= FewestReadings
        && (Readings[^1].Time - Readings[0].Time).TotalDays >= FewestDays - 1
        && (now - Readings[^1].Time).TotalDays <= MostDaysOld;

    public double HourOf(DateTimeOffset time) => (time - Readings[0].Time).TotalHours;

    /// <summary>The local hour at which the first reading of a day is usually taken: the median.</summary>
    public double UsualHour()
    {
        var firsts = Readings
            .GroupBy(m => m.Time.Date)
            .Select(day => day.Min(m => m.Time.TimeOfDay.TotalHours))
            .Order()
            .ToList();
        return firsts[firsts.Count / 2];
    }
}
