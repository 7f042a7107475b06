using System.Buffers;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir.Text;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Reports.Writing;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Review;

/// <summary>What a clinician can do to a draft, as functions from draft to draft.</summary>
public static class Edits
{
    private const string RejectedPrefix = "not-accepted-";

    /// <summary>More than any sentence needs, and little enough to be checked at once.</summary>
    private const int MostLetters = 10_000;

    /// <summary>
    /// Accepts or rejects a finding, or takes the decision back (null). The program's own sentences that rest on a rejected finding
    /// are struck in both languages, and one says that it was not accepted; taking it back restores them. What a person wrote, changed or
    /// struck stays as it is: where it asserts what was rejected, the checker objects, and the person decides.
    /// </summary>
    /// <param name="by">Who decides, and when.</param>
    public static Draft Decide(Draft draft, string findingId, Decision? decision, FindingDecision? by = null)
    {
        var finding =
            (draft.Prediction as Prediction.Findings)?.Items.FirstOrDefault(item => item.Id == findingId)
            ?? throw new ReviewRejectedException(
                "no-such-finding",
                new BilingualText(
                    "此草稿没有该项所见，请刷新页面。",
                    "This draft has no such finding: reload the page."
                )
            );
        var decisions = draft.Decisions.ToDictionary();
        decisions.Remove(findingId);
        if (decision is { } made)
        {
            decisions[findingId] = made;
        }
        var makers = draft.DecidedBy?.ToDictionary() ?? [];
        makers.Remove(findingId, out var before);
        if (decision is not null && by is not null)
        {
            makers[findingId] = by with
            {
                Proposal = before is not null && before.By != by.By ? before with { Proposal = null } : null,
            };
        }
        var own = draft.Facts.Where(fact => fact.FindingId == findingId).Select(fact => fact.Id).ToHashSet();
        var rejected = decision == Decision.Rejected;
        return draft with
        {
            Decisions = decisions,
            DecidedBy = makers.Count > 0 ? makers : null,
            Texts = draft.Texts.ToDictionary(
                pair => pair.Key,
                pair => Strike(pair.Value, own, rejected ? Replacement(draft, finding, pair.Key) : null, finding)
            ),
        };
    }

    /// <summary>
    /// What the document concludes of a finding after a decision: the program's own words where the clinician agrees, one sentence
    /// that says so where not. For the page, before anybody chooses.
    /// </summary>
    public static string Follows(Draft draft, Finding finding, Decision decision, string language)
    {
        if (decision == Decision.Rejected)
            return Replacement(draft, finding, language).Text;
        var own = draft.Facts.Where(fact => fact.FindingId == finding.Id).Select(fact => fact.Id).ToHashSet();
        return string.Join(
            language == "en" ? " " : "",
            draft
                .Texts[language]
                .Sections.Where(section => section.Code is "impression" or "assessment")
                .SelectMany(section => section.Sentences)
                .Where(sentence =>
                    sentence.FactIds.Any(own.Contains)
                    && !sentence.Id.StartsWith(RejectedPrefix, StringComparison.Ordinal)
                )
                .Select(sentence => sentence.Text)
        );
    }

    /// <summary>
    /// Replaces a sentence's words. The program's own words are kept next to it; putting them back makes it the program's
    /// again; empty words strike it.
    /// </summary>
    public static Draft Edit(Draft draft, string language, string sentenceId, string text, string author) =>
        Change(
            draft,
            language,
            sentenceId,
            sentence =>
            {
                var trimmed = Typed(text);
                var original = sentence.Author is null ? sentence.Text : sentence.Original;
                if (trimmed.Length == 0)
                {
                    return sentence with { Deleted = true, Author = author, Original = original };
                }
                if (trimmed == original)
                {
                    return sentence with
                    {
                        Text = trimmed,
                        Deleted = false,
                        Author = null,
                        Original = null,
                        Justification = null,
                    };
                }
                return sentence with
                {
                    Text = trimmed,
                    Deleted = false,
                    Author = author,
                    Original = original,
                    Justification = trimmed == sentence.Text ? sentence.Justification : null,
                };
            }
        );

    /// <summary>Why a sentence departs from its facts; blank takes the reason back.</summary>
    public static Draft Justify(Draft draft, string language, string sentenceId, string reason) =>
        Change(
            draft,
            language,
            sentenceId,
            sentence => sentence with { Justification = Typed(reason) is { Length: > 0 } said ? said : null }
        );

    /// <summary>Adds a sentence typed by a person: it rests on its author, not on a fact.</summary>
    /// <param name="after">The sentence it follows; null puts it at the end of the section.</param>
    public static Draft Add(Draft draft, string language, string sectionCode, string? after, string text, string author)
    {
        text = Typed(text);
        if (text.Length == 0)
        {
            throw new ReviewRejectedException("empty", new BilingualText("请输入内容。", "Type the sentence first."));
        }
        var document = draft.Texts[language];
        var section =
            document.Sections.FirstOrDefault(section => section.Code == sectionCode)
            ?? throw new ReviewRejectedException(
                "no-such-section",
                new BilingualText("此草稿没有该段落，请刷新页面。", "This draft has no such section: reload the page.")
            );
        var number =
            1
            + document
                .Sections.SelectMany(s => s.Sentences)
                .Count(s => s.Id.StartsWith("typed-", StringComparison.Ordinal));
        var sentence = new Sentence($"typed-{number}", text, [], author);
        var sentences = section.Sentences.ToList();
        var at = sentences.FindIndex(s => s.Id == after);
        sentences.Insert(at < 0 ? sentences.Count : at + 1, sentence);
        return With(
            draft,
            language,
            document with
            {
                Sections =
                [
                    .. document.Sections.Select(s => s.Code == sectionCode ? s with { Sentences = sentences } : s),
                ],
            }
        );
    }

    /// <summary>
    /// Characters that turn the order of those after them around (Unicode Annex 9: embeddings, overrides, isolates): 15 would
    /// read as 51. Arabic or Hebrew needs none of them.
    /// </summary>
    private static readonly SearchValues<char> TurnsAround = SearchValues.Create(
        "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"
    );

    /// <summary>What was typed, without blanks at its ends and without characters that no document may hold.</summary>
    private static string Typed(string text)
    {
        var typed = string.Concat(Characters.Clean(text).Where(sign => !TurnsAround.Contains(sign))).Trim();
        return typed.Length <= MostLetters
            ? typed
            : throw new ReviewRejectedException(
                "too-long",
                new BilingualText(
                    $"一句最多 {MostLetters} 字，请分成几句。",
                    $"A sentence has at most {MostLetters} letters: make several of it."
                )
            );
    }

    /// <summary>The findings that are neither accepted nor rejected.</summary>
    public static IReadOnlyList<Finding> Undecided(Draft draft) =>
        draft.Prediction is Prediction.Findings findings
            ? [.. findings.Items.Where(item => !draft.Decisions.ContainsKey(item.Id))]
            : [];

    private static DraftText Strike(DraftText text, HashSet<string> own, Sentence? replacement, Finding finding)
    {
        var replacementId = RejectedPrefix + finding.Id;
        var conclusion = text.Sections.FirstOrDefault(section => section.Code is "impression" or "assessment")?.Code;
        return text with
        {
            Sections =
            [
                .. text.Sections.Select(section =>
                {
                    var sentences = section
                        .Sentences.Where(sentence => sentence.Id != replacementId)
                        .Select(sentence =>
                            sentence.Author is null && sentence.FactIds.Any(own.Contains)
                                ? sentence with
                                {
                                    Deleted = replacement is not null,
                                }
                                : sentence
                        );
                    return section with
                    {
                        Sentences =
                        [
                            .. section.Code == conclusion && replacement is not null
                                ? sentences.Append(replacement)
                                : sentences,
                        ],
                    };
                }),
            ],
        };
    }

    private static Sentence Replacement(Draft draft, Finding finding, string language)
    {
        var fact = draft.Facts.First(fact => fact.Id == FindingFacts.StateId(finding));
        var phrase =
            language == "en"
                ? CitedText.Of(
                    $"The model's statement on {Phrasing.English.Label(fact)} was not accepted by the reviewing clinician, whose own assessment takes precedence."
                )
                : CitedText.Of($"模型对{Phrasing.Chinese.Label(fact)}的判断未被医师采纳，以医师意见为准。");
        return new Sentence(RejectedPrefix + finding.Id, phrase.Text, phrase.FactIds);
    }

    private static Draft Change(Draft draft, string language, string sentenceId, Func<Sentence, Sentence> change)
    {
        var text = draft.Texts[language];
        if (!text.Sections.Any(section => section.Sentences.Any(sentence => sentence.Id == sentenceId)))
        {
            throw new ReviewRejectedException(
                "no-such-sentence",
                new BilingualText("此草稿没有该句，请刷新页面。", "This draft has no such sentence: reload the page.")
            );
        }
        return With(
            draft,
            language,
            text with
            {
                Sections =
                [
                    .. text.Sections.Select(section =>
                        section with
                        {
                            Sentences =
                            [
                                .. section.Sentences.Select(sentence =>
                                    sentence.Id == sentenceId ? change(sentence) : sentence
                                ),
                            ],
                        }
                    ),
                ],
            }
        );
    }

    private static Draft With(Draft draft, string language, DraftText text) =>
        draft with
        {
            Texts = draft.Texts.ToDictionary(pair => pair.Key, pair => pair.Key == language ? text : pair.Value),
        };
}
