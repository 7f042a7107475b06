using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xinglin.Reports.Wording;

namespace Xinglin.Reports.Checking;

/// <summary>
/// Reads numbers, units, ranges, blood pressures, dates and times back out of a Chinese or English text. It knows nothing of
/// the writer; full-width digits, Chinese numerals before a measure word and English number words are read too.
/// </summary>
internal static partial class TextReader
{
    private static readonly string UnitPattern = string.Join(
        "|",
        Units.Written.Select(unit =>
            char.IsAsciiLetter(unit.Written[^1])
                ? Regex.Escape(unit.Written) + "(?![A-Za-z])"
                : Regex.Escape(unit.Written)
        )
    );

    private const string Num = @"[<>]?\d+(?:\.\d+)?";
    private const string Months =
        "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";

    private static readonly Regex Pattern = new(
        $"""
        (?<zhdate>(?:(?<y>\d+)年)?(?<m>\d+)月(?<d>\d+)日(?:\s*(?<t>\d+:\d+))?)
        |(?<isodate>(?<![\d.])(?<y>\d+)-(?<m>\d+)-(?<d>\d+)(?:[\sT]+(?<t>\d+:\d+))?)
        |(?<endate>(?<![\d.])(?<d>\d+)\s(?<mn>{Months})\b\.?(?:\s(?<y>\d+))?(?:,?\s(?:at\s)?(?<t>\d+:\d+))?)
        |(?<time>(?<![\d:.])(?<t>\d+:\d+)(?!\d))
        |(?<name>[A-Za-z][A-Za-z]*(?:-?\d[\dA-Za-z]*)+(?:\.\d+)*|(?<![\d.])\d+(?:\.\d+)+\.\d+[\w.-]*)
        |(?<pair>(?<![\d.])(?<a>{Num})\s*/\s*(?<b>{Num})(?:\s*(?<u>{UnitPattern}))?)
        |(?<range>(?<![\d.])(?<a>{Num})\s*(?:%|％)?\s*(?:–|—|-|～|~|\sto\s|至|到)\s*(?<b>{Num})(?:\s*(?<u>{UnitPattern}))?)
        |(?<num>(?<![\d.])(?<a>-?{Num})(?:\s*(?<u>{UnitPattern}))?)
        |(?<zhnum>(?<zn>[二两三四五六七八九十百]+|一(?=周|天|日|个月|小时|岁|年))(?<u>周岁|岁|天|日|周|次|个月|小时|项|支|毫米汞柱|年))
        |(?<ennum>\b(?<en>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s(?<u>days?|weeks?|months?|hours?|readings?|items?|years?|vessels?)\b)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.Compiled
    );

    private static readonly Dictionary<string, string> UcumOf = Units
        .Written.DistinctBy(unit => unit.Written)
        .ToDictionary(unit => unit.Written, unit => unit.Ucum);

    /// <summary>Every token of the text, in order. Positions are those of the text as given.</summary>
    public static IReadOnlyList<TextToken> Read(string text)
    {
        var narrow = Narrow(text);
        List<TextToken> tokens = [];
        foreach (Match match in Pattern.Matches(narrow))
        {
            tokens.Add(Token(match, text.Substring(match.Index, match.Length)));
        }
        return tokens;
    }

    private static TextToken Token(Match match, string text)
    {
        var start = match.Index;
        bool Is(string name) => match.Groups[name].Success;
        if (Is("zhdate") || Is("isodate") || Is("endate"))
        {
            return Date(match, text);
        }
        if (Is("time"))
        {
            return Time(match.Groups["t"].Value) is { } time
                ? new TextToken.TimeOfDay(start, text, time)
                : new TextToken.Nonsense(start, text);
        }
        if (Is("name"))
        {
            return new TextToken.Name(start, text);
        }
        var unit = Is("u") ? Ucum(match.Groups["u"].Value) : "";
        if (Is("pair"))
        {
            return new TextToken.Pair(start, text, Stated(match, "a"), Stated(match, "b"), unit);
        }
        if (Is("range"))
        {
            return new TextToken.Range(start, text, Stated(match, "a"), Stated(match, "b"), unit);
        }
        if (Is("num"))
        {
            return new TextToken.Number(start, text, Stated(match, "a"), unit);
        }
        var value = Is("zhnum") ? ChineseNumeral(match.Groups["zn"].Value) : EnglishWord(match.Groups["en"].Value);
        return new TextToken.Number(start, text, new StatedNumber(value, 0, ""), unit);
    }

    private static TextToken Date(Match match, string text)
    {
        var start = match.Index;
        var month = match.Groups["mn"].Success ? MonthOf(match.Groups["mn"].Value) : Small(match.Groups["m"].Value);
        int? year = match.Groups["y"].Success ? Small(match.Groups["y"].Value) : null;
        var day = Small(match.Groups["d"].Value);
        TimeOnly? time = null;
        if (match.Groups["t"].Success)
        {
            time = Time(match.Groups["t"].Value);
            if (time is null)
            {
                return new TextToken.Nonsense(start, text);
            }
        }
        return month is < 1 or > 12 || day is < 1 or > 31
            ? new TextToken.Nonsense(start, text)
            : new TextToken.Date(start, text, year, month, day, time);
    }

    /// <summary>A short run of digits; a long one is no part of a date.</summary>
    private static int Small(string digits) =>
        digits.Length <= 4 ? int.Parse(digits, CultureInfo.InvariantCulture) : int.MaxValue;

    private static int MonthOf(string name) =>
        Array.IndexOf(
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
            name[..3].ToLowerInvariant()
        ) + 1;

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;

    private static StatedNumber Stated(Match match, string group)
    {
        var text = match.Groups[group].Value;
        var bound = text[0] is '<' or '>' ? text[..1] : "";
        var digits = text[bound.Length..];
        var point = digits.IndexOf('.');
        return new StatedNumber(
            double.Parse(digits, CultureInfo.InvariantCulture),
            point < 0 ? 0 : digits.Length - point - 1,
            bound
        );
    }

    private static string Ucum(string written) =>
        UcumOf.TryGetValue(written, out var ucum) ? ucum
        : UcumOf.TryGetValue(written + "s", out var plural) ? plural
        : written;

    private static int ChineseNumeral(string text)
    {
        var (total, digit) = (0, 0);
        foreach (var sign in text)
        {
            if (sign is '十' or '百')
            {
                total += Math.Max(1, digit) * (sign == '十' ? 10 : 100);
                digit = 0;
            }
            else
            {
                digit = sign == '两' ? 2 : "〇一二三四五六七八九".IndexOf(sign);
            }
        }
        return total + digit;
    }

    private static int EnglishWord(string word) =>
        Array.IndexOf(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
            word
        ) + 1;

    /// <summary>Full-width digits and signs as their narrow twins, one character for one, so that positions stay.</summary>
    private static string Narrow(string text)
    {
        var narrow = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            narrow.Append(
                letter switch
                {
                    >= '０' and <= '９' => (char)(letter - '０' + '0'),
                    '．' => '.',
                    '／' => '/',
                    '＜' => '<',
                    '＞' => '>',
                    '％' => '%',
                    '−' => '-',
                    _ => letter,
                }
            );
        }
        return narrow.ToString();
    }
}
