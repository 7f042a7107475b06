using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xinglin.Reports.Wording;

namespace Xinglin.Reports.Checking;

/// <summary>
/// Reads numbers, units, ranges, blood pressures, dates and times back out of a Chinese or English text. It knows nothing of
/// the writer; the decimal digits of every script, Chinese numerals before a measure word and English number words are read
/// too. Digits that take two UTF-16 units (such as 𝟙) are named as unreadable, never passed over.
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

    private const string Num = @"[<>]?[0-9]+(?:\.[0-9]+)?";
    private const string Months =
        "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";

    private static readonly Regex Pattern = new(
        $"""
        (?<zhdate>(?:(?<y>[0-9]+)年)?(?<m>[0-9]+)月(?<d>[0-9]+)日(?:\s*(?<t>[0-9]+:[0-9]+))?)
        |(?<isodate>(?<![0-9.])(?<y>[0-9]+)-(?<m>[0-9]+)-(?<d>[0-9]+)(?:[\sT]+(?<t>[0-9]+:[0-9]+))?)
        |(?<endate>(?<![0-9.])(?<d>[0-9]+)\s(?<mn>{Months})\b\.?(?:\s(?<y>[0-9]+))?(?:,?\s(?:at\s)?(?<t>[0-9]+:[0-9]+))?)
        |(?<time>(?<![0-9:.])(?<t>[0-9]+:[0-9]+)(?![0-9]))
        |(?<name>(?<![A-Za-z])[A-Za-z][A-Za-z]*(?:-?[0-9][0-9A-Za-z]*)+(?:\.[0-9]+)*|(?<![0-9.])[0-9]+(?:\.[0-9]+)+\.[0-9]+[\w.-]*)
        |(?<pair>(?<![0-9.])(?<a>{Num})\s*/\s*(?<b>{Num})(?:\s*(?<u>{UnitPattern}))?)
        |(?<range>(?<![0-9.])(?<a>{Num})\s*(?:%|％)?\s*(?:–|—|-|～|~|\sto\s|至|到)\s*(?<b>{Num})(?:\s*(?<u>{UnitPattern}))?)
        |(?<num>(?<![0-9.])(?<a>-?{Num})(?:\s*(?<u>{UnitPattern}))?)
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
        tokens.AddRange(Unread(text));
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
                : new TextToken.MalformedDate(start, text);
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
                return new TextToken.MalformedDate(start, text);
            }
        }
        return month is < 1 or > 12 || day is < 1 or > 31
            ? new TextToken.MalformedDate(start, text)
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
        // No measure has more signs than this: what is longer is a number that no fact holds.
        if (text.Length > 9)
        {
            return int.MaxValue;
        }
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

    /// <summary>The digits beyond U+FFFF: no clinician types them, so none may slip through unchecked.</summary>
    private static IEnumerable<TextToken> Unread(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i) && CharUnicodeInfo.GetDecimalDigitValue(text, i) >= 0)
            {
                yield return new TextToken.MalformedDate(i, text.Substring(i, 2));
            }
        }
    }

    /// <summary>The digits of every script and full-width signs as their narrow twins, one for one, so that positions stay.</summary>
    private static string Narrow(string text)
    {
        var narrow = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            narrow.Append(
                letter switch
                {
                    '．' => '.',
                    '／' => '/',
                    '＜' => '<',
                    '＞' => '>',
                    '％' or '٪' => '%',
                    '−' => '-',
                    '٫' => '.',
                    _ when CharUnicodeInfo.GetDecimalDigitValue(letter) is >= 0 and var digit => (char)('0' + digit),
                    _ => letter,
                }
            );
        }
        return narrow.ToString();
    }
}
