using System.Text.RegularExpressions;

namespace Xinglin.Reports.Tests.Checking;

/// <summary>Falsifies a sentence in one place, in the ways a wrong program or a slip of the hand would.</summary>
public sealed class Mutations(int seed)
{
    private static readonly (string From, string To)[] Units =
    [
        ("mmol/L", "mg/dL"),
        ("mg/dL", "mmol/L"),
        ("mmHg", "kPa"),
        (" kg", " lb"),
        ("beats/min", "mmHg"),
        ("次/分", "mmHg"),
        ("岁", "个月"),
        (" years", " months"),
        (" days", " weeks"),
        ("7天", "7周"),
        (" readings", " days"),
        ("%", " mmHg"),
    ];

    private static readonly (string From, string To)[] Sides =
    [
        ("left ", "right "),
        ("right ", "left "),
        ("both ", "left "),
        ("左", "右"),
        ("右", "左"),
        ("双肺", "左肺"),
    ];

    private static readonly (string From, string To)[] Negations =
    [
        ("No radiographic evidence of", "Radiographic evidence of"),
        ("No evidence of", "Evidence of"),
        ("is unlikely", "is likely"),
        ("is likely", "is unlikely"),
        ("do not support", "support"),
        ("Appearances suggest ", "Appearances do not suggest "),
        ("Appearances suggestive of", "No appearances suggestive of"),
        ("in keeping with", "not in keeping with"),
        ("未见明确", "可见明确"),
        ("不支持", "支持"),
        ("未提示", "提示"),
        ("考虑", "不考虑"),
        ("可见符合", "未见符合"),
        ("影像分析提示", "影像分析未提示"),
        ("Known problems:", "No"),
        ("既往诊断：", "否认"),
    ];

    private static readonly (string From, string To)[] Findings =
    [
        ("pneumonia", "pneumothorax"),
        ("pleural effusion", "consolidation"),
        ("oronary artery disease", "ongenital nodule"),
        ("肺炎", "气胸"),
        ("胸腔积液", "肺结核"),
        ("冠心病", "心力衰竭性哮喘"),
    ];

    private readonly Random _random = new(seed);

    public IEnumerable<(string Kind, string Text)> Of(string sentence)
    {
        // Numbers that are no part of a date: change a digit, shift by one, slip the decimal point.
        foreach (
            var match in Regex
                .Matches(
                    sentence,
                    @"(?<![\d:年月.A-Za-z-])\d+(?:\.\d+)?(?![\d:年月日]|\.\d|\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
                )
                .Cast<Match>()
        )
        {
            if (Regex.IsMatch(sentence[..match.Index], @"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) $"))
            {
                continue;
            }
            yield return ("number", Put(sentence, match, Slip(match.Value)));
        }
        foreach (
            var match in Regex
                .Matches(
                    sentence,
                    @"(\d{4})年(\d+)月(\d+)日|(\d+) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})|\d\d:\d\d"
                )
                .Cast<Match>()
        )
        {
            // A fact's first and last day may both stand in one sentence: shift by a year, never onto another day of it.
            yield return (
                "date",
                Put(
                    sentence,
                    match,
                    match.Value.Contains(':')
                        ? (match.Value[..3] + (match.Value[3..] == "59" ? "13" : "59"))
                        : match
                            .Value.Replace("2026", "2025")
                            .Replace("2025", match.Value.Contains("2026") ? "2021" : "2024")
                )
            );
        }
        foreach (
            var (kind, pairs) in new[]
            {
                ("unit", Units),
                ("side", Sides),
                ("negation", Negations),
                ("finding", Findings),
            }
        )
        {
            foreach (var (from, to) in pairs)
            {
                var at = sentence.IndexOf(from, StringComparison.Ordinal);
                if (at >= 0)
                {
                    yield return (kind, sentence[..at] + to + sentence[(at + from.Length)..]);
                }
            }
        }
    }

    private static string Put(string sentence, Match match, string with) =>
        sentence[..match.Index] + with + sentence[(match.Index + match.Length)..];

    private string Slip(string number)
    {
        string changed;
        do
        {
            var at = _random.Next(number.Length);
            changed = _random.Next(4) switch
            {
                0 when number.Contains('.') => number.Replace(".", ""),
                1 => number + "0",
                2 when number.Length > 1 && !number.Contains('.') => number[..^1] + "." + number[^1],
                _ when char.IsDigit(number[at]) => number[..at]
                    + (char)('0' + (number[at] - '0' + _random.Next(1, 10)) % 10)
                    + number[(at + 1)..],
                _ => number + "7",
            };
        } while (double.Parse(changed) == double.Parse(number));
        return changed;
    }
}
