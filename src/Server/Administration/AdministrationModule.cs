using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Maintenance;
using Xinglin.Records.Fhir;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Health;

namespace Xinglin.Server.Administration;

/// <summary>What the pages of administration need besides the accounts.</summary>
public static class AdministrationModule
{
    public static void AddAdministration(this IServiceCollection services, string dataFolder, AuditOptions? audit)
    {
        services.AddSingleton<ShownOnce>();
        services.AddSingleton<FirstRun>();
        services.AddSingleton(provider => new ImportHistory(dataFolder, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ServerReadiness(
            provider.GetRequiredService<FhirStore>(),
            provider.GetRequiredService<AccessTrail>(),
            provider.GetRequiredService<TrailMaintenance>(),
            dataFolder
        ));
        services.AddSingleton(provider => new BackupRuns(
            dataFolder,
            audit ?? AuditOptions.Of(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<BackupRuns>>()
        ));
    }
}
