using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

public sealed class AuditTrailTests : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task Each_commit_is_recorded_with_who_did_what_to_whose_data_the_products_own_too()
    {
        await CommitAsync("dr-lin", new Write(new Patient { Id = "p1" }), new Write(new Patient { Id = "p2" }));
        await CommitAsync("dr-lin", new Write(new Patient { Id = "p1" }));
        await CommitAsync("dr-wu", new Write(new Patient { Id = "p1" }, Delete: true));
        await CommitAsync(null, new Write(FhirStoreTests.Observation("o1", "Patient/p2", "8480-6", 150)));

        _temporary
            .Store.Audit.Latest(10)
            .Select(e => (e.Sequence, e.Actor.Kind, e.Actor.Id, e.Action, e.Entity, string.Join(' ', e.Patients)))
            .Should()
            .Equal(
                (5, "product", "product", "create", "Observation/o1/_history/1", "p2"),
                (4, "sender", "dr-wu", "delete", "Patient/p1/_history/3", "p1"),
                (3, "sender", "dr-lin", "update", "Patient/p1/_history/2", "p1"),
                (2, "sender", "dr-lin", "create", "Patient/p2/_history/1", "p2"),
                (1, "sender", "dr-lin", "create", "Patient/p1/_history/1", "p1")
            );
        _temporary.Store.Audit.Find(new(Patient: "p2")).Entries.Should().HaveCount(2);
        _temporary.Store.Audit.Find(new(Person: "dr-wu")).Entries.Should().ContainSingle();
    }

    [Fact]
    public async Task A_refused_commit_leaves_no_entry_and_no_gap()
    {
        await CommitAsync("a", new Write(new Patient { Id = "p1" }));
        var refused = () =>
            CommitAsync("b", new Write(new Patient { Id = "p2" }), new Write(new Patient { Id = "p1" }, "0"));
        await refused.Should().ThrowAsync<VersionConflictException>();
        await CommitAsync("c", new Write(new Patient { Id = "p1" }));

        _temporary.Store.Audit.Latest(10).Select(e => (e.Sequence, e.Actor.Id)).Should().Equal((2, "c"), (1, "a"));
    }

    [Theory]
    [InlineData("UPDATE trail SET actor='nobody'")]
    [InlineData("DELETE FROM trail")]
    [InlineData("DELETE FROM trail_patient")]
    public async Task The_database_itself_refuses_to_change_an_entry(string change)
    {
        await CommitAsync("dr-lin", new Write(new Patient { Id = "p1" }));

        var changing = () =>
        {
            using var connection = new SqliteConnection($"Data Source={_temporary.Folder}/records.db;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = change;
            command.ExecuteNonQuery();
        };

        changing.Should().Throw<SqliteException>().WithMessage("*the audit trail is append-only*");
    }

    private Task CommitAsync(string? actor, params Write[] writes) =>
        _temporary.Store.CommitAsync(actor is null ? Origin.Product : Origin.Sender(actor), writes);
}
