using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>The sum beside each stored text, by which reading knows that nobody changed it.</summary>
public sealed class SumOfTextTests : IDisposable
{
    private const string WithoutSum = "SELECT count(*) FROM resource WHERE sum IS NULL";

    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task A_store_that_had_no_sums_is_read_as_before_and_what_is_written_from_now_on_has_one()
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        Run("ALTER TABLE resource DROP COLUMN sum; ALTER TABLE history DROP COLUMN sum; PRAGMA user_version=4");

        await WriteAsync(new Patient { Id = "p2", Active = true });

        Ask(WithoutSum).Should().Be(1);
        Ask("PRAGMA user_version").Should().Be(5);
        await WriteAsync(new Patient { Id = "p1", Active = false });
        Ask(WithoutSum).Should().Be(0);
        Ask("SELECT count(*) FROM history WHERE sum IS NULL").Should().Be(1);
        await using var store = Open();
        store.Read<Patient>("p1")!.Active.Should().BeFalse();
        store.ReadVersion("Patient", "p1", "1").Should().BeOfType<Patient>().Which.Active.Should().BeTrue();
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
    [InlineData("UPDATE resource SET json=replace(json,'true','\"perhaps\"'), sum=NULL")]
    [InlineData("UPDATE resource SET version=2")]
    [InlineData("UPDATE resource SET sum='x', json=replace(json,'Patient','Pattent')")]
    public async Task A_text_or_a_number_altered_by_hand_does_not_pass_for_what_was_written(string sql)
    {
        await WriteAsync(new Patient { Id = "p1", Active = true });
        Run(sql);

        await using var store = Open();

        Damage.IsDamaged(store.Read("Patient", "p1")!).Should().BeTrue();
    }

    private FhirStore Open() => FhirStore.Open(_folder, new FakeTimeProvider());

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
        var connection = new SqliteConnection($"Data Source={_folder}/records.db;Pooling=False");
        connection.Open();
        return connection;
    }
}
