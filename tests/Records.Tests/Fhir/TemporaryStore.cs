using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Fhir;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>A store in a folder of its own that goes away with it.</summary>
public sealed class TemporaryStore : IAsyncDisposable
{
    public TemporaryStore()
    {
        Folder = Directory.CreateTempSubdirectory("xinglin-records-").FullName;
        Store = FhirStore.Open(Folder, Clock);
    }

    public string Folder { get; }
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 7, 10, 0, TimeSpan.Zero));
    public FhirStore Store { get; private set; }

    /// <summary>Closes and opens again, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = FhirStore.Open(Folder, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, true);
    }
}
