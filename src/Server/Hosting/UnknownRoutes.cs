using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;

namespace Xinglin.Server.Hosting;

/// <summary>
/// Addresses below a program's routes that nothing is served at: 404 as a problem. Without them the pages' own "no such page"
/// would answer, which a program may not see, and so it would be told that it may not do what does not exist.
/// </summary>
public static class UnknownRoutes
{
    public static void MapUnknown(this WebApplication app)
    {
        foreach (var route in new[] { "/api", "/files", "/dicom-web", "/health" })
            app.Map(route + "/{**rest}", () => NothingHere()).RecordedAs(AuditActions.Unknown);
    }

    private static IResult NothingHere() =>
        TypedResults.Problem(
            "Nothing is served at this address. / 此地址没有内容。",
            statusCode: StatusCodes.Status404NotFound
        );
}
