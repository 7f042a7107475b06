using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Signing;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>
/// The signed PDF: <c>GET /files/documents/{id}</c>. Of a document that was withdrawn or superseded the answer is 410 with who, when and
/// why, unless <c>?signed=yes</c> asks for the file as it was signed.
/// </summary>
public static class DocumentFiles
{
    public static void MapDocumentFiles(this WebApplication app) =>
        app.MapGet("/files/documents/{id}", Pdf)
            .RequireAuthorization(Permissions.ReadCharts)
            .RecordedAs(AuditActions.Document);

    private static async Task<IResult> Pdf(
        string id,
        [FromQuery] string? signed,
        [FromServices] SigningService signing,
        [FromServices] FhirStore store,
        [FromServices] SignatureVerifier verifier,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context).About(store.Audit.PatientsOf([$"DiagnosticReport/{id}"]));
        note.Entity = $"DiagnosticReport/{RequestWords.Plain(id)}";
        // A file cannot say that it no longer holds: the answer does, and names the address of the file as it was signed.
        if (
            signed is null
            && store.Read<Hl7.Fhir.Model.DiagnosticReport>(id) is { } ended
            && ended.IsOwn()
            && (FollowedBy.Withdrawal(ended) ?? FollowedBy.Successor(ended)) is { } end
        )
        {
            note.Result = end.Kind == FollowUpKind.Withdrawal ? "withdrawn" : "superseded";
            var told = FollowedBy.Ended(end);
            var still = $"/files/documents/{Uri.EscapeDataString(id)}?signed=yes";
            var words = new BilingualText(
                string.Format(CultureInfo.InvariantCulture, FollowUpWords.PdfStill.Zh, told.Zh, still),
                string.Format(CultureInfo.InvariantCulture, FollowUpWords.PdfStill.En, told.En, still)
            );
            var title =
                end.Kind == FollowUpKind.Withdrawal
                    ? FollowUpWords.PdfWithdrawnTitle
                    : FollowUpWords.PdfSupersededTitle;
            await FaultAnswers.WriteAsync(context, StatusCodes.Status410Gone, words, new(title, words, Again: false));
            return Results.Empty;
        }
        if (signing.Pdf(id) is { } pdf)
            return TypedResults.File(pdf, "application/pdf");
        if (
            verifier.Of(id) is { State: SignatureState.Damaged, Electronic: true } altered
            && store.Read<Hl7.Fhir.Model.Binary>($"{id}-pdf") is { Data: not null }
        )
        {
            note.Result = "altered";
            await FaultAnswers.WriteAsync(
                context,
                StatusCodes.Status409Conflict,
                AlteredWords.Told(altered),
                new(AlteredWords.Title, AlteredWords.Told(altered), Again: false)
            );
            return Results.Empty;
        }
        var isSigned =
            store.Read<Hl7.Fhir.Model.DiagnosticReport>(id) is { } report
            && report.IsOwn()
            && SignatureNote.Of(store, report) is not null;
        await FaultAnswers.WriteAsync(
            context,
            StatusCodes.Status404NotFound,
            isSigned
                ? new(
                    "文书已签署，但其 PDF 损坏或缺失：请从备份恢复。",
                    "The document is signed, but its PDF is damaged or missing: restore it from a backup."
                )
                : new(
                    "没有 PDF：没有此文书，或尚未签署。",
                    "There is no PDF: the document does not exist or is not signed yet."
                ),
            isSigned
                ? new(DraftWords.PdfDamagedTitle, DraftWords.PdfDamaged, Again: false)
                : new(DraftWords.NoPdfTitle, DraftWords.NoPdf, Again: false)
        );
        return Results.Empty;
    }
}
