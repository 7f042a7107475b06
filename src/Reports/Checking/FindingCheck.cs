using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Checking;

/// <summary>
/// Objects to a finding that no cited fact names, to one negated though the fact holds it present, to the reverse, and to
/// either when the clinician rejected what the model said of it.
/// </summary>
internal static class FindingCheck
{
    public static IEnumerable<Violation> Of(
        QuotedText text,
        IReadOnlyList<Fact> cited,
        IReadOnlyDictionary<string, Decision> decisions,
        FindingLexicon lexicon
    )
    {
        foreach (var (start, word, synonyms) in lexicon.Mentions(text.Text))
        {
            if (text.QuotedWhole(start, word.Length))
            {
                continue;
            }
            var naming = cited.Where(fact => FindingLexicon.Names(fact, synonyms)).ToArray();
            if (naming.Length == 0)
            {
                yield return new Violation(
                    "",
                    ViolationKind.Finding,
                    start,
                    word,
                    new BilingualText($"所引依据中没有「{word}」。", $"No fact cited speaks of “{word}”.")
                );
                continue;
            }
            var held = naming.Where(fact => fact.Present is not null).ToArray();
            if (held.Length > 0 && Quarrel(Polarity.Of(text.Text, start, word.Length), held, decisions) is { } message)
            {
                yield return new Violation("", ViolationKind.Negation, start, word, message);
            }
        }
    }

    private static BilingualText? Quarrel(Stance stance, Fact[] held, IReadOnlyDictionary<string, Decision> decisions)
    {
        if (stance == Stance.Neutral)
        {
            return null;
        }
        if (stance == Stance.Unclear)
        {
            return new BilingualText(
                "肯定与否定并存，语义不明，请改写。",
                "It is unclear whether this is asserted or denied: please reword."
            );
        }
        if (
            held.Any(fact =>
                fact.FindingId is { } id && decisions.TryGetValue(id, out var decision) && decision == Decision.Rejected
            )
        )
        {
            return new BilingualText(
                "医师未采纳模型对此项的判断，文中不得再作此判断。",
                "The clinician did not accept what the model says of this: the text may not say it."
            );
        }
        var asserted = stance == Stance.Asserted;
        if (held.Any(fact => fact.Present == asserted))
        {
            return null;
        }
        return asserted
            ? new BilingualText("文中肯定，而依据为未见。", "Asserted here, but the fact holds it absent.")
            : new BilingualText("文中否定，而依据为存在。", "Denied here, but the fact holds it present.");
    }
}
