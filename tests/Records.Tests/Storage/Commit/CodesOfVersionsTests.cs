using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>The code beside each stored version: whatever is changed behind the program is damage, at every way to read it.</summary>
public sealed class CodesOfVersionsTests : IDisposable
{
    /// <summary>Makes the file one of schema 4, which had no codes.</summary>
    private const string AsBefore =
        "ALTER TABLE resource DROP COLUMN code; ALTER TABLE history DROP COLUMN code; DROP TABLE code_key; PRAGMA user_version=4";

    private const string WithoutCode = "SELECT count(*) FROM resource WHERE code IS NULL";

    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    private string Data => Path.Combine(_folder, "data");
    private string KeyFile => Path.Combine(_folder, "audit.key");

    [Fact]
    public async Task A_store_that_had_no_codes_gets_them_once_and_what_the_trail_says_otherwise_is_damaged()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        await WriteAsync(new Patient { Id = "p1", Active = false });
        await WriteAsync(new Patient { Id = "p2", Active = true });
        await WriteAsync(new Patient { Id = "long", Name = [new HumanName { Text = new string('a', 20_000) }] });
        Run(AsBefore);
        Run("UPDATE resource SET json=replace(json,'true','false') WHERE id='p2'");

        await using var store = Open();

        Ask("PRAGMA user_version").Should().Be(5);
        Ask(WithoutCode).Should().Be(1);
        Ask("SELECT count(*) FROM history WHERE code IS NULL").Should().Be(0);
        store.Read<Patient>("p1")!.Active.Should().BeFalse();
        store.ReadVersion("Patient", "p1", "1").Should().BeOfType<Patient>().Which.Active.Should().BeTrue();
        Damage.IsDamaged(store.Read("Patient", "long")!).Should().BeFalse();
        Damage.IsDamaged(store.Read("Patient", "p2")!).Should().BeTrue();
    }

    [Fact]
    public async Task What_an_older_program_wrote_before_there_was_a_trail_gets_a_code_when_it_can_be_read()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        await WriteAsync(new Patient { Id = "p2", Active = true });
        Run(AsBefore);
        Run("DROP TABLE trail; DROP TABLE trail_patient");
        Run("UPDATE resource SET json=replace(json,'true','\"perhaps\"') WHERE id='p2'");

        await using var store = Open();

        store.Read<Patient>("p1")!.Active.Should().BeTrue();
        Damage.IsDamaged(store.Read("Patient", "p2")!).Should().BeTrue();
    }

    [Fact]
    public async Task Opening_it_was_cut_off_between_the_columns_and_the_films_and_the_next_opening_goes_on()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        Run("PRAGMA user_version=3");

        await using var store = Open();

        store.Read<Patient>("p1")!.Active.Should().BeTrue();
        Ask("PRAGMA user_version").Should().Be(5);
    }

    [Theory]
    [InlineData("UPDATE resource SET json=replace(json,'true','false')")]
    [InlineData("UPDATE resource SET json=replace(json,'true','\"perhaps\"'), code=NULL")]
    [InlineData("UPDATE resource SET json=replace(json,'true','false'), code=NULL")]
    [InlineData("UPDATE resource SET code=NULL")]
    [InlineData("UPDATE resource SET last_updated=last_updated-86400000")]
    [InlineData("UPDATE resource SET version=2")]
    [InlineData("UPDATE resource SET origin=1")]
    [InlineData("UPDATE resource SET actor='somebody'")]
    [InlineData("UPDATE resource SET deleted=1")]
    [InlineData("UPDATE resource SET code='x'")]
    [InlineData("UPDATE resource SET code=zeroblob(36)")]
    [InlineData(
        "UPDATE resource SET code=(SELECT code FROM resource WHERE id='p2'), json=replace((SELECT json FROM resource WHERE id='p2'),'p2','p1')"
    )]
    public async Task What_was_altered_by_hand_does_not_pass_for_what_was_written(string sql)
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        await WriteAsync(new Patient { Id = "p2", Active = false });
        Run(sql + " WHERE id='p1'");

        await using var store = Open();

        Damage.IsDamaged(store.Read("Patient", "p1")!).Should().BeTrue();
        Damage.IsDamaged(store.Read("Patient", "p2")!).Should().BeFalse();
    }

    [Fact]
    public async Task A_row_with_the_text_and_code_of_another_was_answered_for_it()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        await WriteAsync(new Patient { Id = "p2", Active = false });
        Run(
            "UPDATE resource SET (json,code)=(SELECT json,code FROM resource WHERE id='p2') WHERE id='p1'; UPDATE resource SET type='Person' WHERE id='p2'"
        );

        await using var store = Open();

        store.Texts.IsWhole(store.Texts.Current("Patient", "p1")!).Should().BeFalse();
        store.Texts.IsWhole(store.Texts.Current("Person", "p2")!).Should().BeFalse();
        Damage.IsDamaged(store.Read("Patient", "p1")!).Should().BeTrue();
    }

    [Fact]
    public async Task One_letter_of_a_long_text_passed_because_only_its_ends_were_looked_at()
    {
        await WriteAsync(new Patient { Id = "p1", Name = [new HumanName { Text = new string('a', 20_000) + "M" }] });
        Run("UPDATE resource SET json=replace(json,'aM','aN')");

        await using var store = Open();

        Damage.IsDamaged(store.Read("Patient", "p1")!).Should().BeTrue();
        store.Texts.IsWhole(store.Texts.Current("Patient", "p1")!).Should().BeFalse();
        store.Texts.Readable(store.Texts.Current("Patient", "p1")!).Should().BeNull();
    }

    [Fact]
    public async Task A_past_version_that_was_altered_is_damaged_and_the_current_one_is_not()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        await WriteAsync(new Patient { Id = "p1", Active = false });
        Run("UPDATE history SET json=replace(json,'true','false')");

        await using var store = Open();

        Damage.IsDamaged(store.ReadVersion("Patient", "p1", "1")!).Should().BeTrue();
        Damage.IsDamaged(store.Read("Patient", "p1")!).Should().BeFalse();
    }

    [Fact]
    public async Task Without_the_key_nothing_is_opened_until_a_person_says_that_it_is_lost()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        var lost = AuditKeys.Open(KeyFile, Data, new FakeTimeProvider()).Current;
        File.Delete(KeyFile);

        var open = Open;
        open.Should().Throw<AuditKeyException>().WithMessage($"*{lost}*audit-key lost*");
        AuditKeys.Lose(KeyFile, lost, new FakeTimeProvider());

        await using (var store = Open())
            store.Read<Patient>("p1")!.Active.Should().BeTrue();
        // Under the key that writes from now on; the lost one vouches for nothing any more.
        Ask($"SELECT count(*) FROM code_key WHERE id='{lost}'").Should().Be(0);
        Ask($"SELECT count(*) FROM resource WHERE substr(code,1,8)=x'{lost}'").Should().Be(0);
    }

    [Fact]
    public async Task What_another_process_writes_under_a_key_that_was_added_since_is_read()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        await using var running = Open();
        AuditKeys.Rotate(KeyFile, new FakeTimeProvider());
        await WriteAsync(new Patient { Id = "p2", Active = true });

        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (Damage.IsDamaged(running.Read("Patient", "p2")!) && DateTime.UtcNow < deadline)
            await Task.Delay(50);

        running.Read<Patient>("p2")!.Active.Should().BeTrue();
    }

    private FhirStore Open() => FhirStore.Open(Data, new FakeTimeProvider(), new AuditOptions(KeyFile));

    private async Task WriteAsync(Patient patient)
    {
        await using var store = Open();
        await store.CommitAsync(Origin.Program("t"), [new Write(patient)], CancellationToken.None);
    }

    private void Run(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Ask(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Data}/records.db;Pooling=False");
        connection.Open();
        return connection;
    }
}
