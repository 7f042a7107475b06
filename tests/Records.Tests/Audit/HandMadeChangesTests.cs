using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Maintenance;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

/// <summary>What changes nothing that has a code: the kind of a value, an index, a trigger, the place of a version.</summary>
public sealed class HandMadeChangesTests : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Theory]
    [InlineData("audit.db", "UPDATE trail SET action=CAST(action AS BLOB) WHERE action='head'", "kind", "trail.action")]
    [InlineData("audit.db", "UPDATE trail SET patients=CAST(patients AS BLOB)", "kind", "trail.patients")]
    [InlineData("audit.db", "UPDATE trail_patient SET patient=CAST(patient AS BLOB)", "kind", "trail_patient.patient")]
    [InlineData("records.db", "UPDATE trail SET entity=CAST(entity AS BLOB)", "kind", "trail.entity")]
    [InlineData("records.db", "UPDATE resource SET patient=CAST(patient AS BLOB)", "kind", "resource.patient")]
    [InlineData("records.db", "UPDATE resource SET id=CAST(id AS BLOB) WHERE id='o1'", "kind", "resource.id")]
    [InlineData("records.db", "UPDATE resource SET deleted=x'30' WHERE id='o1'", "kind", "resource.deleted")]
    [InlineData("records.db", "UPDATE resource SET json=CAST(json AS BLOB) WHERE id='o1'", "kind", "resource.json")]
    [InlineData(
        "records.db",
        "UPDATE search SET value=CAST(value AS BLOB) WHERE value='8480-6'",
        "kind",
        "search.value"
    )]
    [InlineData(
        "audit.db",
        "UPDATE trail SET number=999 WHERE number=(SELECT max(number) FROM trail)",
        "moved",
        "row 999,*"
    )]
    [InlineData("records.db", "UPDATE resource SET patient=NULL WHERE id='o1'", "columns", "Observation/o1/_history/2")]
    [InlineData("records.db", "UPDATE resource SET patient=NULL WHERE id='p1'", "columns", "Patient/p1/_history/1")]
    [InlineData("records.db", "UPDATE resource SET patient=NULL WHERE id='v1'", "columns", "Provenance/v1/_history/1")]
    [InlineData("records.db", "UPDATE resource SET patient='p1' WHERE id='d1'", "columns", "Device/d1/_history/1")]
    [InlineData("records.db", "UPDATE resource SET synthetic=1 WHERE id='o1'", "columns", "Observation/o1/_history/2")]
    [InlineData(
        "records.db",
        "UPDATE resource SET code=zeroblob(36) WHERE id='o1'",
        "columns",
        "Observation/o1/_history/2"
    )]
    [InlineData("records.db", "UPDATE history SET code=zeroblob(36)", "columns", "Observation/o1/_history/1")]
    [InlineData("records.db", "INSERT INTO held VALUES('Observation','o1',1)", "columns", "held, Observation/o1")]
    [InlineData("records.db", "DELETE FROM search WHERE value='8480-6'", "index", "Observation/o1/_history/2")]
    [InlineData("records.db", "DELETE FROM search", "index", "Patient/p1/_history/1")]
    [InlineData(
        "records.db",
        "UPDATE index_state SET rebuilding=version+1; DELETE FROM search WHERE value='8480-6'",
        "index",
        "Observation/o1/_history/2"
    )]
    [InlineData(
        "records.db",
        "UPDATE index_state SET version=version+1; DELETE FROM search WHERE value='8480-6'",
        "index",
        "Observation/o1/_history/2"
    )]
    [InlineData(
        "records.db",
        "DELETE FROM index_state; DELETE FROM search WHERE value='8480-6'",
        "index",
        "Observation/o1/_history/2"
    )]
    [InlineData("records.db", "UPDATE index_state SET version=version-1, done=900", "index", "index_state")]
    [InlineData(
        "records.db",
        "INSERT INTO audit VALUES(1,1,'x','read','Patient/p1',zeroblob(32),zeroblob(32))",
        "added",
        "earlier chain"
    )]
    [InlineData("records.db", "PRAGMA user_version=9", "schema", "user_version")]
    [InlineData("audit.db", "PRAGMA user_version=2", "schema", "user_version")]
    [InlineData("records.db", "UPDATE search SET value='p2' WHERE value='p1'", "index", "Observation/o1/_history/2")]
    [InlineData("records.db", "UPDATE search SET resource=900 WHERE value='8480-6'", "index", "search")]
    [InlineData("records.db", "UPDATE history SET resource=900", "columns", "history")]
    [InlineData("records.db", "CREATE VIEW chart AS SELECT * FROM resource", "schema", "chart")]
    [InlineData("records.db", "CREATE INDEX more ON resource(json)", "schema", "more")]
    [InlineData("records.db", "DROP TRIGGER trail_is_append_only_u", "schema", "trail_is_append_only_u")]
    [InlineData("records.db", "DROP INDEX resource_patient", "schema", "resource_patient")]
    [InlineData("audit.db", "DROP TRIGGER trail_is_append_only_d", "schema", "trail_is_append_only_d")]
    [InlineData(
        "audit.db",
        "CREATE TRIGGER quiet BEFORE INSERT ON trail BEGIN SELECT RAISE(IGNORE); END",
        "schema",
        "quiet"
    )]
    [InlineData(
        "records.db",
        "CREATE TRIGGER quiet AFTER INSERT ON resource BEGIN UPDATE resource SET patient=NULL WHERE key=new.key; END",
        "schema",
        "quiet"
    )]
    [InlineData(
        "records.db",
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql='CREATE INDEX resource_patient ON resource(patient, id)' WHERE name='resource_patient'",
        "damaged",
        "*"
    )]
    [InlineData(
        "records.db",
        "CREATE TEMP TABLE swap AS SELECT * FROM resource WHERE id='o1'; UPDATE resource SET version=1, json=(SELECT json FROM history), last_updated=(SELECT last_updated FROM history) WHERE id='o1'; UPDATE history SET version=2, json=(SELECT json FROM temp.swap), last_updated=(SELECT last_updated FROM temp.swap)",
        "columns",
        "Observation/o1/_history/1"
    )]
    public async Task A_change_that_no_code_covers_is_found(string file, string change, string kind, string place)
    {
        await LiveAsync();
        Verify().Problems.Should().BeEmpty();

        Behind(file, change);

        Verify()
            .Problems.Where(p => p.Kind == kind && p.File == file)
            .Select(p => p.Place)
            .Should()
            .ContainMatch(place);
    }

    [Theory]
    [InlineData("version=version-1, rebuilding=version-1")]
    [InlineData("version=version-1")]
    public async Task An_index_that_was_made_to_look_older_hid_what_was_deleted_from_it(string state)
    {
        await LiveAsync();
        Behind("records.db", $"UPDATE index_state SET {state}; DELETE FROM search");

        var report = Verify();

        report.Whole.Should().BeFalse();
        report.NotCompared.Should().ContainSingle().Which.Should().Contain("search index");
    }

    [Fact]
    public async Task What_a_rebuild_of_the_index_has_done_is_compared()
    {
        await LiveAsync();
        Behind("records.db", "UPDATE index_state SET version=version-1, done=2");
        Verify().Problems.Should().BeEmpty();
        Verify().Whole.Should().BeFalse();

        Behind("records.db", "DELETE FROM search WHERE resource=1");

        Verify().Problems.Should().ContainSingle().Which.Kind.Should().Be("index");
    }

    [Fact]
    public async Task A_tail_is_missed_also_when_the_notes_of_it_are_made_bytes()
    {
        await LiveAsync();
        Behind(
            "audit.db",
            "UPDATE trail SET action=CAST(action AS BLOB), entity=CAST(entity AS BLOB) WHERE action='head'"
        );

        Behind("records.db", "DELETE FROM trail WHERE number>2");

        Verify().Problems.Should().Contain(p => p.File == "records.db" && p.Kind == "cut");
    }

    [Fact]
    public async Task Records_whose_trail_was_dropped_are_not_taken_for_records_from_before_the_trail()
    {
        await LiveAsync();
        Behind("audit.db", "UPDATE trail SET action=CAST(action AS BLOB) WHERE action='head'");
        Behind(
            "records.db",
            "UPDATE resource SET json=replace(json,'150','90'); DROP TABLE trail; DROP TABLE trail_patient"
        );

        var open = () => FhirStore.Open(_temporary.Folder, _temporary.Clock);

        open.Should().Throw<AlteredStoreException>().WithMessage("*it was emptied*");
        Verify().Problems.Should().Contain(p => p.Kind == "cut" && p.File == "records.db");
    }

    [Fact]
    public async Task A_store_with_a_planted_trigger_is_not_opened()
    {
        await LiveAsync();
        Behind(
            "records.db",
            "CREATE TRIGGER quiet AFTER INSERT ON resource BEGIN UPDATE resource SET patient=NULL WHERE key=new.key; END"
        );
        Behind("audit.db", "CREATE TRIGGER quiet BEFORE INSERT ON trail BEGIN SELECT RAISE(IGNORE); END");

        var records = () => FhirStore.Open(_temporary.Folder, _temporary.Clock);
        var accesses = () => AccessTrail.Open(_temporary.Folder, AuditOptions.Of(), _temporary.Clock);

        records.Should().Throw<AlteredStoreException>().WithMessage("records.db: quiet:*");
        accesses.Should().Throw<AlteredStoreException>().WithMessage("audit.db: quiet:*");
    }

    [Fact]
    public async Task An_entry_that_a_trigger_swallows_while_the_server_runs_is_not_recorded()
    {
        await _temporary.Accesses.RecordAsync(new(AuditActor.Product, AuditActions.Read, "Patient/p1"));
        Behind("audit.db", "CREATE TRIGGER quiet BEFORE INSERT ON trail BEGIN SELECT RAISE(IGNORE); END", keep: true);
        Behind("records.db", "CREATE TRIGGER quiet BEFORE INSERT ON trail BEGIN SELECT RAISE(IGNORE); END", keep: true);

        var access = () => _temporary.Accesses.RecordAsync(new(AuditActor.Product, AuditActions.Read, "Patient/p1"));
        var change = () => _temporary.Store.CommitAsync(Origin.Program("t"), [new Write(new Patient { Id = "p9" })]);

        await access.Should().ThrowAsync<AccessNotRecordedException>();
        await change.Should().ThrowAsync<AlteredStoreException>();
        _temporary.Store.Read("Patient", "p9").Should().BeNull();
    }

    /// <summary>A patient with an observation in two versions, its Provenance, and something that is nobody's.</summary>
    private async Task LiveAsync()
    {
        await using (var keeper = new TrailMaintenance(_temporary.Store, _temporary.Accesses, _temporary.Clock))
        {
            await keeper.StartAsync();
            foreach (var value in new[] { 120, 150 })
            {
                await _temporary.Store.CommitAsync(
                    Origin.Program("t"),
                    [.. Contents(value).Select(one => new Write(one))]
                );
            }

            await _temporary.Accesses.RecordAsync(
                new(AuditActor.Product, AuditActions.Read, "Patient/p1") { Patients = ["p1"] }
            );
            await keeper.NoteAsync();
        }
        await _temporary.CloseAccessesAsync();
        await _temporary.Store.DisposeAsync();
    }

    private IEnumerable<Resource> Contents(int value)
    {
        if (value == 120)
        {
            yield return new Patient { Id = "p1" };
            yield return new Device { Id = "d1" };
            yield return new Provenance { Id = "v1", Target = [new ResourceReference("Observation/o1")] };
        }
        yield return new Observation
        {
            Id = "o1",
            Status = ObservationStatus.Final,
            Subject = new ResourceReference("Patient/p1"),
            Code = new CodeableConcept("http://loinc.org", "8480-6"),
            Value = new Quantity(value, "mm[Hg]"),
        };
    }

    private TrailReport Verify() => TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock);

    /// <summary>Changes a file by hand and puts the triggers back that stood in the way.</summary>
    private void Behind(string file, string sql, bool keep = false)
    {
        using var connection = new SqliteConnection($"Data Source={_temporary.Folder}/{file};Pooling=False");
        connection.Open();
        string[] kept = [];
        if (!keep && !sql.Contains("DROP TRIGGER"))
        {
            using var ask = connection.CreateCommand();
            ask.CommandText = "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND name LIKE '%append_only%'";
            using var rows = ask.ExecuteReader();
            var triggers = new List<(string Name, string Sql)>();
            while (rows.Read())
                triggers.Add((rows.GetString(0), rows.GetString(1)));
            rows.Close();
            foreach (var (name, _) in triggers)
                Run($"DROP TRIGGER {name}");
            kept = [.. triggers.Select(trigger => trigger.Sql)];
        }
        Run(sql);
        foreach (var trigger in kept.Where(trigger => !sql.Contains("DROP TABLE") || trigger.Contains("ON audit")))
            Run(trigger);

        void Run(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }
}
