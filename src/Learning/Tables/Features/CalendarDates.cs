using System.Globalization;
using System.Text.RegularExpressions;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Days, months and moments as hospitals write them: <c>2024-03-05</c>, <c>2024/3/5</c>, <c>05.03.2024</c>, <c>25/12/1960</c>,
/// <c>2024年3月5日</c>, <c>2024-03</c>, <c>05-Mar-2024</c>, each with or without a time, and <c>20240305</c> as a number.
/// </summary>
internal static partial class CalendarDates
{
    private const int FirstYear = 1850;
    private const int LastYear = 2150;

    /// <summary>Whether a cell that is not a number is a day, a month or a moment.</summary>
    public static bool IsDate(string cell)
    {
        if (cell.Length < 6)
            return false;
        if (YearFirst().Match(cell) is { Success: true } first)
            return Exists(first.Groups["y"].Value, first.Groups["m"].Value, first.Groups["d"].Value);
        if (YearLast().Match(cell) is { Success: true } last)
        {
            return Exists(last.Groups["y"].Value, last.Groups["a"].Value, last.Groups["b"].Value)
                || Exists(last.Groups["y"].Value, last.Groups["b"].Value, last.Groups["a"].Value);
        }

        return cell.Length >= 8
            && (cell.Contains('-') || cell.Contains('/'))
            && DateTime.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
    }

    /// <summary>Whether different whole numbers, all of them, are days written as <c>yyyyMMdd</c>.</summary>
    public static bool AreDays(IReadOnlyCollection<double> numbers) =>
        numbers.Count > 2
        && numbers.All(n => n is >= FirstYear * 10_000d and < (LastYear + 1) * 10_000d && IsDay((int)n));

    private static bool IsDay(int number) => Exists(number / 10_000, number / 100 % 100, number % 100);

    private static bool Exists(string year, string month, string day) =>
        Exists(
            int.Parse(year, CultureInfo.InvariantCulture) is var y && year.Length == 2 ? 2000 + y : y,
            int.Parse(month, CultureInfo.InvariantCulture),
            day.Length == 0 ? 1 : int.Parse(day, CultureInfo.InvariantCulture)
        );

    private static bool Exists(int year, int month, int day) =>
        year is >= FirstYear and <= LastYear
        && month is >= 1 and <= 12
        && day >= 1
        && day <= DateTime.DaysInMonth(year, month);

    private const string Time = @"(T|\s+)?(\d{1,2}[:时]\d{2}.*)?$";

    [GeneratedRegex(@"^(?<y>[0-9]{4})[-/.年](?<m>[0-9]{1,2})([-/.月](?<d>[0-9]{0,2})日?)?" + Time)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<a>[0-9]{1,2})[-/.](?<b>[0-9]{1,2})[-/.](?<y>[0-9]{4}|[0-9]{2})" + Time)]
    private static partial Regex YearLast();
}
