using Microsoft.AspNetCore.Http.HttpResults;
using Xinglin.Reports.Signing;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>The signed PDF: <c>GET /files/documents/{id}</c>.</summary>
public static class DocumentFiles
{
    public static void MapDocumentFiles(this WebApplication app) => app.MapGet("/files/documents/{id}", Pdf);

    private static Results<FileContentHttpResult, ProblemHttpResult> Pdf(
        string id,
        [Microsoft.AspNetCore.Mvc.FromServices] SigningService signing
    ) =>
        signing.Pdf(id) is { } pdf
            ? TypedResults.File(pdf, "application/pdf")
            : TypedResults.Problem(
                "There is no PDF: the document does not exist or is not signed yet.",
                statusCode: StatusCodes.Status404NotFound
            );
}
