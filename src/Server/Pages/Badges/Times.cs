using System.Globalization;
using Xinglin.Records.Charts;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Badges;

/// <summary>How the pages write times.</summary>
/// <remarks>
/// The rule: a datum's time reads in the offset that it was recorded with, exactly as in the sentences of a draft and in the
/// PDF, so that one moment reads the same wherever it is; the exact form names the offset. Only what this program
/// itself did (a signature, an impression) is told on the hospital's clock, by <see cref="OnTheClock"/>.
/// </remarks>
public static class Times
{
    /// <summary>"5 min ago", "in 2 h", or the date when it is more than 14 days away.</summary>
    public static string Relative(ChartTime time, DateTimeOffset now)
    {
        var away = time.At - now;
        var (count, unit) = away.Duration() switch
        {
            { TotalSeconds: < 60 } => (0, TimeWords.Minutes),
            { TotalMinutes: < 90 } span => ((int)Math.Round(span.TotalMinutes), TimeWords.Minutes),
            { TotalHours: < 36 } span => ((int)Math.Round(span.TotalHours), TimeWords.Hours),
            { TotalDays: < 14 } span => ((int)Math.Round(span.TotalDays), TimeWords.Days),
            _ => (-1, TimeWords.Days),
        };
        if (count < 0)
            return time.Day;
        if (count == 0)
            return Localizer.T(TimeWords.Now);
        return Localizer.T(away < TimeSpan.Zero ? TimeWords.Ago : TimeWords.In, Localizer.T(unit, count));
    }

    /// <summary>Date and time to the second, with the offset.</summary>
    public static string Exact(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the second, with the offset; of a record without a time of day what it says.</summary>
    public static string Exact(ChartTime time) => time.IsDate ? time.Written : Exact(time.At);

    /// <summary>Date and time to the minute, or as much of it as the record says.</summary>
    public static string Minute(ChartTime time) => time.Written;

    /// <summary>Date and time to the minute; the date alone when the record has no time of day (midnight).</summary>
    public static string Minute(DateTimeOffset time) =>
        time.ToString(
            time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm",
            CultureInfo.InvariantCulture
        );

    /// <summary>A moment of this program on the hospital's clock, with its offset.</summary>
    public static DateTimeOffset OnTheClock(DateTimeOffset time, TimeProvider clock) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone);
}
