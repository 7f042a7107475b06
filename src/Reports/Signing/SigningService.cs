using Hl7.Fhir.Model;
using Xinglin.Records.Archive;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Certificates;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Pades;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <param name="Version">The version the signer saw.</param>
/// <param name="Language">The text that is signed: <c>zh-CN</c> or <c>en</c>.</param>
public sealed record SigningRequest(
    string DraftId,
    string Version,
    string Language,
    SignerIdentity Signer,
    SignatureMeaning Meaning
);

/// <param name="PdfId">Id of the Binary with the PDF; null while another person must sign.</param>
/// <param name="ContentHash">SHA-256 of what was signed, 64 hexadecimal digits; printed on the PDF.</param>
public sealed record SignedDocument(StoredDraft Stored, string? PdfId, string ContentHash, DateTimeOffset SignedAt);

/// <summary>
/// Signing: one document, by one person who has just given the password again. The report becomes <c>final</c>, and
/// Provenance and PDF are stored with it in one transaction, or nothing is. There is no method that signs more than one.
/// A co-signature of a final document is a statement beside it, and what follows a signed document is noted at it: what was signed
/// is never written again. Who may sign what, and whether that makes it final, say the <see cref="SigningRules"/>: every door comes by here.
/// </summary>
/// <param name="opened">Who has opened which study: nobody signs a report on a film without having looked at it.</param>
/// <param name="rules">The shipped ones when null.</param>
/// <param name="letterhead">The hospital's head as it is set now; null where it has none.</param>
/// <param name="followUps">Who may sign what follows a signed document; nobody reads by break-glass when null.</param>
public sealed class SigningService(
    FhirStore store,
    PdfPrinter printer,
    PdfSigning seals,
    SignatureVerifier verifier,
    DicomArchive? archive,
    TimeProvider clock,
    StudyOpened opened,
    SigningRules? rules = null,
    Func<Letterhead?>? letterhead = null,
    FollowUpRules? followUps = null
)
{
    private readonly SigningRules _rules = rules ?? SigningRules.Shipped;

    /// <summary>Signs a document.</summary>
    /// <exception cref="ReviewRejectedException">
    /// The signer may not sign this, it is signed already, something is missing (<see cref="Readiness"/>), the patient's record is missing or damaged,
    /// or the second authentication does not hold.
    /// </exception>
    /// <exception cref="VersionConflictException">Somebody changed it since the signer saw it.</exception>
    /// <exception cref="PdfException">It could not be printed; nothing was signed.</exception>
    /// <exception cref="KeyNotFoundException">There is no such draft.</exception>
    public async Task<SignedDocument> SignAsync(
        SigningRequest request,
        SecondAuthentication proof,
        CancellationToken ct = default
    )
    {
        var stored =
            DraftResources.Load(store, request.DraftId)
            ?? throw new KeyNotFoundException("There is no such draft: open it from the worklist.");
        var original = stored;
        var at = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone);
        at = new DateTimeOffset(at.Ticks - at.Ticks % TimeSpan.TicksPerSecond, at.Offset);
        var isCoSignature = stored.Status == DraftStatus.Signed && request.Meaning == SignatureMeaning.CoSigner;
        if (isCoSignature)
        {
            Followed.Require(stored, FollowUpKind.CoSignature);
            RequireVersion(stored, request);
            stored = CoSignature.Of(store, stored, at);
        }
        else
        {
            Require(stored, request);
            if (followUps?.ToSign(stored.Draft, request.Signer.UserId) is { } refusal)
                throw refusal;
        }
        if (store.IsSealed(stored.Draft.PatientId))
            throw new ReviewRejectedException("sealed", ReviewState.SealedWords);
        var standing = isCoSignature ? Followed.SignersOf(store, original) : PreliminarySignatures.Of(stored);
        var isFinal = _rules.Ask(stored.Draft.Kind, request.Signer, request.Meaning, request.Language, standing);
        var chart = RequirePatient(stored.Draft.PatientId);
        if (
            !isCoSignature
            && Readiness.Of(stored.Draft, request.Language, request.Signer.UserId, opened, _rules.MaySign)
                is [var first, ..] missing
        )
        {
            throw SigningRefusals.NotReady(first, missing);
        }
        proof.Use(request.Signer.UserId, request.DraftId, clock.GetUtcNow());

        if (!isFinal)
        {
            var signed = new PreliminarySignature(request.Signer, request.Meaning, at, request.Language, "");
            signed = signed with { ContentHash = PreliminarySignatures.HashOf(stored.Draft, signed) };
            await store.CommitAsync(
                Origin.Person(request.Signer.UserId),
                PreliminarySignatureWrites.ToWrites(stored, request, signed),
                ct
            );
            return new SignedDocument(DraftResources.Load(store, request.DraftId)!, null, signed.ContentHash, at);
        }
        request = request with { DraftId = stored.Draft.Id, Version = stored.Version };
        var noted = Followed.Writes(store, stored.Draft, request.Signer, at).ToList();
        var content = SignedContent.Of(
            stored.Draft,
            request.Language,
            request.Signer,
            request.Meaning,
            at,
            SignedImages.Of(store, archive, stored.Draft),
            SignedContent.WordsOf(
                SignedResources.ConclusionOf(stored.Draft, request.Language),
                SignedNarrative.Of(stored, request).Div
            )
        );
        var hash = content.Hash;
        var html = PrintedDocument.Html(
            stored.Draft,
            request.Language,
            PatientHeaders.Of(chart, at),
            new PrintedSignature(request.Signer, request.Meaning, at, hash)
            {
                Before = isCoSignature
                    ? []
                    :
                    [
                        .. standing.Select(one => new PrintedSignature(
                            one.Signer,
                            one.Meaning,
                            one.At,
                            one.ContentHash
                        )),
                    ],
            },
            letterhead: letterhead?.Invoke()
        );
        var label = SignedLabels.Of(stored.Draft, SignedNarrative.SignersOf(stored, request));
        var pdf = await SealAsync(await printer.PrintAsync(html, ct), request, label, hash, at, ct);
        var writes = SignedResources.ToWrites(stored, request, content, pdf);
        await store.CommitAsync(Origin.Person(request.Signer.UserId), [.. writes, .. noted], ct);
        return new SignedDocument(
            DraftResources.Load(store, request.DraftId)!,
            SignedResources.PdfId(request.DraftId),
            hash,
            at
        );
    }

    /// <summary>
    /// As what somebody may sign a document now; of a signed one, whether they may sign beside it. What is offered here is what
    /// <see cref="SignAsync"/> does not refuse by the rules.
    /// </summary>
    /// <param name="language">Of the text that would be signed.</param>
    public SigningOffer OfferTo(StoredDraft stored, SignerIdentity signer, string language) =>
        stored.Status != DraftStatus.Signed && followUps?.ToSign(stored.Draft, signer.UserId) is { } refusal
            ? new SigningOffer([], refusal.Reason, [])
        : stored.Status == DraftStatus.Signed
            ? _rules.OfferTo(
                stored.Draft.Kind,
                signer,
                stored.SignedLanguage ?? language,
                Followed.SignersOf(store, stored),
                [SignatureMeaning.CoSigner]
            )
        : _rules.OfferTo(
            stored.Draft.Kind,
            signer,
            language,
            PreliminarySignatures.Of(stored),
            Enum.GetValues<SignatureMeaning>()
        );

    /// <summary>What changed between the program's draft and the current (or signed) text of a language.</summary>
    /// <exception cref="KeyNotFoundException">There is no such draft.</exception>
    public IReadOnlyList<SentenceDifference> Difference(string draftId, string language)
    {
        var versions = DraftResources.Versions(store, draftId);
        return versions.Count == 0
            ? throw new KeyNotFoundException("There is no such draft: open it from the worklist.")
            : TextDifference.Between(versions[0].Draft.Texts[language], versions[^1].Draft.Texts[language]);
    }

    /// <summary>The signed PDF; null while the draft is not signed, or when it is no longer the one that was signed.</summary>
    public byte[]? Pdf(string draftId) =>
        store.Read<Binary>(SignedResources.PdfId(draftId)) is { Data: { } pdf } stored
        && stored.IsOwn()
        && verifier.Of(draftId) is not { PdfHolds: false }
            ? pdf
            : null;

    /// <summary>Puts the electronic signature into the printed PDF.</summary>
    private async Task<byte[]> SealAsync(
        byte[] pdf,
        SigningRequest request,
        BilingualText label,
        string hash,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var reason = label.In(request.Language);
        try
        {
            return await seals.SignAsync(pdf, new(request.Signer.Name.In(request.Language), reason, hash, at), ct);
        }
        catch (SignatureException fault)
        {
            throw new ReviewRejectedException("no-electronic-signature", fault.Reason);
        }
    }

    /// <summary>Nobody signs for a patient whose name, sex and birth cannot be read.</summary>
    private Chart RequirePatient(string patientId) =>
        Chart.TryLoad(store, patientId) is not { } chart
            ? throw new ReviewRejectedException(
                "no-patient",
                new BilingualText(
                    "本系统没有该文书所属的患者，不能签署。请由来源系统重新发送患者资料，或由管理员从备份恢复。",
                    "The patient of this document is not in this system, so it cannot be signed. Let the sending system send the patient again, or an administrator restore it from a backup."
                )
            )
        : Damage.IsDamaged(chart.Patient)
            ? throw new ReviewRejectedException("patient-damaged", ReviewState.PatientDamagedWords)
        : chart;

    private static void RequireVersion(StoredDraft stored, SigningRequest request)
    {
        if (stored.Version != request.Version)
            throw new VersionConflictException("DiagnosticReport", request.DraftId, request.Version, stored.Version);
    }

    private static void Require(StoredDraft stored, SigningRequest request)
    {
        if (stored.Status == DraftStatus.Signed)
        {
            throw new ReviewRejectedException(
                "already-signed",
                new BilingualText(
                    "文书已签署，不能重复签署。",
                    "The document is signed already and cannot be signed again."
                )
            );
        }
        RequireVersion(stored, request);
        if (!stored.Draft.Texts.ContainsKey(request.Language))
        {
            throw new ReviewRejectedException(
                "no-such-language",
                new BilingualText("该草稿没有此语言的文本。", "The draft has no text in this language.")
            );
        }
        if (!Enum.IsDefined(request.Meaning))
        {
            throw new ReviewRejectedException(
                "no-meaning",
                new BilingualText("请选择签署含义。", "Choose what the signature means.")
            );
        }
    }
}
