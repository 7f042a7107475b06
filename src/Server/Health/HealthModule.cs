using Microsoft.AspNetCore.Http.HttpResults;
using Xinglin.Records.Fhir;

namespace Xinglin.Server.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the records can be read.</summary>
public static class HealthModule
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("ok"))).AllowAnonymous();
        app.MapGet("/health/ready", Ready).AllowAnonymous();
    }

    private static Results<Ok<HealthAnswer>, ProblemHttpResult> Ready(FhirStore store)
    {
        try
        {
            store.Read("Patient", "none");
            return TypedResults.Ok(new HealthAnswer("ok"));
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException)
        {
            return TypedResults.Problem(
                "The records cannot be read.",
                statusCode: StatusCodes.Status503ServiceUnavailable
            );
        }
    }
}

public sealed record HealthAnswer(string Status);
