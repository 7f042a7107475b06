using Microsoft.AspNetCore.Http.HttpResults;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the records can be read and accesses be recorded.</summary>
public static class HealthModule
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("ok", [])))
            .AllowAnonymous()
            .WithoutPatientData(NoPatientData.Health);
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous().WithoutPatientData(NoPatientData.Health);
    }

    private static async Task<Results<Ok<HealthAnswer>, ProblemHttpResult>> ReadyAsync(
        ServerReadiness readiness,
        AccountsDatabase accounts
    )
    {
        var checks = await readiness.LookAsync(accounts);
        return checks.FirstOrDefault(check => check.IsFault) is { Words: { } fault }
            ? TypedResults.Problem(fault.En, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new HealthAnswer("ok", [.. checks.Select(check => check.Words?.En).OfType<string>()]));
    }
}

/// <param name="Notes">What works, but should be seen to.</param>
public sealed record HealthAnswer(string Status, IReadOnlyList<string> Notes);
