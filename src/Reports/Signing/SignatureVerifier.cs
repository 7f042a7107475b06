using System.Security.Cryptography;
using Hl7.Fhir.Model;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Pades;

namespace Xinglin.Reports.Signing;

/// <summary>
/// Compares a signed document with what was signed: the PDF by its own signature, the rest by the content hash that this signature
/// covers. Every page and interface that shows one asks here, by way of the store (<see cref="DocumentProtection.IsAltered"/>). Thread-safe.
/// </summary>
public sealed class SignatureVerifier(FhirStore store, DicomArchive? archive, PdfSigning signing)
{
    /// <summary>Lets the store ask of each document that it gives out.</summary>
    public void Guard() => store.Guard(IsAltered);

    /// <summary>Every document signed here, the latest first.</summary>
    public IEnumerable<SignatureReport> All()
    {
        const int page = 200;
        for (var at = 0; ; at += page)
        {
            var found = store.Search(new SearchRequest("DiagnosticReport", [], page, at) { OwnOnly = true });
            foreach (var report in found.Resources.OfType<DiagnosticReport>())
            {
                if (Of(report.Id!) is { } result)
                    yield return result;
            }
            if (found.Resources.Count < page)
                yield break;
        }
    }

    /// <returns>Null when it is no document that was signed here.</returns>
    public SignatureReport? Of(string documentId)
    {
        if (store.Read<DiagnosticReport>(documentId) is not { } report || !report.IsOwn())
            return null;
        var patient = References.Split(report.Subject?.Reference ?? "").Id;
        var provenance = store.Read<Provenance>(SignedResources.ProvenanceId(documentId));
        var isProven = provenance is not null && provenance.IsOwn();
        var isReadable = !Damage.IsDamaged(report) && DraftResources.StatusOf(report) == DraftStatus.Signed;
        if (!isReadable && !isProven)
            return null;
        var data = isProven && provenance!.Signature.Count > 0 ? SignatureData.Read(provenance.Signature[0]) : null;
        var binary = store.Read<Binary>(SignedResources.PdfId(documentId));
        var pdf = binary is { Data: { } bytes } && binary.IsOwn() ? bytes : null;
        if (data?.Content is null && (pdf is null || !PdfSignatureCheck.IsSigned(pdf)))
        {
            return isReadable
                ? Earlier(report, patient, pdf)
                : new(documentId, patient, SignatureState.Damaged, [SignedPart.Report], false);
        }

        var differs = new SortedSet<SignedPart>();
        if (!isReadable)
            differs.Add(SignedPart.Report);
        var proof = pdf is null ? null : signing.Check(pdf);
        if (proof is null || data is not null && data.PdfHash != Digest.Of(pdf))
            differs.Add(SignedPart.Pdf);
        if (
            data is not { Content: { } content, ContentBytes: { } raw }
            // A record that names a PDF whose own signature does not hold is not the one that was made with it.
            || pdf is not null && proof is null && data.PdfHash == Digest.Of(pdf)
            || Digest.Of(raw) != data.ContentHash
            || proof is not null && proof.ContentHash != data.ContentHash
            || content.DraftId != documentId
        )
        {
            differs.Add(SignedPart.Signature);
        }
        else if (isReadable)
        {
            CompareReport(report, content, patient, differs);
            CompareDraft(report, content, differs);
            CompareStanding(report, differs);
            CompareImages(content, differs);
        }
        return new(
            documentId,
            patient,
            differs.Count == 0 ? SignatureState.Valid : SignatureState.Damaged,
            [.. differs],
            true,
            proof?.Certificate.Subject,
            proof?.StampedAt
        )
        {
            // Without the PDF nothing but the trail's key vouches for the record that the rest was compared with.
            TextHolds =
                differs.All(part => part == SignedPart.Pdf)
                && (differs.Count == 0 || store.IsAsWritten("Provenance", SignedResources.ProvenanceId(documentId))),
        };
    }

    /// <summary>FHIR defines attachment.hash as SHA-1: of a document from before PDFs were signed there is nothing better.</summary>
    private static SignatureReport Earlier(DiagnosticReport report, string patient, byte[]? pdf)
    {
        var form = report.PresentedForm.Find(one => one.ContentType == "application/pdf");
        var holds = form?.Hash is not { } hash
            ? form is null || pdf is not null
            : pdf is not null && hash.AsSpan().SequenceEqual(SHA1.HashData(pdf));
        return new(
            report.Id!,
            patient,
            holds ? SignatureState.Earlier : SignatureState.Damaged,
            holds ? [] : [SignedPart.Pdf],
            false
        );
    }

    private static void CompareReport(
        DiagnosticReport report,
        SignedContent content,
        string patient,
        SortedSet<SignedPart> differs
    )
    {
        if (
            SignedContent.WordsOf(report.Conclusion, report.Text?.Div) != content.Report
            || report.Language != content.Language
            || report.Issued != content.SignedAt
            || patient != content.PatientId
            || !report.ResultsInterpreter.Exists(signer => signer.Identifier?.Value == content.SignerId)
        )
        {
            differs.Add(SignedPart.Report);
        }
    }

    private void CompareDraft(DiagnosticReport report, SignedContent content, SortedSet<SignedPart> differs)
    {
        var url = report.PresentedForm.Find(form => form.ContentType == DraftJson.MediaType)?.Url;
        var parts =
            url is not null
            && References.Split(url) is ("Binary", var id)
            && store.Read<Binary>(id) is { Data: { } json } stored
            && stored.IsOwn()
                ? DraftParts.Of(json)
                : null;
        if (parts is null)
        {
            differs.Add(SignedPart.SignedText);
            return;
        }
        if (parts.Id != content.DraftId || parts.PatientId != content.PatientId)
            differs.Add(SignedPart.SignedText);
        foreach (var text in content.Texts)
        {
            if (parts.Texts.GetValueOrDefault(text.Language) != text.Sha256)
                differs.Add(text.Signed ? SignedPart.SignedText : SignedPart.OtherText);
        }
        if (parts.Texts.Count != content.Texts.Count)
            differs.Add(SignedPart.OtherText);
        if (parts.Evidence != content.Evidence)
            differs.Add(SignedPart.Evidence);
        if (parts.Decisions != content.Decisions)
            differs.Add(SignedPart.Decisions);
    }

    /// <summary>What followed the document, as those signatures say, is what its report says: a withdrawal cannot be taken off it.</summary>
    private void CompareStanding(DiagnosticReport report, SortedSet<SignedPart> differs)
    {
        var own = OwnDraft(report)?.FollowUp;
        var followed = store
            .RestingOn("DiagnosticReport", report.Id!)
            .Where(one => one.Type == "Provenance")
            .Select(one => Cut(one.Id, "-signature"))
            .OfType<string>()
            .Where(id => DocumentFollowUp.IsOf(id, report.Id!))
            .Order(StringComparer.Ordinal)
            .ToList();
        var kinds = followed.Select(id =>
            store.Read<DiagnosticReport>(id) is { } one
            && OwnDraft(one)?.FollowUp is { } follows
            && follows.Of == report.Id
                ? follows.Kind
                : (FollowUpKind?)null
        );
        var said = FollowedBy.Of(report);
        if (
            kinds.Any(kind => kind is null)
            || !followed.SequenceEqual(said.Select(one => one.Id).Order(StringComparer.Ordinal))
            || report.Status != FollowedBy.StatusOf(own, kinds.OfType<FollowUpKind>())
            || FollowedBy.OriginalOf(report) is var original && (original?.Kind, original?.Of) != (own?.Kind, own?.Of)
        )
        {
            differs.Add(SignedPart.Report);
        }
    }

    private Draft? OwnDraft(DiagnosticReport report) =>
        report.PresentedForm.Find(form => form.ContentType == DraftJson.MediaType)?.Url is { } url
        && References.Split(url) is ("Binary", var id)
        && store.Read<Binary>(id) is { Data: { } json } stored
        && stored.IsOwn()
            ? DraftJson.TryRead(json)
            : null;

    private void CompareImages(SignedContent content, SortedSet<SignedPart> differs)
    {
        if (archive is not null && content.Images.Any(image => SignedImages.HashOf(archive, image.Sop) != image.Sha256))
            differs.Add(SignedPart.Images);
    }

    /// <summary>Of a resource that belongs to a signed document: whether it may not be given out as signed.</summary>
    private bool IsAltered(string type, string id) =>
        type switch
        {
            "DiagnosticReport" => IsTextDamaged(id),
            "Provenance" when Cut(id, "-signature") is { } document => IsTextDamaged(document),
            "Binary" when Cut(id, "-pdf") is { } document => Of(document) is { PdfHolds: false },
            "Binary" when id.LastIndexOf('-') is > 0 and var dash => IsTextDamaged(id[..dash]),
            _ => false,
        };

    private bool IsTextDamaged(string id) => Of(id) is { State: SignatureState.Damaged, TextHolds: false };

    private static string? Cut(string id, string end) =>
        id.EndsWith(end, StringComparison.Ordinal) ? id[..^end.Length] : null;
}
