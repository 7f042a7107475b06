using Microsoft.AspNetCore.Http.HttpResults;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Audit.Keeping;
using Xinglin.Records.Fhir;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Hosting;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the records can be read and accesses be recorded.</summary>
public static class HealthModule
{
    private const long LeastFreeBytes = 32L << 20;

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("ok", [])))
            .AllowAnonymous()
            .WithoutPatientData(NoPatientData.Health);
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous().WithoutPatientData(NoPatientData.Health);
    }

    private static async Task<Results<Ok<HealthAnswer>, ProblemHttpResult>> ReadyAsync(
        FhirStore store,
        AccessTrail trail,
        TrailKeeper keeper,
        ServerOptions options,
        AccountsDatabase accounts
    )
    {
        try
        {
            store.Read("Patient", "none");
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException)
        {
            return NotReady("The records cannot be read.");
        }
        if (LackOf(accounts, options.DataFolder) is { } lack)
            return NotReady($"accounts.db is damaged: {lack}. {AccountsSchema.Remedy}");
        if (await trail.TryAgainAsync() is { } unrecorded)
            return NotReady($"{unrecorded.Message} Until then every access is rejected.");
        if (new DriveInfo(options.DataFolder).AvailableFreeSpace < LeastFreeBytes)
        {
            return NotReady(
                "The disk of the data folder is nearly full (less than 32 MiB free): free space before accesses are rejected."
            );
        }

        string?[] notes =
        [
            keeper.HasHeadsPlace ? null : "No place for heads is set (--audit-heads): a cut tail cannot be proven.",
            keeper.HeadsFault,
            // One account's row keeps nobody else from work.
            DamagedRowOf(options.DataFolder) is { } row
                ? $"accounts.db holds a damaged row ({row}): {AccountsSchema.Remedy}"
                : null,
        ];
        return TypedResults.Ok(new HealthAnswer("ok", [.. notes.OfType<string>()]));
    }

    private static string? LackOf(AccountsDatabase accounts, string dataFolder)
    {
        try
        {
            return AccountsSchema.Missing(dataFolder, accounts);
        }
        catch (IOException)
        {
            return "it cannot be read";
        }
    }

    private static string? DamagedRowOf(string dataFolder)
    {
        try
        {
            return AccountsState.DamagedRow(dataFolder);
        }
        catch (IOException)
        {
            return "it cannot be read";
        }
    }

    private static ProblemHttpResult NotReady(string words) =>
        TypedResults.Problem(words, statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <param name="Notes">What works, but should be seen to.</param>
public sealed record HealthAnswer(string Status, IReadOnlyList<string> Notes);
