using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Reports.Signing;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>The signed PDF: <c>GET /files/documents/{id}</c>.</summary>
public static class DocumentFiles
{
    public static void MapDocumentFiles(this WebApplication app) =>
        app.MapGet("/files/documents/{id}", Pdf).RecordedAs(AuditActions.Document);

    private static Results<FileContentHttpResult, ProblemHttpResult> Pdf(
        string id,
        [FromServices] SigningService signing,
        [FromServices] FhirStore store,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context).About(store.Audit.PatientsOf([$"DiagnosticReport/{id}"]));
        note.Entity = $"DiagnosticReport/{RequestWords.Plain(id)}";
        return signing.Pdf(id) is { } pdf
            ? TypedResults.File(pdf, "application/pdf")
            : TypedResults.Problem(
                "There is no PDF: the document does not exist or is not signed yet.",
                statusCode: StatusCodes.Status404NotFound
            );
    }
}
