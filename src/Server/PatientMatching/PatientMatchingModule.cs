using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;

namespace Xinglin.Server.PatientMatching;

/// <summary>
/// <c>GET /api/held</c>: what waits for a person to say whose it is; <c>POST /api/held/{id}</c> decides. For persons with the role to
/// do so; a program reaches neither.
/// </summary>
public static class PatientMatchingModule
{
    public static void AddIdentityDecisions(this IServiceCollection services) =>
        services.AddSingleton<IdentityDecisions>();

    public static void MapIdentityDecisions(this WebApplication app)
    {
        app.MapGet("/api/held", List).RequireAuthorization(Permissions.DecideIdentity).RecordedAs(AuditActions.Search);
        app.MapPost("/api/held/{id}", DecideAsync)
            .RequireAuthorization(Permissions.DecideIdentity)
            .DisableAntiforgery()
            .RecordedAs(AuditActions.IdentityDecision);
    }

    private static Ok<IReadOnlyList<HeldFile>> List([FromServices] DicomArchive archive, HttpContext context)
    {
        var waiting = archive.Held.Waiting();
        AccessNote.Of(context).About(waiting.SelectMany(held => held.Candidates).Select(one => one.PatientId));
        return TypedResults.Ok(waiting);
    }

    private static async Task<Results<Ok<HeldFile>, ProblemHttpResult>> DecideAsync(
        string id,
        [FromBody] IdentityAnswer answer,
        [FromServices] IdentityDecisions decisions,
        [FromServices] DicomArchive archive,
        HttpContext context,
        CancellationToken ct
    )
    {
        if (archive.Held.Find(id) is { } held)
            AccessNote.Of(context).About(held.Candidates.Select(one => one.PatientId));
        return await decisions.DecideAsync(id, answer, context.User, ct) is { } rejected
            ? TypedResults.Problem(
                Localizer.T(rejected),
                title: HeldWords.Title.En,
                statusCode: rejected == HeldWords.Gone
                    ? StatusCodes.Status404NotFound
                    : StatusCodes.Status422UnprocessableEntity
            )
            : TypedResults.Ok(archive.Held.Find(id)!);
    }
}
