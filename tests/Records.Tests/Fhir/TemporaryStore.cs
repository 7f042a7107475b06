using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Storage;

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

    /// <summary>Breaks the stored text of a resource, as a bad sector does.</summary>
    public void Damage(string type, string id)
    {
        using var database = Database.OpenWriter(Path.Combine(Folder, "records.db"));
        var update = database.Prepare("UPDATE resource SET json='{\"resourceType\":' WHERE type=?1 AND id=?2");
        update.Bind(1, type).Bind(2, id).Step();
        update.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, true);
    }
}
