using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Review;

/// <summary>Whether the pixels of a study's film were ever delivered to a person; the audit trail knows.</summary>
/// <param name="instance">SOP Instance UID of the film that was read; null where that is not known: any of the study.</param>
public delegate bool StudyOpened(string userId, string studyId, string patientId, string? instance);

/// <summary>Whether somebody with these roles may sign a kind of document; the signing rules say.</summary>
public delegate bool MaySignKind(DocumentKind kind, IReadOnlyList<string> roles);

/// <summary>How far persons have worked through a draft.</summary>
public enum HowReviewed
{
    /// <summary>Nobody has decided or changed anything.</summary>
    Untouched,

    /// <summary>Somebody has changed words; nobody says of the others that they were read.</summary>
    Edited,

    /// <summary>Each finding is decided by a person who may sign such a document.</summary>
    EachFinding,
}

/// <summary>Something without which a document is not signed.</summary>
/// <param name="Code">A stable word, such as <c>undecided</c>.</param>
/// <param name="Words">What is missing, and what to do.</param>
/// <param name="Kind">What kind of place <paramref name="Place"/> is.</param>
/// <param name="Place">Where it is to be done: id of a finding, a sentence or a study, or the code of a section.</param>
public sealed record MissingItem(string Code, BilingualText Words, MissingPlace Kind, string Place);

public enum MissingPlace
{
    Finding,
    Sentence,
    Section,
    Study,
}

/// <summary>
/// What is between a draft and a signature. The page lists it and <see cref="Signing.SigningService"/> refuses by it: one list,
/// so that no door is more lenient than another.
/// </summary>
public static class Readiness
{
    /// <summary>Sections without which such a document says nothing.</summary>
    private static readonly string[] Needed = ["findings", "impression", "assessment", "forecast"];

    /// <param name="language">Of the text that is to be signed.</param>
    /// <param name="signer">Who is to sign; null where that is not known: then nobody's views are asked for.</param>
    /// <param name="maySign">Whose decisions stand by themselves: a decision of anybody else is a proposal, and the signer confirms it.</param>
    public static IReadOnlyList<MissingItem> Of(
        Draft draft,
        string language,
        string? signer,
        StudyOpened opened,
        MaySignKind maySign
    )
    {
        var text = draft.Texts[language];
        // What is added to a signed document, or takes it back, is a person's words and decides no finding anew.
        if (draft.FollowUp is { IsNewVersion: false })
            return [.. Unjustified(draft, language)];
        return
        [
            .. Edits
                .Undecided(draft)
                .Select(finding => new MissingItem(
                    "undecided",
                    new(
                        $"所见“{finding.Label.Zh}”尚未决定：请选择同意或不同意模型判读。",
                        $"The finding “{finding.Label.En}” is not decided: agree or disagree with the model."
                    ),
                    MissingPlace.Finding,
                    finding.Id
                )),
            .. Unconfirmed(draft, maySign)
                .Select(finding => new MissingItem(
                    "unconfirmed",
                    ToConfirm(draft, finding),
                    MissingPlace.Finding,
                    finding.Id
                )),
            .. Unopened(draft, signer, opened),
            .. text.Sections.SelectMany(section => OfSection(draft, section)),
            .. Conclusion(draft, text),
            .. Unjustified(draft, language),
        ];
    }

    private static IEnumerable<MissingItem> Unjustified(Draft draft, string language) =>
        DraftChecker
            .Check(draft, language)
            .Where(objection => !objection.Justified)
            .Select(objection => new MissingItem(
                "unjustified",
                new(
                    $"语句“{objection.Excerpt}”与依据不符且未说明理由：请改回或写明理由。",
                    $"“{objection.Excerpt}” departs from the facts without a reason: change it back or say why."
                ),
                MissingPlace.Sentence,
                objection.SentenceId
            ));

    /// <summary>How far persons, and not only the program, have worked through the draft.</summary>
    public static HowReviewed ReviewOf(Draft draft, string language, MaySignKind maySign) =>
        draft.Prediction is Prediction.Findings { Items.Count: > 0 }
        && Edits.Undecided(draft).Count == 0
        && Unconfirmed(draft, maySign).Count == 0
            ? HowReviewed.EachFinding
        : draft.Decisions.Count > 0 || draft.Texts[language].Sections.Any(section => section.Sentences.Any(IsOfPerson))
            ? HowReviewed.Edited
        : HowReviewed.Untouched;

    /// <summary>Findings that somebody decided who may not sign such a document, or of whom nothing is known.</summary>
    public static IReadOnlyList<Finding> Unconfirmed(Draft draft, MaySignKind maySign) =>
        draft.Prediction is Prediction.Findings findings && draft.FollowUp is null or { IsNewVersion: true }
            ?
            [
                .. findings.Items.Where(item =>
                    draft.Decisions.ContainsKey(item.Id)
                    && !(draft.DecidedBy?.GetValueOrDefault(item.Id) is { } by && maySign(draft.Kind, by.Roles))
                ),
            ]
            : [];

    private static BilingualText ToConfirm(Draft draft, Finding finding)
    {
        var agrees = draft.Decisions[finding.Id] == Decision.Accepted;
        var by = draft.DecidedBy?.GetValueOrDefault(finding.Id);
        return new(
            $"所见“{finding.Label.Zh}”：{by?.Name.Zh ?? "他人"}建议{(agrees ? "同意" : "不同意")}模型判读，但无权签署此类文书：请您确认或另作决定。",
            $"The finding “{finding.Label.En}”: {by?.Name.En ?? "another person"} proposes to {(agrees ? "agree" : "disagree")} with the model, and may not sign such a document: confirm it, or decide otherwise."
        );
    }

    private static IEnumerable<MissingItem> Unopened(Draft draft, string? signer, StudyOpened opened)
    {
        if (
            signer is not null
            && draft.Prediction.Context.Focus.Split('/') is ["ImagingStudy", var study]
            && !opened(signer, study, draft.PatientId, draft.Prediction.Context.Instance)
        )
        {
            yield return new(
                "study-not-opened",
                new(
                    "您从未看到该检查中所判读的影像：请先阅片。如影像损坏或缺失，须先由影像设备或PACS重新发送，或由管理员从备份恢复。",
                    "You have never seen the film of this study that was read: look at it first. If it is damaged or missing, let the modality or the PACS send it again, or an administrator restore it from a backup."
                ),
                MissingPlace.Study,
                study
            );
        }
    }

    private static IEnumerable<MissingItem> OfSection(Draft draft, DraftSection section)
    {
        var kept = section.Sentences.Where(sentence => !sentence.Deleted).ToList();
        foreach (var sentence in kept.Where(sentence => sentence.Author is not null))
        {
            if (Placeholders.In(sentence.Text) is { } place)
            {
                yield return new(
                    "placeholder",
                    new(
                        $"“{section.Heading}”中有未填写的占位内容“{place}”：请写明或删去该句。",
                        $"“{section.Heading}” still holds a placeholder, “{place}”: write what belongs there, or strike the sentence."
                    ),
                    MissingPlace.Sentence,
                    sentence.Id
                );
            }
        }
        // The model looks for its own findings only; the rest of the film is for a person to describe.
        if (draft is { Kind: DocumentKind.Imaging, Prediction: Prediction.Findings } && section.Code == "findings")
        {
            if (!kept.Any(IsOfPerson))
            {
                yield return new(
                    "not-described",
                    new(
                        $"“{section.Heading}”中没有医师的描述：模型未评估心影、纵隔、膈肌、胸膜及骨骼，请补充。",
                        $"“{section.Heading}” has no sentence by a person: the model did not assess heart, mediastinum, diaphragm, pleura and bones; describe them."
                    ),
                    MissingPlace.Section,
                    section.Code
                );
            }
        }
        else if (kept.Count == 0 && Needed.Contains(section.Code))
        {
            yield return new(
                "empty-section",
                new(
                    $"“{section.Heading}”为空：请补充内容。",
                    $"“{section.Heading}” is empty: write what belongs there."
                ),
                MissingPlace.Section,
                section.Code
            );
        }
    }

    private static IEnumerable<MissingItem> Conclusion(Draft draft, DraftText text)
    {
        var section = text.Sections.FirstOrDefault(section => section.Code is "impression" or "assessment");
        if (section is null || section.Sentences.Any(IsOfPerson))
            yield break;
        if (
            draft.Prediction is Prediction.Findings { Items.Count: > 0 } rejected
            && rejected.Items.All(item =>
                draft.Decisions.GetValueOrDefault(item.Id, Decision.Accepted) == Decision.Rejected
            )
        )
        {
            yield return new(
                "nothing-in-its-place",
                new(
                    $"已不同意模型的全部判读，但“{section.Heading}”中没有医师自己的结论：请补充。",
                    $"You disagree with all that the model said, and “{section.Heading}” has no conclusion of a person in its place: add one."
                ),
                MissingPlace.Section,
                section.Code
            );
        }
        else if (
            draft.Prediction is Prediction.CannotSay
            || draft.Prediction is Prediction.Findings findings && findings.Items.Any(item => item.Uncertain)
        )
        {
            yield return new(
                "needs-reading",
                new(
                    $"模型无法确定，此文书需人工判读：请在“{section.Heading}”中写入您的结论。",
                    $"The model cannot say, so this needs a person's reading: write your conclusion under “{section.Heading}”."
                ),
                MissingPlace.Section,
                section.Code
            );
        }
    }

    /// <summary>Words of a person that say something.</summary>
    private static bool IsOfPerson(Sentence sentence) =>
        sentence is { Author: not null, Deleted: false }
        && sentence.Text.Count(char.IsLetter) > 1
        && Placeholders.In(sentence.Text) is null;
}
