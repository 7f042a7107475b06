using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>A store in a folder of its own that goes away with it.</summary>
public sealed class TemporaryStore : IAsyncDisposable
{
    private AccessTrail? _accesses;

    public TemporaryStore()
    {
        Folder = Directory.CreateTempSubdirectory("xinglin-records-").FullName;
        Store = FhirStore.Open(Folder, Clock);
    }

    public string Folder { get; }
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 7, 10, 0, TimeSpan.Zero));
    public FhirStore Store { get; private set; }

    /// <summary>The trail of accesses next to the store; opened when first asked for.</summary>
    public AccessTrail Accesses => _accesses ??= AccessTrail.Open(Folder, AuditOptions.Of(), Clock);

    /// <summary>Closes and opens again, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await CloseAccessesAsync();
        await Store.DisposeAsync();
        Store = FhirStore.Open(Folder, Clock);
    }

    /// <summary>Puts other text under a resource, as a fault of the disk or of an older program would leave it.</summary>
    public void Damage(string type, string id, string json = "{\"resourceType\":")
    {
        using var database = Database.OpenWriter(Path.Combine(Folder, "records.db"));
        using var change = database.PrepareOnce("UPDATE resource SET json=?3,code=NULL WHERE type=?1 AND id=?2");
        change.Bind(1, type).Bind(2, id).Bind(3, json).Run();
    }

    /// <summary>Takes a resource for one from outside, as an older program that knew fewer rules stored it.</summary>
    public void MadeOutside(string type, string id)
    {
        using var database = Database.OpenWriter(Path.Combine(Folder, "records.db"));
        using var change = database.PrepareOnce(
            "UPDATE resource SET made_here=0, origin=4, code=NULL WHERE type=$1 AND id=$2"
        );
        change.Bind(1, type).Bind(2, id).Run();
    }

    public async Task CloseAccessesAsync()
    {
        if (_accesses is not null)
            await _accesses.DisposeAsync();
        _accesses = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAccessesAsync();
        await Store.DisposeAsync();
        Directory.Delete(Folder, true);
    }
}
