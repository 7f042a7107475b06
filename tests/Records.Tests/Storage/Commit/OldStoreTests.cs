using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>A file of the version before origins were kept.</summary>
public sealed class OldStoreTests : IAsyncLifetime
{
    private const string OldTables = """
        CREATE TABLE resource(key INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
            last_updated INTEGER NOT NULL, deleted INTEGER NOT NULL, patient TEXT, json TEXT, UNIQUE(type, id));
        CREATE TABLE history(resource INTEGER NOT NULL, version INTEGER NOT NULL, last_updated INTEGER NOT NULL,
            deleted INTEGER NOT NULL, json TEXT, UNIQUE(resource, version));
        CREATE TABLE parameter(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE search(parameter INTEGER NOT NULL, value TEXT NOT NULL, low, resource INTEGER NOT NULL, system TEXT NOT NULL,
            high, PRIMARY KEY(parameter, value, low, resource, system, high)) WITHOUT ROWID;
        CREATE TABLE audit(sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            entity TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL);
        """;

    private const string Ai =
        "\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"AIAST\"}]";

    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-records-").FullName;
    private FhirStore _store = null!;

    public ValueTask InitializeAsync()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder}/records.db;Pooling=False"))
        {
            connection.Open();
            Run(connection, OldTables);
            // What the program drafted had no entry in the trail.
            Add(
                connection,
                "DiagnosticReport",
                "draft-1",
                Ai,
                ",\"status\":\"final\",\"code\":{\"text\":\"x\"}",
                brought: false
            );
            Add(
                connection,
                "Binary",
                "draft-1-pdf",
                Ai,
                ",\"contentType\":\"application/pdf\",\"data\":\"AQ==\"",
                brought: true
            );
            // What a program brought had one, whatever it said about itself.
            Add(
                connection,
                "DiagnosticReport",
                "forged",
                Ai,
                ",\"status\":\"final\",\"code\":{\"text\":\"x\"}",
                brought: true
            );
            Add(
                connection,
                "Patient",
                "p1",
                "\"tag\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":\"HTEST\"}]",
                ",\"active\":true",
                brought: false
            );
            Run(connection, "PRAGMA user_version=1");
        }
        _store = FhirStore.Open(_folder, new FakeTimeProvider());
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void What_the_program_made_stays_its_own_and_what_was_brought_does_not_become_it()
    {
        _store.Read<DiagnosticReport>("draft-1")!.IsOwn().Should().BeTrue();
        _store.Read<Binary>("draft-1-pdf")!.IsOwn().Should().BeTrue();
        _store.Read<DiagnosticReport>("forged")!.IsOwn().Should().BeFalse();
        _store.Read<Patient>("p1")!.IsOwn().Should().BeFalse();
    }

    [Fact]
    public async Task The_rules_hold_for_what_was_stored_before_them()
    {
        var change = () =>
            _store.CommitAsync(Origin.Program("t"), [new Write(new DiagnosticReport { Id = "draft-1" }, Delete: true)]);
        var unmark = () => _store.CommitAsync(Origin.Program("t"), [new Write(new Patient { Id = "p1" })]);

        await change.Should().ThrowAsync<WriteRejectedException>();
        await unmark.Should().ThrowAsync<WriteRejectedException>();
    }

    [Fact]
    public async Task Its_index_is_rebuilt_while_it_is_in_use()
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!_store.Index.IsCurrent && DateTime.UtcNow < deadline)
            await Task.Delay(20);

        _store.Search(new("Patient", [new("active", "true")])).Total.Should().Be(1);
    }

    private static void Add(SqliteConnection connection, string type, string id, string meta, string rest, bool brought)
    {
        var json = $"{{\"resourceType\":\"{type}\",\"id\":\"{id}\",\"meta\":{{\"versionId\":\"1\",{meta}}}{rest}}}";
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO resource(type,id,version,last_updated,deleted,json) VALUES($t,$i,1,0,0,$j)";
        insert.Parameters.AddWithValue("$t", type);
        insert.Parameters.AddWithValue("$i", id);
        insert.Parameters.AddWithValue("$j", json);
        insert.ExecuteNonQuery();
        if (brought)
        {
            Run(
                connection,
                $"INSERT INTO audit(time,actor,action,entity,previous,hash) VALUES(0,'x','create','{type}/{id}/_history/1',x'',x'')"
            );
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
