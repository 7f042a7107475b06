using System.Text.RegularExpressions;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>What a text is in whose faults are told.</summary>
internal enum Within
{
    /// <summary>It is the whole file: its lines are the file's.</summary>
    Nothing,

    /// <summary>One line of an NDJSON file: its own line is always the first.</summary>
    Line,

    /// <summary>An entry of a Bundle: its own lines are counted from the entry's first.</summary>
    Entry,
}

/// <summary>Takes places out of a fault that would be wrong in the file: the place of the part itself is named next to it.</summary>
internal static partial class InnerPlaces
{
    public static TextIssue Without(TextIssue issue, Within within) =>
        within == Within.Nothing
            ? issue
            : issue with
            {
                Place = Without(issue.Place, within) is { Length: > 0 } place ? place : "the whole text",
                Said = Without(issue.Said, within),
            };

    private static string Without(string text, Within within) =>
        within == Within.Line ? FirstLine().Replace(text, "") : Anywhere().Replace(text, "").Trim();

    [GeneratedRegex(@"(?<=^|\(|at )line 1, (?=(?:byte|column) \d+)", RegexOptions.CultureInvariant)]
    private static partial Regex FirstLine();

    [GeneratedRegex(
        @" ?\(line \d+, column \d+\)|(?: at |^)line \d+(?:, (?:byte|column) \d+)?",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Anywhere();
}
