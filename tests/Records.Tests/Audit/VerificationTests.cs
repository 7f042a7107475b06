using System.Security.Cryptography;
using System.Text;
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

/// <summary>What somebody who can write to the data folder, but has not the key, may try.</summary>
public sealed class VerificationTests : IAsyncDisposable
{
    private static readonly AuditActor Lin = AuditActor.Person("lin", "lin");
    private readonly TemporaryStore _temporary = new();
    private readonly string _elsewhere = Directory.CreateTempSubdirectory("xinglin-heads-").FullName;

    public async ValueTask DisposeAsync()
    {
        await _temporary.DisposeAsync();
        Directory.Delete(_elsewhere, true);
    }

    [Fact]
    public async Task An_untouched_trail_is_whole_and_its_entries_are_counted_without_the_bookkeeping()
    {
        await LiveAsync();

        var report = Verify();

        report.Problems.Should().BeEmpty();
        (report.Accesses, report.Changes, report.Entries, report.OpenChains).Should().Be((6, 4, 10, 0));
        report.Versions.Should().Be(4);
        report.Notes.Should().Contain("No place for heads is set (--audit-heads): a cut tail cannot be proven.");
    }

    [Fact]
    public async Task Both_databases_were_taken_away_and_films_and_accounts_beside_them_said_nothing()
    {
        await LiveAsync();
        await _temporary.CloseAccessesAsync();
        await _temporary.Store.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(_temporary.Folder, "*.db*"))
            File.Delete(file);
        var films = Directory.CreateDirectory(Path.Combine(_temporary.Folder, "dicom", "26"));
        await File.WriteAllTextAsync(Path.Combine(films.FullName, "film.dcm"), "film");

        Verify().Problems.Select(problem => problem.Kind).Should().Contain("missing");
        var open = () => FhirStore.Open(_temporary.Folder, _temporary.Clock);
        open.Should().Throw<AlteredStoreException>().WithMessage("*records.db is gone*archived films*");
    }

    [Theory]
    [InlineData("audit.db", "UPDATE trail SET actor='nobody' WHERE number=3", "edited", "row 3,*")]
    [InlineData("audit.db", "UPDATE trail SET patients=NULL WHERE number=3", "edited", "row 3,*")]
    [InlineData("audit.db", "UPDATE trail SET result='404' WHERE number=1", "edited", "row 1,*")]
    [InlineData("audit.db", "UPDATE trail SET mac=zeroblob(32) WHERE number=2", "edited", "row 2,*")]
    [InlineData("audit.db", "DELETE FROM trail WHERE number=4", "missing", "row 5,*")]
    [InlineData("audit.db", "DELETE FROM trail WHERE number>4", "cut", "after row 4")]
    [InlineData("audit.db", "DELETE FROM trail", "cut", "after row 0")]
    [InlineData("audit.db", "DROP TABLE trail", "missing", "*")]
    [InlineData("audit.db", "DELETE FROM trail_patient WHERE number=2", "hidden", "row 2,*")]
    [InlineData("audit.db", "DELETE FROM trail_start", "missing", "*")]
    [InlineData("audit.db", "UPDATE trail_start SET before_count=7", "edited", "start")]
    [InlineData("records.db", "UPDATE trail SET entity='Patient/other/_history/1' WHERE number=1", "edited", "row 1,*")]
    [InlineData("records.db", "DELETE FROM trail WHERE number=2", "missing", "row 3,*")]
    [InlineData("records.db", "DELETE FROM trail WHERE number>=3", "cut", "after row 2")]
    [InlineData("records.db", "DELETE FROM trail", "cut", "after row 0")]
    [InlineData("records.db", "DROP TABLE trail", "missing", "*")]
    [InlineData(
        "records.db",
        "UPDATE resource SET json=replace(json,'male','female') WHERE id='p1'",
        "content",
        "Patient/p1/_history/2"
    )]
    [InlineData(
        "records.db",
        "UPDATE history SET json=replace(json,'1960','1961')",
        "content",
        "Patient/p1/_history/1"
    )]
    [InlineData("records.db", "DELETE FROM history", "content", "row *")]
    [InlineData("records.db", "DELETE FROM resource WHERE id='p2'", "content", "row *")]
    [InlineData(
        "records.db",
        "INSERT INTO resource(type,id,version,last_updated,deleted,patient,json) VALUES('Patient','p9',1,0,0,'p9','{}')",
        "content",
        "Patient/p9/_history/1"
    )]
    [InlineData("records.db", "UPDATE resource SET origin=1 WHERE id='p2'", "columns", "Patient/p2/_history/*")]
    [InlineData("records.db", "UPDATE resource SET actor='nobody' WHERE id='p2'", "columns", "Patient/p2/_history/*")]
    [InlineData(
        "records.db",
        "UPDATE resource SET made_here=1-made_here WHERE id='p2'",
        "columns",
        "Patient/p2/_history/*"
    )]
    [InlineData(
        "records.db",
        "UPDATE resource SET deleted=1-deleted WHERE id='p2'",
        "columns",
        "Patient/p2/_history/*"
    )]
    [InlineData("records.db", "UPDATE resource SET last_updated=1 WHERE id='p2'", "columns", "Patient/p2/_history/*")]
    [InlineData("records.db", "UPDATE resource SET patient='p1' WHERE id='p2'", "columns", "Patient/p2/_history/*")]
    [InlineData("records.db", "UPDATE history SET deleted=1", "columns", "Patient/p1/_history/1")]
    [InlineData("records.db", "INSERT INTO trail_patient VALUES('zz',1)", "hidden", "row 1")]
    public async Task A_change_behind_the_programs_back_is_found_where_it_was_made(
        string file,
        string change,
        string kind,
        string place
    )
    {
        await LiveAsync();
        Behind(file, change);

        Verify()
            .Problems.Where(p => p.Kind == kind && p.File == file)
            .Select(p => p.Place)
            .Should()
            .ContainMatch(place);
    }

    [Fact]
    public async Task The_marks_of_a_signed_and_of_a_synthetic_resource_cannot_be_taken_off_unseen()
    {
        var patient = Xinglin.Records.Fhir.Resources.Labels.MarkSynthetic(new Patient { Id = "syn" });
        var report = Xinglin.Records.Fhir.Resources.Labels.MarkAi(
            new DiagnosticReport
            {
                Id = "signed",
                Status = DiagnosticReport.DiagnosticReportStatus.Final,
                Code = new CodeableConcept { Text = "x" },
                Subject = new ResourceReference("Patient/syn"),
            }
        );
        await _temporary.Store.CommitAsync(Origin.Command("test"), [new Write(patient)]);
        await _temporary.Store.CommitAsync(Origin.Person("lin"), [new Write(report)]);
        await _temporary.Store.DisposeAsync();
        Verify().Problems.Should().BeEmpty();

        Behind("records.db", "UPDATE resource SET synthetic=0 WHERE id='syn'; DELETE FROM held");

        Verify()
            .Problems.Where(problem => problem.Kind == "columns")
            .Select(problem => problem.Place)
            .Should()
            .BeEquivalentTo("Patient/syn/_history/1", "DiagnosticReport/signed/_history/1");
    }

    [Fact]
    public async Task A_version_cut_away_with_its_own_entry_is_missed_by_the_access_that_made_it()
    {
        await _temporary.Store.CommitAsync(Origin.Program("t"), [new Write(new Patient { Id = "fresh" })]);
        await _temporary.Accesses.RecordAsync(
            new(AuditActor.Program("t", "lab"), AuditActions.Create, "Patient/fresh/_history/1")
        );
        await _temporary.CloseAccessesAsync();
        await _temporary.Store.DisposeAsync();

        Behind("records.db", "DELETE FROM trail_patient; DELETE FROM trail; DELETE FROM search; DELETE FROM resource");

        Verify()
            .Problems.Should()
            .Contain(problem => problem.Kind == "missing" && problem.Place == "Patient/fresh/_history/1");
    }

    [Theory]
    [InlineData("audit.db")]
    [InlineData("records.db")]
    public async Task A_deleted_file_is_missed_also_when_the_program_has_made_another(string file)
    {
        await LiveAsync();
        foreach (var path in Directory.GetFiles(_temporary.Folder, file + "*"))
            File.Delete(path);
        Verify().Problems.Should().Contain(p => p.File == file && p.Kind == "missing");

        await LiveAsync();
        await LiveAsync();

        Verify().Problems.Should().Contain(p => p.File == file && p.Kind == "exchanged");
    }

    [Fact]
    public async Task Whoever_has_not_the_key_cannot_chain_an_edited_entry_anew()
    {
        await LiveAsync();
        using (var connection = Connect("audit.db"))
        {
            // As the earlier, unkeyed chain could be forged: each code is a plain hash of what is there.
            Execute(connection, "UPDATE trail SET actor='nobody' WHERE number=2");
            connection.CreateFunction(
                "forge",
                (string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text)),
                isDeterministic: true
            );
            Execute(connection, "UPDATE trail SET mac=forge(chain||sequence||actor||entity)");
            Execute(
                connection,
                "UPDATE trail SET previous=coalesce((SELECT t.mac FROM trail t WHERE t.chain=trail.chain AND t.sequence=trail.sequence-1), zeroblob(32))"
            );
        }

        var problems = Verify().Problems;

        problems.Should().Contain(p => p.Kind == "edited" && p.Place.StartsWith("row 2,"));
        problems.Should().Contain(p => p.Kind == "exchanged");
    }

    [Fact]
    public async Task Files_of_another_hospital_with_the_same_key_are_found()
    {
        await LiveAsync();
        await using var other = new TemporaryStore();
        await LiveAsync(other);
        await LiveAsync(other);
        await other.Store.DisposeAsync();
        File.Copy(Path.Combine(other.Folder, "audit.db"), Path.Combine(_temporary.Folder, "audit.db"), overwrite: true);

        Verify().Problems.Should().Contain(p => p.File == "audit.db" && p.Kind == "exchanged");
    }

    [Fact]
    public async Task Both_files_cut_back_to_the_same_moment_are_found_by_a_head_that_was_kept()
    {
        await LiveAsync();
        var copy = Path.Combine(_elsewhere, "copy");
        Directory.CreateDirectory(copy);
        foreach (var path in Directory.GetFiles(_temporary.Folder, "*.db*"))
            File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        await LiveAsync();
        var head = Verify().Head;
        foreach (var path in Directory.GetFiles(copy))
            File.Copy(path, Path.Combine(_temporary.Folder, Path.GetFileName(path)), overwrite: true);

        Verify().Problems.Should().BeEmpty("within the folder itself nothing contradicts");
        Verify(head)
            .Problems.Select(p => (p.Kind, p.File))
            .Should()
            .BeEquivalentTo([("cut", "records.db"), ("cut", "audit.db")]);
        Verify(head.Replace("accesses 1", "accesses 2")).Problems.Should().Contain(p => p.Kind == "head");
    }

    [Fact]
    public async Task Heads_are_kept_at_the_place_that_is_named_and_a_cut_tail_is_missed_against_them()
    {
        var options = AuditOptions.Of(headsPlace: _elsewhere);
        await LiveAsync(_temporary, options);
        File.ReadAllLines(Path.Combine(_elsewhere, HeadsPlace.FileName)).Should().HaveCountGreaterThanOrEqualTo(2);
        TrailVerifier.Verify(_temporary.Folder, options, _temporary.Clock).Problems.Should().BeEmpty();
        Behind("records.db", "DELETE FROM trail WHERE action='head'");
        Behind("audit.db", "DELETE FROM trail WHERE number>2");

        var report = TrailVerifier.Verify(_temporary.Folder, options, _temporary.Clock);

        report.Problems.Should().Contain(p => p.File == "audit.db" && p.Kind == "cut");
        report.Notes.Should().NotContain(note => note.Contains("--audit-heads"));
    }

    [Fact]
    public async Task A_lost_key_is_said_and_old_keys_verify_after_a_rotation()
    {
        var options = AuditOptions.Of(Path.Combine(_elsewhere, "keys", "audit.key"));
        Directory.CreateDirectory(Path.GetDirectoryName(options.KeyFile)!);
        File.Copy(AuditOptions.Of().KeyFile, options.KeyFile);
        await LiveAsync(_temporary, options);
        var first = AuditKeys.Open(options.KeyFile, null, _temporary.Clock).Current;
        var second = AuditKeys.Rotate(options.KeyFile, _temporary.Clock);
        await LiveAsync(_temporary, options);

        second.Should().NotBe(first);
        TrailVerifier.Verify(_temporary.Folder, options, _temporary.Clock).Problems.Should().BeEmpty();
        var lines = File.ReadAllLines(options.KeyFile);
        File.WriteAllLines(options.KeyFile, lines.Skip(1));
        TrailVerifier
            .Verify(_temporary.Folder, options, _temporary.Clock)
            .Problems.Should()
            .Contain(p => p.Kind == "key" && p.Says.Contains(first));
    }

    private Task LiveAsync() => LiveAsync(_temporary);

    /// <summary>A process that starts, changes four versions (the first time), reads six times, and stops.</summary>
    private static async Task LiveAsync(TemporaryStore there, AuditOptions? options = null)
    {
        await there.Store.DisposeAsync();
        await using var store = FhirStore.Open(there.Folder, there.Clock, options);
        await using var accesses = AccessTrail.Open(there.Folder, options ?? AuditOptions.Of(), there.Clock);
        await using var keeper = new TrailMaintenance(store, accesses, there.Clock);
        await keeper.StartAsync();
        foreach (var year in new[] { "1960", "1961" })
        {
            await store.CommitAsync(
                Origin.Sender("lin"),
                [
                    new Write(
                        new Patient
                        {
                            Id = "p1",
                            BirthDate = year,
                            Gender = AdministrativeGender.Male,
                        }
                    ),
                ]
            );
        }

        await store.CommitAsync(Origin.Sender("lin"), [new Write(new Patient { Id = "p2" })]);
        await store.CommitAsync(Origin.Sender("lin"), [new Write(new Patient { Id = "p2" }, Delete: true)]);
        for (var i = 0; i < 6; i++)
            await accesses.RecordAsync(new(Lin, AuditActions.Read, $"Patient/p{i}") { Patients = [$"p{i}"] });
    }

    private TrailReport Verify(params string[] heads) =>
        TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock, heads);

    private SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={_temporary.Folder}/{file};Pooling=False");
        connection.Open();
        Execute(
            connection,
            "DROP TRIGGER trail_is_append_only_u; DROP TRIGGER trail_is_append_only_d; DROP TRIGGER trail_patient_is_append_only_d"
        );
        return connection;
    }

    private void Behind(string file, string sql)
    {
        using var connection = Connect(file);
        Execute(connection, sql);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
