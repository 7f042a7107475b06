using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Hosting;
using Xinglin.Server.ModelUse;
using Xinglin.Server.SignIn;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Server.Demo;

/// <summary>Fills an empty data folder with synthetic patients, through the same importer that real data takes.</summary>
public static class DemonstrationHospital
{
    public const string UserName = "lin";
    private const int Seed = 2026;
    private const int Patients = 26;

    /// <summary>Makes the patients if there are none, and the clinician's password for this run.</summary>
    public static async Task<string> PrepareAsync(
        IServiceProvider services,
        Action<string> progress,
        CancellationToken cancel
    )
    {
        await using var scope = services.CreateAsyncScope();
        var store = services.GetRequiredService<FhirStore>();
        if (store.Search(new SearchRequest("Patient", [], Count: 0)).Total < Patients)
        {
            progress("making the synthetic patients and their films …");
            await FillAsync(services, cancel);
        }
        await services.GetRequiredService<ModelPromotions>().PromoteForDemonstrationAsync();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        return await accounts.ExistsAsync(UserName)
            ? await accounts.ResetAsync(UserName)
            : await accounts.AddAsync(UserName, "林医生", "Dr. Lin", Roles.All);
    }

    private static async Task FillAsync(IServiceProvider services, CancellationToken cancel)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var folder = Path.Combine(services.GetRequiredService<ServerOptions>().DataFolder, "synthetic");
        await PatientSynthesis.Run(folder, Patients, Seed, clock.GetUtcNow(), ct: cancel, truth: folder + "-truth");
        await services
            .GetRequiredService<AccessTrail>()
            .RecordAsync(new(AuditActor.Command("demo"), AuditActions.Import, "synthetic patients"));
        var report = await services
            .GetRequiredService<Importer>()
            .ImportAsync(Origin.Command("demo"), ImportSource.FromPath(folder), cancel);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "import-report.json"),
            System.Text.Json.JsonSerializer.Serialize(report),
            cancel
        );
    }
}
