using System.Globalization;
using Xinglin.Records.Charts;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Badges;

/// <summary>How the pages write times.</summary>
/// <remarks>
/// The rule: every moment is told on the hospital's clock, whichever offset its sender wrote it with; a date without a time of
/// day stays the date that was written, and gets no time. The sentences of a draft and its PDF tell a datum's time in the
/// offset that it was recorded with: beside them, <see cref="AsRecorded"/> names the offset where it is another.
/// </remarks>
public static class Times
{
    /// <summary>"5 min ago", "in 2 h", or the date when it is more than 14 days away.</summary>
    public static string Relative(ChartTime time, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
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
            return Day(time, clock);
        if (count == 0)
            return Localizer.T(TimeWords.Now);
        return Localizer.T(away < TimeSpan.Zero ? TimeWords.Ago : TimeWords.In, Localizer.T(unit, count));
    }

    /// <summary>Date and time to the second, with the offset.</summary>
    public static string Exact(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the second, with the offset; of a record without a time of day what it says.</summary>
    public static string Exact(ChartTime time, TimeProvider clock) =>
        time.IsDate ? time.Written : Exact(OnTheClock(time.At, clock));

    /// <summary>Date and time to the minute, or as much of it as the record says.</summary>
    public static string Minute(ChartTime time, TimeProvider clock) =>
        time.IsDate
            ? time.Written
            : OnTheClock(time.At, clock).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day, or as much of it as the record says.</summary>
    public static string Day(ChartTime time, TimeProvider clock) =>
        time.IsDate ? time.Written : OnTheClock(time.At, clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>From and to, as much of each as the record says; <c>2020 – 2021-03</c>.</summary>
    public static string Span(ChartTime from, ChartTime? to, TimeProvider clock) =>
        to is { } end && Minute(end, clock) != Minute(from, clock)
            ? $"{Minute(from, clock)} – {Minute(end, clock)}"
            : Minute(from, clock);

    /// <summary>As in the sentences of a draft; with the offset where that is not the hospital's.</summary>
    public static string AsRecorded(DateTimeOffset time, TimeProvider clock) =>
        time.TimeOfDay == TimeSpan.Zero || time.Offset == OnTheClock(time, clock).Offset
            ? Minute(time)
            : time.ToString("yyyy-MM-dd HH:mm (zzz)", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the second, where the zone stands at the head of the column.</summary>
    public static string Second(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

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
