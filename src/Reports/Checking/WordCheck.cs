using System.Text.RegularExpressions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Checking;

/// <summary>Objects to a side, a direction or a sex that no cited fact holds.</summary>
internal static partial class WordCheck
{
    private static readonly (Regex Words, string Meaning)[] Sides =
    [
        (Both(), "bilateral"),
        (Left(), "left"),
        (Right(), "right"),
    ];

    private static readonly (Regex Words, string Meaning)[] Courses =
    [
        (Rising(), Directions.Rising),
        (Falling(), Directions.Falling),
        (Steady(), Directions.Steady),
        (Above(), Directions.Above),
        (Below(), Directions.Below),
    ];

    private static readonly (Regex Words, string Meaning)[] Sexes = [(Female(), "female"), (Male(), "male")];

    public static IEnumerable<Violation> Of(QuotedText text, IReadOnlyList<Fact> cited)
    {
        foreach (var (start, word, side) in Find(text, Sides))
        {
            if (!cited.Any(fact => fact.Laterality == side))
            {
                yield return new Violation(
                    "",
                    ViolationKind.Laterality,
                    start,
                    word,
                    new BilingualText($"所引依据未说明侧别「{word}」。", $"No fact cited gives the side “{word}”.")
                );
            }
        }
        foreach (var (start, word, course) in Find(text, Courses))
        {
            if (!cited.Any(fact => fact.Direction == course))
            {
                yield return new Violation(
                    "",
                    ViolationKind.Direction,
                    start,
                    word,
                    new BilingualText($"所引依据不支持「{word}」。", $"No fact cited supports “{word}”.")
                );
            }
        }
        foreach (var (start, word, sex) in Find(text, Sexes))
        {
            if (!cited.Any(fact => Says(fact, sex)))
            {
                yield return new Violation(
                    "",
                    ViolationKind.Sex,
                    start,
                    word,
                    new BilingualText($"与记录的性别不符：「{word}」。", $"The recorded sex is not “{word}”.")
                );
            }
        }
    }

    private static bool Says(Fact fact, string sex) =>
        Sexes.Any(pair =>
            pair.Meaning == sex && (pair.Words.IsMatch(fact.Statement.En) || pair.Words.IsMatch(fact.Label.En))
        );

    private static IEnumerable<(int Start, string Word, string Meaning)> Find(
        QuotedText text,
        (Regex Words, string Meaning)[] lexicon
    ) =>
        from entry in lexicon
        from match in entry.Words.Matches(text.Text)
        where !text.Quoted(match.Index, match.Length)
        select (match.Index, match.Value, entry.Meaning);

    [GeneratedRegex(
        @"双侧|两侧|双肺|两肺|双下肺|双上肺|\b(?:bilateral(?:ly)?|both (?:sides|lungs))\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Both();

    [GeneratedRegex(@"左|\bleft(?:-sided)?\b(?! (?:the|against) )", RegexOptions.IgnoreCase)]
    private static partial Regex Left();

    [GeneratedRegex(@"右|\bright(?:-sided)?\b(?! (?:away|now))", RegexOptions.IgnoreCase)]
    private static partial Regex Right();

    [GeneratedRegex(@"上升|\b(?:rising|rises|increasing)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rising();

    [GeneratedRegex(@"下降|\b(?:falling|falls|decreasing)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Falling();

    [GeneratedRegex(@"平稳|\b(?:steady|stable)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Steady();

    [GeneratedRegex(@"高于|超过|\babove\b", RegexOptions.IgnoreCase)]
    private static partial Regex Above();

    [GeneratedRegex(@"低于|\bbelow\b", RegexOptions.IgnoreCase)]
    private static partial Regex Below();

    [GeneratedRegex(@"女|\b(?:woman|women|girls?|females?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Female();

    [GeneratedRegex(@"男|\b(?:man|men|boys?|males?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Male();
}
