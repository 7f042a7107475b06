using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Fhir;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

public sealed class AuditTrailTests : IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task Each_commit_with_an_actor_is_recorded_with_what_it_did_to_what()
    {
        await CommitAsync("dr-lin", new Write(new Patient { Id = "p1" }), new Write(new Patient { Id = "p2" }));
        await CommitAsync("dr-lin", new Write(new Patient { Id = "p1" }));
        await CommitAsync("dr-wu", new Write(new Patient { Id = "p1" }, Delete: true));
        await CommitAsync(null, new Write(new Patient { Id = "p3" }));

        temporary
            .Store.Audit.Latest(10)
            .Select(e => (e.Sequence, e.Actor, e.Action, e.Entity))
            .Should()
            .Equal(
                (4, "dr-wu", "delete", "Patient/p1/_history/3"),
                (3, "dr-lin", "update", "Patient/p1/_history/2"),
                (2, "dr-lin", "create", "Patient/p2/_history/1"),
                (1, "dr-lin", "create", "Patient/p1/_history/1")
            );
        temporary.Store.Audit.Latest(10, "Patient/p2").Should().ContainSingle();
        var verified = temporary.Store.Audit.Verify();
        (verified.Entries, verified.FirstBrokenLink).Should().Be((4, (long?)null));
    }

    [Fact]
    public async Task A_refused_commit_leaves_no_entry_and_no_gap()
    {
        await CommitAsync("a", new Write(new Patient { Id = "p1" }));
        var refused = () =>
            CommitAsync("b", new Write(new Patient { Id = "p2" }), new Write(new Patient { Id = "p1" }, "0"));
        await refused.Should().ThrowAsync<VersionConflictException>();
        await CommitAsync("c", new Write(new Patient { Id = "p1" }));

        temporary.Store.Audit.Latest(10).Select(e => (e.Sequence, e.Actor)).Should().Equal((2, "c"), (1, "a"));
        temporary.Store.Audit.Verify().FirstBrokenLink.Should().BeNull();
    }

    [Fact]
    public async Task Reads_reach_the_disk_without_anybody_waiting()
    {
        temporary.Store.Audit.Record("dr-lin", "read", "Patient/p1");
        var deadline = Task.Delay(TimeSpan.FromSeconds(5));
        while (temporary.Store.Audit.Latest(1).Count == 0 && !deadline.IsCompleted)
            await Task.Delay(20);

        temporary.Store.Audit.Latest(1).Should().ContainSingle().Which.Action.Should().Be("read");
    }

    [Fact]
    public async Task Reads_that_were_not_yet_written_are_written_when_the_store_closes()
    {
        temporary.Store.Audit.Record("dr-lin", "read", "Patient/p1");
        await temporary.ReopenAsync();

        temporary.Store.Audit.Latest(1).Should().ContainSingle();
    }

    [Theory]
    [InlineData("UPDATE audit SET actor='nobody' WHERE sequence=3", 3)]
    [InlineData("UPDATE audit SET entity='Patient/other' WHERE sequence=1", 1)]
    [InlineData("DELETE FROM audit WHERE sequence=4", 4)]
    [InlineData("UPDATE audit SET hash=zeroblob(32) WHERE sequence=5", 5)]
    public async Task A_change_behind_the_programs_back_is_found_where_it_was_made(string change, long broken)
    {
        for (var i = 0; i < 6; i++)
            await CommitAsync("dr-lin", new Write(new Patient { Id = $"p{i}" }));
        Behind("DROP TRIGGER audit_is_append_only_u; DROP TRIGGER audit_is_append_only_d; " + change);

        temporary.Store.Audit.Verify().FirstBrokenLink.Should().Be(broken);
    }

    [Fact]
    public async Task The_database_itself_refuses_to_change_an_entry()
    {
        await CommitAsync("dr-lin", new Write(new Patient { Id = "p1" }));

        var change = () => Behind("UPDATE audit SET actor='nobody'");

        change.Should().Throw<SqliteException>().WithMessage("*the audit trail is append-only*");
    }

    private Task CommitAsync(string? actor, params Write[] writes) =>
        temporary.Store.CommitAsync(actor is null ? Origin.Product : Origin.Sender(actor), writes);

    private void Behind(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={temporary.Folder}/records.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
