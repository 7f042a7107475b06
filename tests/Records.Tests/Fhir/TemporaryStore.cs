using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>A store in a folder of its own that goes away with it.</summary>
public sealed class TemporaryStore : IAsyncDisposable
{
    private AccessTrail? accesses;

    public TemporaryStore()
    {
        Folder = Directory.CreateTempSubdirectory("xinglin-records-").FullName;
        Store = FhirStore.Open(Folder, Clock);
    }

    public string Folder { get; }
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 7, 10, 0, TimeSpan.Zero));
    public FhirStore Store { get; private set; }

    /// <summary>The trail of accesses beside the store; opened when first asked for.</summary>
    public AccessTrail Accesses => accesses ??= AccessTrail.Open(Folder, AuditOptions.Of(), Clock);

    /// <summary>Closes and opens again, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await CloseAccessesAsync();
        await Store.DisposeAsync();
        Store = FhirStore.Open(Folder, Clock);
    }

    public async Task CloseAccessesAsync()
    {
        if (accesses is not null)
            await accesses.DisposeAsync();
        accesses = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAccessesAsync();
        await Store.DisposeAsync();
        Directory.Delete(Folder, true);
    }
}
