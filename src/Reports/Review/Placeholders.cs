using System.Text.RegularExpressions;

namespace Xinglin.Reports.Review;

/// <summary>Words that only keep the place of those that are to be written: "[ ]", "____", "to be determined" abbreviated, 待补充.</summary>
public static partial class Placeholders
{
    /// <summary>The first such place in a text; null when it holds none.</summary>
    public static string? In(string text) =>
        Place().Match(text) is { Success: true } found ? found.Value
        : text.Any(char.IsLetterOrDigit) ? null
        : text;

    // "46,XX" is a karyotype, and 待完善检查 a plan; both are words.
    [GeneratedRegex(
        @"_{2,}|[\[【（(]\s*[\]】）)]|[\[【]\s*(?:待|请)[^\]】]{0,20}[\]】]|(?i:\b(?:TO-?DO|TBD|TBC|FIX-?ME|lorem ipsum)\b|\[(?:insert|fill|to be|enter)[^\]]{0,40}\])|待补充|待填写?|待录入|请(?:在此)?填写|此处填写|[?？]{3,}|(?<!\d,\s?)(?<![A-Za-z0-9])(?:XX+|xx+|×{2,})(?![A-Za-z0-9])"
    )]
    private static partial Regex Place();
}
