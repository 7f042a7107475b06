using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Maintenance;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Records.Tasks;

namespace Xinglin.Records;

/// <summary>What this project adds to the server: the store, the archive of films, the work queue and the FHIR interface.</summary>
public static class RecordsModule
{
    /// <summary>Opens the records of a data folder when they are first asked for; closed with the server.</summary>
    /// <param name="dataFolder">Folder of <c>records.db</c> and <c>audit.db</c>; created when missing.</param>
    /// <param name="audit">Where the trail's key and heads lie; as the environment says when null.</param>
    public static IServiceCollection AddRecords(
        this IServiceCollection services,
        string dataFolder,
        AuditOptions? audit = null
    )
    {
        LostDatabases.Require(dataFolder);
        services.AddAccessTrail(dataFolder, audit);
        services.AddSingleton(_ => TemporaryFolder.Open(dataFolder));
        services.AddSingleton(provider =>
            DicomArchive.Open(dataFolder, provider.GetRequiredService<TemporaryFolder>())
        );
        services.AddSingleton(provider =>
            FhirStore.Open(dataFolder, provider.GetService<TimeProvider>() ?? TimeProvider.System, audit)
        );
        services.AddSingleton(provider => new TrailMaintenance(
            provider.GetRequiredService<FhirStore>(),
            provider.GetRequiredService<AccessTrail>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System
        ));
        services.AddSingleton(provider => new TaskQueue(
            provider.GetRequiredService<FhirStore>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System
        ));
        services.AddSingleton(provider => provider.GetRequiredService<FhirStore>().Audit);
        return services;
    }

    /// <summary>Opens the trail of accesses of a data folder when it is first asked for.</summary>
    public static IServiceCollection AddAccessTrail(
        this IServiceCollection services,
        string dataFolder,
        AuditOptions? audit = null
    ) =>
        services
            .AddSingleton(provider =>
                AccessTrail.Open(
                    dataFolder,
                    audit ?? AuditOptions.Of(),
                    provider.GetService<TimeProvider>() ?? TimeProvider.System
                )
            )
            .AddSingleton(provider => new AccountsWitness(dataFolder, provider.GetRequiredService<AccessTrail>()));

    /// <summary>Serves FHIR R4 at <c>/fhir</c>.</summary>
    /// <returns>A builder for conventions, such as <c>RequireAuthorization</c>.</returns>
    public static IEndpointConventionBuilder MapRecords(this IEndpointRouteBuilder routes) =>
        routes.MapFhir(
            routes.ServiceProvider.GetRequiredService<FhirStore>(),
            routes.ServiceProvider.GetService<ILoggerFactory>()
        );
}
