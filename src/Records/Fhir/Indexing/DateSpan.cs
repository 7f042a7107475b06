using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Indexing;

/// <summary>
/// The time that a FHIR date means: <c>2026-03</c> is all of March. Both ends are milliseconds since 1970-01-01 UTC and
/// belong to the span. A time without a zone counts as UTC. An open end of a Period is the end of the calendar.
/// </summary>
internal readonly record struct DateSpan(long First, long Last)
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The span of an element; null when it holds no time.</summary>
    public static DateSpan? Of(Base value)
    {
        switch (value)
        {
            case Period period:
                var start = Parse(period.Start);
                var end = Parse(period.End);
                if (start is null && end is null)
                    return null;
                return new(start?.First ?? Earliest, end?.Last ?? Latest);
            case Timing timing:
                var spans = timing.EventElement.Select(Of).OfType<DateSpan>().ToList();
                if (timing.Repeat?.Bounds is Period bounds && Of(bounds) is { } bounded)
                    spans.Add(bounded);
                return spans.Count == 0 ? null : new(spans.Min(s => s.First), spans.Max(s => s.Last));
            // As text: a leap second is no moment of the calendar of .NET.
            case Instant { JsonValue: string written }:
                return Parse(written);
            case Instant { Value: { } instant }:
                var moment = instant.ToUnixTimeMilliseconds();
                return new(moment, moment);
            default:
                return Parse(SearchPath.Literal(value));
        }
    }

    /// <summary>Reads year, year-month, date, or date and time with or without seconds and zone; null for anything else.</summary>
    public static DateSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || !Digits(text, 0, 4))
            return null;
        var year = int.Parse(text.AsSpan(0, 4), CultureInfo.InvariantCulture);
        if (year == 0)
            return null;
        if (text.Length == 4)
            return Between(new(year, 1, 1, 0, 0, 0, TimeSpan.Zero), t => t.AddYears(1));
        if (text.Length == 7 && text[4] == '-' && Digits(text, 5, 2))
        {
            var month = int.Parse(text.AsSpan(5), CultureInfo.InvariantCulture);
            return month is < 1 or > 12
                ? null
                : Between(new(year, month, 1, 0, 0, 0, TimeSpan.Zero), t => t.AddMonths(1));
        }
        if (text.Length == 10)
            return Exact(text, "yyyy-MM-dd") is { } day ? Between(day, t => t.AddDays(1)) : null;
        // A '+' of the zone arrives as a space when an address was not encoded.
        var time = text.Replace(' ', '+');
        if (Literals.WithoutLeap(time) is { } usual)
            return Parse(usual) is { } before ? new(before.First + 1000, before.Last + 1000) : null;
        if (Exact(time, "yyyy-MM-ddTHH:mmK") is { } minute)
            return Between(minute, t => t.AddMinutes(1));
        if (Exact(time, "yyyy-MM-ddTHH:mm:ssK") is { } second)
            return Between(second, t => t.AddSeconds(1));
        if (Exact(time, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK") is { } exact)
            return new(exact.ToUnixTimeMilliseconds(), exact.ToUnixTimeMilliseconds());
        return null;
    }

    private static bool Digits(string text, int from, int count) =>
        text.Length >= from + count && text.AsSpan(from, count).IndexOfAnyExceptInRange('0', '9') < 0;

    private static DateTimeOffset? Exact(string text, string form) => Read(text, form) ?? AtTheEnd(text, form);

    private static DateTimeOffset? Read(string text, string form) =>
        DateTimeOffset.TryParseExact(
            text,
            form,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var read
        )
            ? read
            : null;

    /// <summary>Of a moment that lies beyond the calendar once its zone is reckoned in: the calendar's end.</summary>
    private static DateTimeOffset? AtTheEnd(string text, string form)
    {
        const int Zone = 6; // +08:00
        if (
            text.Length < 10 + Zone
            || text[^Zone] is not ('+' or '-')
            || Read(text[..^Zone] + "Z", form) is not { } here
        )
        {
            return null;
        }

        return here.Date == DateTime.MinValue.Date ? DateTimeOffset.MinValue
            : here.Date == DateTime.MaxValue.Date ? DateTimeOffset.MaxValue
            : null;
    }

    private static DateSpan Between(DateTimeOffset from, Func<DateTimeOffset, DateTimeOffset> next)
    {
        DateTimeOffset last;
        try
        {
            last = next(from).AddMilliseconds(-1);
        }
        catch (ArgumentOutOfRangeException)
        {
            // The span ends with the calendar itself.
            last = DateTimeOffset.MaxValue;
        }
        return new(from.ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds());
    }
}
