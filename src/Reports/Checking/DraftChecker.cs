using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Checking;

/// <summary>
/// Re-reads a finished text and objects to every number, unit, date, side, direction or finding that none of the facts cited
/// by its sentence holds. Independent of the writer; stateless and thread-safe.
/// </summary>
public static class DraftChecker
{
    /// <summary>The objections to one language's text, in reading order; those that a person has justified are marked so.</summary>
    /// <param name="language"><c>zh-CN</c> or <c>en</c>.</param>
    /// <exception cref="KeyNotFoundException">The draft has no text in that language.</exception>
    public static IReadOnlyList<Violation> Check(Draft draft, string language)
    {
        var lexicon = FindingLexicon.For(draft);
        return
        [
            .. draft
                .Texts[language]
                .Sections.SelectMany(section => section.Sentences)
                .Where(sentence => !sentence.Deleted)
                .SelectMany(sentence => Check(draft, sentence, language, lexicon)),
        ];
    }

    /// <summary>The objections to one sentence.</summary>
    public static IReadOnlyList<Violation> Check(Draft draft, Sentence sentence, string language) =>
        [.. Check(draft, sentence, language, FindingLexicon.For(draft))];

    internal static IEnumerable<Violation> Check(
        Draft draft,
        Sentence sentence,
        string language,
        FindingLexicon lexicon
    )
    {
        if (sentence.FactIds.Count == 0)
        {
            // A sentence typed by a person rests on the person; one of the program's own without evidence is rejected.
            if (sentence.Author is null)
            {
                yield return new Violation(
                    sentence.Id,
                    ViolationKind.NoEvidence,
                    0,
                    sentence.Text,
                    new BilingualText("该句没有依据。", "This sentence rests on no fact.")
                );
            }
            yield break;
        }
        var cited = draft.Facts.Where(fact => sentence.FactIds.Contains(fact.Id)).ToArray();
        var text = new QuotedText(sentence.Text, cited, language);
        var justified = !string.IsNullOrWhiteSpace(sentence.Justification);
        foreach (
            var objection in NumberCheck
                .Of(text, cited, language)
                .Concat(WordCheck.Of(text, cited))
                .Concat(FindingCheck.Of(text, cited, draft.Decisions, lexicon))
                .OrderBy(objection => objection.Start)
        )
        {
            yield return objection with
            {
                SentenceId = sentence.Id,
                Justified = justified,
            };
        }
    }
}
