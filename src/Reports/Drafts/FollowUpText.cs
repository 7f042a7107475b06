using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Drafts;

/// <summary>The texts of a document that follows a signed one, in both languages: which it follows, then the words.</summary>
public static class FollowUpText
{
    /// <summary>The fact that names the original.</summary>
    public const string OriginalFact = "original";

    private const string Elsewhere = "elsewhere-";

    /// <summary>Whether a text has the words themselves; false where it only says that they are in the other language.</summary>
    public static bool HoldsWords(DraftText text) =>
        !text
            .Sections.SelectMany(section => section.Sentences)
            .Any(sentence => !sentence.Deleted && sentence.Id.StartsWith(Elsewhere, StringComparison.Ordinal));

    /// <param name="number">1 for the first of its kind.</param>
    /// <param name="words">What it says, after the sentence that names the original.</param>
    /// <param name="cited">References (<c>Type/id</c>) on which those words rest, in their order; null for none.</param>
    /// <param name="own">The person whose words they are, and in which language they were typed; the other text names that language. Null for words that rest on facts.</param>
    public static Draft Write(
        StoredDraft original,
        DocumentFollowUp follows,
        int number,
        DateTimeOffset at,
        IReadOnlyList<BilingualText> words,
        IReadOnlyList<string?>? cited = null,
        (string Language, string Initials)? own = null
    )
    {
        var source = original.Draft;
        var named = Original(original, follows);
        List<Fact> facts = [Fact(OriginalFact, named, $"DiagnosticReport/{source.Id}", original.Report.Issued)];
        for (var i = 0; own is null && i < words.Count; i++)
        {
            facts.Add(Fact($"said-{i + 1}", words[i], cited?[i] ?? $"DiagnosticReport/{source.Id}", null));
        }
        var isVersion = follows.IsNewVersion;
        var heading = FollowedBy.NameOf(follows.Kind);
        return source with
        {
            Id = DocumentFollowUp.IdOf(source.Id, follows.Kind, number),
            FollowUp = follows,
            Prediction = source.Prediction with { Context = source.Prediction.Context with { MadeAt = at } },
            Facts = [.. isVersion ? source.Facts.Where(fact => !IsOurs(fact)) : [], .. facts],
            Texts = source.Texts.ToDictionary(
                text => text.Key,
                text =>
                {
                    var section = new DraftSection(
                        "follow-up",
                        heading.In(text.Key),
                        [
                            .. facts.Select(fact => new Sentence(fact.Id, fact.Statement.In(text.Key), [fact.Id])),
                            .. own is { } typed
                                ? words.Select(
                                    (said, i) => Typed(said, i + 1, text.Key, typed.Language, typed.Initials)
                                )
                                : [],
                        ]
                    );
                    return new DraftText(
                        text.Key,
                        isVersion ? text.Value.Title : Joined(text.Value.Title, heading.In(text.Key), text.Key),
                        [section, .. isVersion ? text.Value.Sections.Where(one => one.Code != "follow-up") : []]
                    );
                }
            ),
        };
    }

    private static Sentence Typed(BilingualText said, int number, string language, string typedIn, string initials) =>
        language == typedIn
            ? new Sentence($"typed-{number}", said.In(language), [], initials)
            : new Sentence(
                $"{Elsewhere}{number}",
                language == "en" ? "The words added are in the Chinese text." : "补充的内容见英文文本。",
                [OriginalFact]
            );

    private static string Joined(string title, string heading, string language) =>
        language == "en" ? $"{title}: {heading.ToLowerInvariant()}" : $"{title}（{heading}）";

    private static bool IsOurs(Fact fact) => fact.Kind == FactKinds.Document;

    private static Fact Fact(string id, BilingualText says, string source, DateTimeOffset? time) =>
        new(id, FactKinds.Document, new("文书", "Document"), says, [], time, source);

    private static BilingualText Original(StoredDraft original, DocumentFollowUp follows)
    {
        var by = SignedLabels.Signers(original.Report);
        var at = original.Report.Issued ?? original.Draft.Prediction.Context.MadeAt;
        var name = DraftSummary.Name(original.Draft);
        var hash = follows.Hash.Length >= 16 ? follows.Hash[..16] : "–";
        return new(
            $"针对“{name.Zh}”，由{by.Zh}于 {Numerals.Moment(at, "zh-CN")} 签署，内容哈希 {hash}。",
            $"On the document “{name.En}”, signed by {by.En} on {Numerals.Moment(at, "en")}, content hash {hash}."
        );
    }
}
