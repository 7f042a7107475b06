using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Review;

/// <summary>Who changes a draft.</summary>
/// <param name="UserId">For the audit trail.</param>
/// <param name="Initials">Stand next to the sentences this person typed or changed.</param>
public sealed record Reviewer(string UserId, string Initials)
{
    /// <summary>The whole name, which stands next to a decision; the initials where it is not known.</summary>
    public BilingualText Name { get; init; } = BilingualText.Same(Initials);

    /// <summary>Whether a decision of this person stands by itself depends on them.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}

/// <summary>
/// Review of a stored draft: each call reads the current version, requires it to be the one the page showed, changes it and
/// saves it before it returns. Thread-safe.
/// </summary>
/// <remarks>
/// Every method throws <see cref="VersionConflictException"/> when somebody else changed the draft in the meantime,
/// <see cref="ReviewRejectedException"/> when the draft is signed or the change makes no sense, and
/// <see cref="KeyNotFoundException"/> when there is no such draft.
/// </remarks>
/// <param name="opened">Who has opened which study; nobody any when null.</param>
/// <param name="maySign">Who may sign which kind of document; nobody any when null.</param>
public sealed class ReviewService(
    FhirStore store,
    StudyOpened? opened = null,
    MaySignKind? maySign = null,
    TimeProvider? clock = null
)
{
    private readonly MaySignKind _maySign = maySign ?? ((_, _) => false);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Accepts or rejects a finding; null takes the decision back.</summary>
    public Task<StoredDraft> DecideAsync(
        string draftId,
        string version,
        string findingId,
        Decision? decision,
        Reviewer reviewer,
        CancellationToken ct = default
    ) =>
        SaveAsync(
            draftId,
            version,
            draft =>
                Edits.Decide(
                    draft,
                    findingId,
                    decision,
                    decision is { } made
                        ? new(reviewer.UserId, reviewer.Name, reviewer.Roles, _clock.GetUtcNow(), made)
                        : null
                ),
            reviewer,
            ct
        );

    /// <summary>Changes a sentence's words; empty words strike it, the program's own words restore it.</summary>
    /// <param name="seen">
    /// The sentence as its editor saw it, empty where it was struck; null where nothing was seen. Where the draft says something else
    /// by now, nothing is overwritten.
    /// </param>
    /// <exception cref="SentenceConflictException">Somebody else changed this sentence since; both texts are in it.</exception>
    public Task<StoredDraft> EditSentenceAsync(
        string draftId,
        string version,
        string language,
        string sentenceId,
        string text,
        Reviewer reviewer,
        string? seen = null,
        CancellationToken ct = default
    ) =>
        SaveAsync(
            draftId,
            version,
            draft =>
            {
                RequireAsSeen(draft, language, sentenceId, text, seen);
                return Edits.Edit(draft, language, sentenceId, text, reviewer.Initials);
            },
            reviewer,
            ct
        );

    /// <summary>Adds a sentence typed by hand, under the author's initials.</summary>
    public Task<StoredDraft> AddSentenceAsync(
        string draftId,
        string version,
        string language,
        string sectionCode,
        string? afterSentenceId,
        string text,
        Reviewer reviewer,
        CancellationToken ct = default
    ) =>
        SaveAsync(
            draftId,
            version,
            draft => Edits.Add(draft, language, sectionCode, afterSentenceId, text, reviewer.Initials),
            reviewer,
            ct
        );

    /// <summary>Says why a sentence departs from its facts.</summary>
    public Task<StoredDraft> JustifyAsync(
        string draftId,
        string version,
        string language,
        string sentenceId,
        string reason,
        Reviewer reviewer,
        CancellationToken ct = default
    ) => SaveAsync(draftId, version, draft => Edits.Justify(draft, language, sentenceId, reason), reviewer, ct);

    private static void RequireAsSeen(Draft draft, string language, string sentenceId, string text, string? seen)
    {
        if (
            seen is null
            || draft
                .Texts[language]
                .Sections.SelectMany(section => section.Sentences)
                .FirstOrDefault(one => one.Id == sentenceId)
                is not { } now
        )
        {
            return;
        }
        var theirs = now.Deleted ? "" : now.Text;
        var mine = text.Trim();
        if (theirs.Trim() != seen.Trim() && theirs.Trim() != mine)
            throw new SentenceConflictException(new(sentenceId, mine, theirs, now.Author));
    }

    /// <summary>What still is between the draft and a signature, for the signing dialog.</summary>
    /// <param name="signer">Who is to sign; null where nobody in particular is meant.</param>
    /// <exception cref="KeyNotFoundException">There is no such draft.</exception>
    public ReviewState State(string draftId, string language, string? signer = null)
    {
        var stored = Load(draftId);
        var chart = Chart.TryLoad(store, stored.Draft.PatientId);
        return new ReviewState(
            stored,
            Edits.Undecided(stored.Draft),
            DraftChecker.Check(stored.Draft, language),
            chart is null ? [] : StaleFacts.Find(stored.Draft, chart)
        )
        {
            PatientDamaged = chart is not null && Damage.IsDamaged(chart.Patient),
            Damaged = [.. chart?.Damaged ?? []],
            Missing = Readiness.Of(stored.Draft, language, signer, opened ?? ((_, _, _, _) => false), _maySign),
            Review = Readiness.ReviewOf(stored.Draft, language, _maySign),
            Unconfirmed = [.. Readiness.Unconfirmed(stored.Draft, _maySign).Select(finding => finding.Id)],
        };
    }

    private StoredDraft Load(string draftId) =>
        DraftResources.Load(store, draftId)
        ?? throw new KeyNotFoundException("There is no such draft: open it from the worklist.");

    private async Task<StoredDraft> SaveAsync(
        string draftId,
        string version,
        Func<Draft, Draft> change,
        Reviewer reviewer,
        CancellationToken ct
    )
    {
        var stored = Load(draftId);
        if (stored.Status == DraftStatus.Signed)
        {
            throw new ReviewRejectedException(
                "already-signed",
                new BilingualText("文书已签署，不能再修改。", "The document is signed and can no longer be changed.")
            );
        }
        if (store.IsSealed(stored.Draft.PatientId))
            throw new ReviewRejectedException("sealed", ReviewState.SealedWords);
        if (stored.Version != version)
        {
            throw new VersionConflictException("DiagnosticReport", draftId, version, stored.Version);
        }
        await store.CommitAsync(
            Origin.Person(reviewer.UserId),
            DraftResources.ToWrites(stored, change(stored.Draft), reviewer.UserId),
            ct
        );
        return Load(draftId);
    }
}

/// <param name="Undecided">Findings neither accepted nor rejected.</param>
/// <param name="Objections">What the checker objects to; those not justified forbid signing.</param>
/// <param name="Stale">Facts whose source has changed since the draft was written.</param>
public sealed record ReviewState(
    StoredDraft Stored,
    IReadOnlyList<Analysis.Predictions.Finding> Undecided,
    IReadOnlyList<Violation> Objections,
    IReadOnlyList<StaleFact> Stale
)
{
    public static readonly BilingualText PatientDamagedWords = new(
        "患者资料已损坏：姓名、性别和出生日期无法读取，暂不能签署。请由来源系统重新发送患者资料，或由管理员从备份恢复。",
        "Patient record damaged: name, sex and date of birth cannot be read, so nothing can be signed for now. Let the sending system send the patient again, or an administrator restore it from a backup."
    );

    public static readonly BilingualText SealedWords = new(
        "患者的病历已封存，文书不能更改或签署。须先由管理员解除封存。",
        "The patient's chart is sealed, so its documents can neither be changed nor signed. An administrator has to unseal it first."
    );

    /// <summary>The patient's own record cannot be read: nobody may sign until it can.</summary>
    public bool PatientDamaged { get; init; }

    /// <summary>Records of the chart that cannot be read, as <c>Type/id</c>: the draft may lack what they say.</summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];

    /// <summary>What a signature is refused for, as the draft is.</summary>
    public IReadOnlyList<MissingItem> Missing { get; init; } = [];

    /// <summary>How far persons have worked through the draft: nobody says "reviewed" where only the program was.</summary>
    public HowReviewed Review { get; init; }

    /// <summary>Ids of findings whose decision is a proposal: whoever made it may not sign such a document.</summary>
    public IReadOnlyList<string> Unconfirmed { get; init; } = [];

    public bool MaySign => Stored.Status == DraftStatus.Draft && !PatientDamaged && Missing.Count == 0;
}
