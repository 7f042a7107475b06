using System.Globalization;

namespace Xinglin.Reports.Wording;

/// <summary>
/// The one place where a number or a time becomes text. The checker reads the text back and rounds by the same rule.
/// </summary>
public static class Numerals
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The value as stated: rounded half away from zero to the decimals of its unit.</summary>
    /// <remarks>
    /// A percentage that would round to 0 or 100 without being so reads <c>&lt;1</c> or <c>&gt;99</c>: a model is never certain.
    /// A number without a habitual precision is stated with up to three decimals.
    /// </remarks>
    public static string Number(double value, string unit)
    {
        if (unit == "%")
        {
            if (value is > 0 and < 0.5)
            {
                return "<1";
            }
            if (value is >= 99.5 and < 100)
            {
                return ">99";
            }
        }
        return Units.Decimals(unit) is { } decimals
            ? Round(value, decimals).ToString("F" + decimals, CultureInfo.InvariantCulture)
            : Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Rounds half away from zero, and never gives a negative zero. What is too large to be rounded, or no number at all,
    /// stays as it is.
    /// </summary>
    public static double Round(double value, int decimals)
    {
        if (!(Math.Abs(value) < 1e27))
        {
            return value;
        }
        var rounded = Math.Round((decimal)value, Math.Min(decimals, 28), MidpointRounding.AwayFromZero);
        return rounded == 0 ? 0 : (double)rounded;
    }

    public static string Quantity(double value, string unit, string language)
    {
        var number = Number(value, unit);
        return number + Units.After(unit, language, number == "1");
    }

    /// <summary>A percentage with one decimal, for where a whole one would not tell two apart: <c>99.2</c>, <c>&gt;99.9</c>.</summary>
    public static string FinePercentage(double value) =>
        value switch
        {
            > 0 and < 0.05 => "<0.1",
            >= 99.95 and < 100 => ">99.9",
            _ => Round(value, 1).ToString("F1", CultureInfo.InvariantCulture),
        };

    /// <summary>For example <c>71–90%</c> or, in Chinese, <c>71%～90%</c>.</summary>
    /// <remarks>
    /// Percentages that round to the same number have one decimal, <c>98.6–99.7%</c>; where both are
    /// beyond 99 or below 1, one bound stands for both: <c>&gt;99%</c>.
    /// </remarks>
    public static string Range(double low, double high, string unit, string language)
    {
        var (from, to) = (Number(low, unit), Number(high, unit));
        if (unit == "%" && from.TrimStart('<', '>') == to.TrimStart('<', '>') && low != high)
        {
            var bound = from == to && from[0] is '<' or '>';
            (from, to) = bound ? (from, to) : (FinePercentage(low), FinePercentage(high));
            if (from == to)
            {
                return from + Units.After(unit, language, false);
            }
        }
        return Chinese(language)
            ? $"{from}{(unit == "%" ? "%" : "")}～{to}{Units.After(unit, language, false)}"
            : $"{from}–{to}{Units.After(unit, language, false)}";
    }

    /// <summary>For example <c>152/94 mmHg</c>.</summary>
    public static string Pair(double systolic, double diastolic, string unit, string language) =>
        $"{Number(systolic, unit)}/{Number(diastolic, unit)}{Units.After(unit, language, false)}";

    /// <summary>For example <c>22 Nov 2026</c> or <c>2026年11月22日</c>, in the offset that the time was recorded in.</summary>
    public static string Date(DateTimeOffset time, string language) =>
        Chinese(language)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Year}年{time.Month}月{time.Day}日")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{time.Day} {British.DateTimeFormat.AbbreviatedMonthGenitiveNames[time.Month - 1][..3]} {time.Year}"
            );

    /// <summary>The date and the time of day, 24 hours; the date alone when the record has no time of day (midnight).</summary>
    public static string Moment(DateTimeOffset time, string language)
    {
        var date = Date(time, language);
        if (time.TimeOfDay == TimeSpan.Zero)
        {
            return date;
        }
        var hour = time.ToString("HH:mm", CultureInfo.InvariantCulture);
        return Chinese(language) ? $"{date} {hour}" : $"{date}, {hour}";
    }

    internal static bool Chinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
