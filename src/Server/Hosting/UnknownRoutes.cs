using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Hosting;

/// <summary>
/// Addresses below a program's routes that nothing is served at: 404 as a problem, or as a page where a person
/// follows a link. Without them the pages' own "no such page"
/// would answer, which a program may not see, and so it would be told that it may not do what does not exist.
/// </summary>
public static class UnknownRoutes
{
    public static void MapUnknown(this WebApplication app)
    {
        foreach (var route in new[] { "/api", "/files", "/dicom-web", "/health" })
            app.Map(route + "/{**rest}", NothingHere).RecordedAs(AuditActions.Unknown);
    }

    private static readonly BilingualText Words = new(
        "此地址没有内容，请检查地址。",
        "Nothing is served at this address: check it."
    );

    private static Task NothingHere(HttpContext context) =>
        FaultAnswers.WriteAsync(
            context,
            StatusCodes.Status404NotFound,
            Words,
            new(ShellWords.NotFoundTitle, ShellWords.NotFoundBody, Again: false)
        );
}
