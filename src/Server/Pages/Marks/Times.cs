using System.Globalization;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Marks;

/// <summary>How the pages write times and numbers.</summary>
public static class Times
{
    /// <summary>"5 min ago", "in 2 h", or the date when it is more than 14 days away.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var away = time - now;
        var (count, unit) = away.Duration() switch
        {
            { TotalSeconds: < 60 } => (0, TimeWords.Minutes),
            { TotalMinutes: < 90 } span => ((int)Math.Round(span.TotalMinutes), TimeWords.Minutes),
            { TotalHours: < 36 } span => ((int)Math.Round(span.TotalHours), TimeWords.Hours),
            { TotalDays: < 14 } span => ((int)Math.Round(span.TotalDays), TimeWords.Days),
            _ => (-1, TimeWords.Days),
        };
        if (count < 0)
            return time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (count == 0)
            return Say.T(TimeWords.Now);
        return Say.T(away < TimeSpan.Zero ? TimeWords.Ago : TimeWords.In, Say.T(unit, count));
    }

    /// <summary>Date and time on the hospital's clock, with its offset.</summary>
    public static string Exact(DateTimeOffset time, TimeProvider clock) =>
        Local(time, clock).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the minute on the hospital's clock.</summary>
    public static string Minute(DateTimeOffset time, TimeProvider clock) =>
        Local(time, clock).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Month, day and minute on the hospital's clock, for rows whose year is plain.</summary>
    public static string Short(DateTimeOffset time, TimeProvider clock) =>
        Local(time, clock).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static DateTimeOffset Local(DateTimeOffset time, TimeProvider clock) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone);
}
