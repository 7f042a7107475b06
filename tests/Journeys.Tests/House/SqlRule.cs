using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>
/// All SQL of the records is behind one seam, <c>Records/Storage</c>, once, with its values as <c>$1</c>: another database
/// needs another folder next to <c>Sqlite</c> and no second text.
/// </summary>
public static partial class SqlRule
{
    private const string Seam = "Records/Storage/";

    /// <summary>Every place where SQL is elsewhere, or is written as one database alone reads it; empty when the rule holds.</summary>
    /// <param name="sourceFolder">The folder <c>src</c>.</param>
    public static IReadOnlyList<string> Breaches(string sourceFolder)
    {
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(sourceFolder, "*.cs", SearchOption.AllDirectories).Order())
        {
            var place = Path.GetRelativePath(sourceFolder, path).Replace('\\', '/');
            if (place.Contains("/obj/", StringComparison.Ordinal))
                continue;
            var inside = place.StartsWith(Seam, StringComparison.Ordinal);
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                    continue;
                if (
                    !inside && (Literals().Matches(line).Any(text => Sql().IsMatch(text.Value)) || Bare().IsMatch(line))
                )
                {
                    found.Add($"{place}:{number}: SQL outside of {Seam}");
                }

                if (inside && NumberedOtherwise().IsMatch(line))
                    found.Add($"{place}:{number}: a value that is not written $1");
            }
        }
        return found;
    }

    [GeneratedRegex(@"""(\\.|[^""\\])*""")]
    private static partial Regex Literals();

    // Statements in capitals, as all of ours are.
    [GeneratedRegex(
        @"\b(SELECT\s+\S+.*\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+(TABLE|INDEX|TRIGGER)|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE|SAVEPOINT)\b"
    )]
    private static partial Regex Sql();

    // A line of a text over several lines.
    [GeneratedRegex(
        @"^\s*(SELECT\s.*\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|(CREATE|ALTER|DROP)\s+(TABLE|INDEX|TRIGGER))\b"
    )]
    private static partial Regex Bare();

    [GeneratedRegex(@"(=|\(|,|<|>|LIMIT |OFFSET )\?[0-9]+\b")]
    private static partial Regex NumberedOtherwise();
}
