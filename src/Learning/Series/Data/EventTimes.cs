using System.Globalization;
using Xinglin.Formats;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// The times of a file: numbers in one unit throughout, or dates and times of day throughout (<c>2026-03-04 08:05</c>, ISO 8601 with or without offset, or with
/// slashes; the year first). Dates become hours since a fixed day; an <see cref="EventTable"/> counts them from each series' first event.
/// </summary>
/// <param name="name">What the file is called in a rejection.</param>
/// <param name="hours">Hours in one unit of times that are numbers.</param>
internal sealed class EventTimes(string name, double hours)
{
    /// <summary>Hour 0 of dates, before they are counted from a series' first event.</summary>
    public static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Whether the file's times are dates; null before the first.</summary>
    public bool? Dated { get; private set; }

    /// <exception cref="InvalidInputException">It is neither, or not what the lines before had.</exception>
    public double Of(ReadOnlySpan<char> text, int line)
    {
        var hour = Hour(text);
        if (!double.IsFinite(hour))
        {
            throw InvalidInputException.In(
                $"{name}, line {line}, column time",
                "A finite number, or a date and time such as 2026-03-04 08:05, is needed here. Leave the line out, or write it so."
            );
        }

        return hour;
    }

    /// <summary>NaN where it is no time.</summary>
    /// <exception cref="InvalidInputException">Dates and numbers are mixed.</exception>
    public double Hour(ReadOnlySpan<char> text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return double.IsFinite((float)number) ? Checked(hours * number, dated: false) : double.NaN;
        return Date(text) is { } date ? Checked((date - Epoch).TotalHours, dated: true) : double.NaN;
    }

    /// <summary>A date as files have it, to the second.</summary>
    public static string Text(DateTime date) => date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private double Checked(double hour, bool dated)
    {
        Dated ??= dated;
        if (Dated != dated)
        {
            throw InvalidInputException.In(
                $"{name}, column time",
                "Some times are numbers and some are dates. Write all in one way."
            );
        }

        return hour;
    }

    /// <summary>Only with the year first: 03/04/2026 is another day in another country.</summary>
    private static DateTime? Date(ReadOnlySpan<char> text) =>
        text.Length >= 8
        && char.IsAsciiDigit(text[3])
        && text[4] is '-' or '/'
        && DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var date
        )
            ? DateTime.SpecifyKind(date, DateTimeKind.Unspecified)
            : null;
}
