using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Verification;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

/// <summary>A database that is gone is missed by its neighbours; a server does not begin a new one in its place.</summary>
public sealed class LostDatabasesTests : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Theory]
    [InlineData("records.db", "*records.db is gone*audit.db*")]
    [InlineData("audit.db", "*audit.db is gone*records.db*")]
    [InlineData("accounts.db", "*accounts.db is gone*audit.db*")]
    public async Task A_server_started_empty_and_healthy_in_the_place_of_a_lost_database(string lost, string says)
    {
        await _temporary.Store.CommitAsync(Origin.Program("t"), [new Write(new Patient { Id = "p1" })]);
        await _temporary.Accesses.RecordAsync(new(AuditActor.Command("t"), AuditActions.UserAdd, "Account/1"));
        await _temporary.Accesses.RecordAsync(new(AuditActor.Program("t", null), AuditActions.Create, "Patient/p1"));
        await _temporary.CloseAccessesAsync();
        await _temporary.Store.DisposeAsync();
        var accounts = Path.Combine(_temporary.Folder, "accounts.db");
        await File.WriteAllTextAsync(accounts, "accounts");
        var require = () => LostDatabases.Require(_temporary.Folder);
        require.Should().NotThrow();

        foreach (var file in Directory.EnumerateFiles(_temporary.Folder, lost + "*"))
            File.Delete(file);

        require.Should().Throw<AlteredStoreException>().WithMessage(says);
        await File.WriteAllTextAsync(Path.Combine(_temporary.Folder, lost), "");
        require.Should().Throw<AlteredStoreException>("an empty file is none").WithMessage(says);
    }

    [Fact]
    public void A_new_folder_and_one_with_records_of_before_the_trail_miss_nothing()
    {
        var require = () => LostDatabases.Require(_temporary.Folder);
        require.Should().NotThrow();
    }
}
