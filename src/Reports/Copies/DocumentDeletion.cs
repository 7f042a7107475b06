using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Signing;

namespace Xinglin.Reports.Copies;

/// <summary>
/// Takes a signed document out of use once its retention is over. The rules of the commit refuse it before that, with the date, and in
/// a sealed chart. Versions and the audit trail stay.
/// </summary>
public sealed class DocumentDeletion(FhirStore store)
{
    /// <returns>False when there is no signed document of this id.</returns>
    /// <exception cref="Records.Fhir.Rules.WriteRejectedException">It is kept still; the words say until when.</exception>
    public async Task<bool> DeleteAsync(string documentId, CancellationToken ct = default)
    {
        if (
            store.Read<DiagnosticReport>(documentId) is not { } report
            || !report.IsOwn()
            || SignatureNote.Of(store, report) is null
        )
        {
            return false;
        }
        var texts = report
            .PresentedForm.Where(form => form.ContentType == DraftJson.MediaType)
            .Select(form => References.Split(form.Url ?? ""))
            .Where(text => text.Type == "Binary")
            .Select(text => text.Id);
        await store.CommitAsync(
            Origin.Product,
            [
                new Write(new DiagnosticReport { Id = documentId }, Delete: true),
                new Write(new Provenance { Id = SignedResources.ProvenanceId(documentId) }, Delete: true),
                .. texts
                    .Append(SignedResources.PdfId(documentId))
                    .Select(id => new Write(new Binary { Id = id }, Delete: true)),
            ],
            ct
        );
        return true;
    }
}
