using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.FollowUps;

/// <summary>Something that follows a signed document: signed, or begun and waiting for its signature.</summary>
/// <param name="By">Who signed it; empty while it waits.</param>
public sealed record FollowUpLine(
    string Id,
    FollowUpKind Kind,
    string Reason,
    bool Signed,
    BilingualText By,
    DateTimeOffset? At,
    StoredDraft Stored
);

/// <summary>
/// Begins what follows a signed document: an addendum, a new version, a withdrawal. Each is a draft of its own, reviewed and signed like
/// any other by <see cref="SigningService"/>; only its signature changes what the original says of itself. Thread-safe.
/// </summary>
/// <param name="rules">Who may begin one.</param>
public sealed class FollowUpService(FhirStore store, CitedChanges changes, TimeProvider clock, FollowUpRules rules)
{
    private static readonly FollowUpKind[] Begun =
    [
        FollowUpKind.Addendum,
        FollowUpKind.Amendment,
        FollowUpKind.Withdrawal,
        FollowUpKind.CoSignature,
    ];

    /// <summary>Everything that follows a document, in the order of its kinds.</summary>
    public IReadOnlyList<FollowUpLine> Of(string documentId)
    {
        var found = new List<FollowUpLine>();
        foreach (var kind in Begun)
        {
            for (
                var number = 1;
                DraftResources.Load(store, DocumentFollowUp.IdOf(documentId, kind, number)) is { } one;
                number++
            )
            {
                found.Add(Line(one));
            }
        }
        return found;
    }

    /// <summary>Why a person may not begin one; null when they may. What is offered here is what is not refused by the rules.</summary>
    public BilingualText? RefusalOf(
        StoredDraft original,
        FollowUpKind kind,
        string userId,
        IReadOnlyList<string> roles
    ) => rules.ToBegin(original, kind, userId, roles)?.Reason;

    /// <summary>Begins an addendum, an amendment, a correction or a withdrawal in a person's words.</summary>
    /// <param name="version">Of the original, as the person saw it.</param>
    /// <param name="words">Of an addendum what it says; of the others the reason.</param>
    /// <param name="language">In which the words are.</param>
    /// <returns>The draft to be reviewed and signed.</returns>
    /// <exception cref="ReviewRejectedException">There are no words, the person may not, or the original does not allow it.</exception>
    /// <exception cref="VersionConflictException">The original was changed since the person saw it.</exception>
    public Task<StoredDraft> BeginAsync(
        string documentId,
        string version,
        FollowUpKind kind,
        string words,
        string language,
        Reviewer reviewer,
        CancellationToken ct = default
    )
    {
        words = words.Trim();
        if (words.Length == 0)
        {
            throw new ReviewRejectedException(
                "reason",
                new BilingualText("请填写理由或补充的内容。", "Give the reason, or the words to add.")
            );
        }
        if (words.Length > 2000)
        {
            throw new ReviewRejectedException(
                "reason",
                new BilingualText(
                    "最多 2000 字；更长的内容请在草稿中逐句补充。",
                    "At most 2000 letters: add more, sentence by sentence, in the draft."
                )
            );
        }
        var isAddendum = kind == FollowUpKind.Addendum;
        var said = isAddendum ? BilingualText.Same(words) : new BilingualText($"理由：{words}", $"Reason: {words}");
        (string, string)? own = isAddendum ? (language, reviewer.Initials) : null;
        return BeginAsync(documentId, version, kind, words, [said], null, own, reviewer, ct);
    }

    /// <summary>Begins the addendum that says what changed of the evidence since the signature, ready in both languages.</summary>
    /// <inheritdoc cref="BeginAsync(string, string, FollowUpKind, string, string, Reviewer, CancellationToken)"/>
    public Task<StoredDraft> BeginReadyAsync(
        string documentId,
        string version,
        Reviewer reviewer,
        CancellationToken ct = default
    )
    {
        var open = changes.Of(documentId).Where(change => !change.Answered).ToList();
        if (open.Count == 0)
        {
            throw new ReviewRejectedException(
                "no-change",
                new BilingualText(
                    "签署后所引数据没有尚待说明的变化。",
                    "No cited datum has changed since the signature without an addendum."
                )
            );
        }
        var reason = BilingualText.Join("；", "; ", open.Select(change => change.Short));
        return BeginAsync(
            documentId,
            version,
            FollowUpKind.Addendum,
            $"{reason.Zh} / {reason.En}",
            [.. open.Select(change => change.Sentence), Judgement],
            [.. open.Select(change => (string?)change.Source), null],
            null,
            reviewer,
            ct
        );
    }

    private static readonly BilingualText Judgement = new(
        "上述变化发生在签署之后；请结合更正后的数据阅读原文书。",
        "This changed after the signature: read the original with the corrected data."
    );

    /// <summary>Gives up what was begun and not signed; its versions stay in the history.</summary>
    /// <exception cref="ReviewRejectedException">It is signed, or follows no document.</exception>
    public async System.Threading.Tasks.Task GiveUpAsync(
        string id,
        string version,
        Reviewer reviewer,
        CancellationToken ct = default
    )
    {
        var stored = DraftResources.Load(store, id) ?? throw new KeyNotFoundException("There is no such draft.");
        if (
            stored.Status == DraftStatus.Signed
            || stored.Draft.FollowUp is null
            || PreliminarySignatures.Of(stored).Count > 0
        )
        {
            throw new ReviewRejectedException(
                "signed",
                new BilingualText("已签署的内容不能放弃。", "What somebody signed cannot be given up.")
            );
        }
        await store.CommitAsync(
            Origin.Person(reviewer.UserId),
            [new Write(new DiagnosticReport { Id = id }, version, Delete: true)],
            ct
        );
    }

    private async Task<StoredDraft> BeginAsync(
        string documentId,
        string version,
        FollowUpKind kind,
        string reason,
        IReadOnlyList<BilingualText> words,
        IReadOnlyList<string?>? cited,
        (string Language, string Initials)? own,
        Reviewer reviewer,
        CancellationToken ct
    )
    {
        var original = DraftResources.Load(store, documentId);
        Followed.Require(original, kind);
        if (rules.ToBegin(original!, kind, reviewer.UserId, reviewer.Roles) is { } refusal)
            throw refusal;
        if (original!.Version != version)
            throw new VersionConflictException("DiagnosticReport", documentId, version, original.Version);
        if (store.IsSealed(original.Draft.PatientId))
            throw new ReviewRejectedException("sealed", ReviewState.SealedWords);
        var number = 1;
        for (; DraftResources.Load(store, DocumentFollowUp.IdOf(documentId, kind, number)) is { } known; number++)
        {
            if (known.Status != DraftStatus.Signed)
            {
                throw new ReviewRejectedException(
                    "begun",
                    new BilingualText(
                        $"已有一份未签署的{FollowedBy.NameOf(kind).Zh}，请先签署或放弃它。",
                        $"One that is not signed yet was begun already ({FollowedBy.NameOf(kind).En.ToLowerInvariant()}): sign it or give it up first."
                    )
                );
            }
        }
        var at = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone);
        var follows = new DocumentFollowUp(kind, documentId, Followed.HashOf(store, documentId), reason)
        {
            WrittenBy = cited is null ? reviewer.Name : null,
        };
        var draft = FollowUpText.Write(original, follows, number, at, words, cited, own);
        IReadOnlyList<Write> writes = DraftResources.ToWrites(draft);
        foreach (var report in writes.Select(write => write.Resource).OfType<DiagnosticReport>())
            DraftResources.AddReviewer(report, reviewer.UserId);
        await store.CommitAsync(Origin.Person(reviewer.UserId), writes, ct);
        return DraftResources.Load(store, draft.Id)!;
    }

    private static FollowUpLine Line(StoredDraft one)
    {
        var signed = one.Status == DraftStatus.Signed;
        return new(
            one.Draft.Id,
            one.Draft.FollowUp?.Kind ?? FollowUpKind.Addendum,
            one.Draft.FollowUp?.Reason ?? "",
            signed,
            signed ? SignedLabels.Signers(one.Report) : BilingualText.Same(""),
            signed ? one.Report.Issued : null,
            one
        );
    }
}
