using Microsoft.Extensions.DependencyInjection;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Tasks;

namespace Xinglin.Exchange;

/// <summary>What this project adds to the server: the import. Its address is mapped by <see cref="ImportApi.MapImport"/>.</summary>
public static class ExchangeModule
{
    /// <summary>Registers the <see cref="Importer"/>. Needs what <c>AddRecords</c> registers, and a <see cref="TimeProvider"/>.</summary>
    /// <param name="workFor">Leads to the rule of what work a chart asks for, see <see cref="Importer"/>.</param>
    public static IServiceCollection AddExchange(
        this IServiceCollection services,
        ImportOptions options,
        Func<IServiceProvider, Func<Chart, IEnumerable<FhirTask>>> workFor
    ) =>
        services.AddSingleton(provider => new Importer(
            provider.GetRequiredService<FhirStore>(),
            provider.GetRequiredService<DicomArchive>(),
            provider.GetRequiredService<TaskQueue>(),
            provider.GetRequiredService<TimeProvider>(),
            options,
            workFor(provider),
            provider.GetService<ImportHistory>()
        ));
}
