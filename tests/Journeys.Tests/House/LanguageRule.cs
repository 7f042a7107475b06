using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>A text is in one language: whoever reads is answered in the one that was asked for, never "English / 中文".</summary>
public static partial class LanguageRule
{
    /// <summary>Not read as sentences: the footer's own words, and what is stored with a reading since the first release.</summary>
    private static readonly string[] Apart =
    [
        "Reports/Printing/PrintStyle.cs",
        "Exchange/Import/Measurements/HomeMeasurement.cs",
    ];

    /// <summary>Every text that holds both languages with a stroke between them; empty when the rule holds.</summary>
    /// <param name="sourceFolder">The folder <c>src</c>.</param>
    public static IReadOnlyList<string> Breaches(string sourceFolder)
    {
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(sourceFolder, "*.*", SearchOption.AllDirectories).Order())
        {
            var place = Path.GetRelativePath(sourceFolder, path).Replace('\\', '/');
            if (
                !(place.EndsWith(".cs", StringComparison.Ordinal) || place.EndsWith(".razor", StringComparison.Ordinal))
            )
            {
                continue;
            }

            if (Apart.Contains(place) || place.Contains("/obj/", StringComparison.Ordinal))
                continue;
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (!line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Glued().IsMatch(line))
                    found.Add($"{place}:{number}: two languages in one text");
            }
        }
        return found;
    }

    // A stroke between spaces, with words of one language before it and of the other behind it.
    [GeneratedRegex(@"[A-Za-z][A-Za-z .,!?]+ / [^""<]*[\u4e00-\u9fff]|[\u4e00-\u9fff][^""<]* / [A-Z][a-z]+ [a-z]")]
    private static partial Regex Glued();
}
