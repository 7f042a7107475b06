using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Storage.Commit;

public sealed class WriterTests : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task A_rejected_write_does_not_make_its_neighbours_wait_for_a_commit_of_their_own()
    {
        await _temporary.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "own" })]);
        var before = Commits();
        var callers = Enumerable
            .Range(0, 200)
            .Select(i =>
                _temporary.Store.CommitAsync(
                    Origin.Program("t"),
                    [new Write(new Patient { Id = i % 10 == 0 ? "own" : $"p{i}" })]
                )
            )
            .ToArray();
        await Task.WhenAny(Task.WhenAll(callers), Task.Delay(20_000));

        callers.Count(caller => caller.IsFaulted).Should().Be(20);
        callers
            .Where(caller => caller.IsFaulted)
            .Should()
            .OnlyContain(caller => caller.Exception!.InnerException is WriteRejectedException);
        _temporary.Store.Search(new("Patient", [], 0)).Total.Should().Be(181);
        // A batch that is repeated singly takes a commit for each of its callers.
        (Commits() - before)
            .Should()
            .BeLessThan(100);
    }

    [Fact]
    public async Task A_write_that_fails_when_part_of_it_is_done_is_undone_whole_and_alone()
    {
        var before = Commits();
        var callers = Enumerable
            .Range(0, 200)
            .Select(i =>
                _temporary.Store.CommitAsync(
                    Origin.Product,
                    [
                        new Write(new Patient { Id = $"p{i}" })
                        {
                            // The table of archived objects takes none without its hash, and is written last.
                            Archived = i % 10 == 0 ? new($"1.2.{i}", $"p{i}", null!) : null,
                        },
                    ]
                )
            )
            .ToArray();
        await Task.WhenAny(Task.WhenAll(callers), Task.Delay(20_000));

        callers.Where((_, i) => i % 10 == 0).Should().OnlyContain(caller => caller.IsFaulted);
        callers.Where((_, i) => i % 10 != 0).Should().OnlyContain(caller => caller.IsCompletedSuccessfully);
        _temporary.Store.Search(new("Patient", [], 0)).Total.Should().Be(180);
        Ask("SELECT count(*) FROM trail WHERE entity LIKE 'Patient/p%0/_history/1'").Should().Be(0);
        Ask("SELECT count(*) FROM trail WHERE action='create'").Should().Be(180);
        (Commits() - before).Should().BeLessThan(100);
    }

    [Fact]
    public async Task Any_fault_of_one_request_undoes_that_request_alone()
    {
        var broken = _temporary.Store.SettleAsync(
            Origin.Program("t"),
            _ =>
                new(
                    [new Write(new Patient { Id = "bad" })],
                    _ => throw new InvalidOperationException("a question failed")
                ),
            default
        );
        var fine = _temporary.Store.CommitAsync(Origin.Program("t"), [new Write(new Patient { Id = "good" })]);

        await broken.Invoking(task => task).Should().ThrowAsync<InvalidOperationException>();
        await fine;
        _temporary.Store.Read<Patient>("bad").Should().BeNull();
        _temporary.Store.Read<Patient>("good").Should().NotBeNull();
    }

    [Fact]
    public async Task What_changes_again_and_again_meanwhile_is_at_last_prepared_by_the_writer_itself()
    {
        var prepared = 0;
        await _temporary.Store.SettleAsync(
            Origin.Program("t"),
            lookups =>
            {
                lookups.PresenceOf("Patient", $"p{prepared}");
                // Somebody else makes exactly what was asked for, each time.
                if (prepared < 5)
                {
                    _temporary
                        .Store.CommitAsync(Origin.Program("u"), [new Write(new Patient { Id = $"p{prepared}" })])
                        .Wait();
                }

                prepared++;
                return new([new Write(new Patient { Id = "mine" })]);
            },
            default
        );

        prepared.Should().Be(6);
        _temporary.Store.Read<Patient>("mine").Should().NotBeNull();
    }

    [Fact]
    public async Task Another_process_that_has_the_file_open_hears_of_commits_and_can_follow_from_any_place()
    {
        await using var other = FhirStore.Open(_temporary.Folder, _temporary.Clock);
        var heard = new List<RecordChange>();
        var all = new TaskCompletionSource();
        other.Committed += changes =>
        {
            lock (heard)
                heard.AddRange(changes);
            if (heard.Count >= 30)
                all.TrySetResult();
        };
        for (var i = 0; i < 30; i++)
        {
            await _temporary.Store.CommitAsync(
                Origin.Command("test"),
                [new Write(FhirStoreTests.Observation($"o{i}", "Patient/p1", "8480-6", 100 + i))]
            );
        }

        await all.Task.WaitAsync(TimeSpan.FromSeconds(10));

        heard.Select(change => change.Id).Should().Equal(Enumerable.Range(0, 30).Select(i => $"o{i}"));
        heard.Should().OnlyContain(change => change.Concerns("p1") && change.Type == "Observation");
        other.ChangesAfter(heard[9].Sequence, 100).Should().BeEquivalentTo(heard.Skip(10));
    }

    [Fact]
    public async Task An_older_index_is_rebuilt_while_the_store_is_in_use_and_goes_on_where_it_was_interrupted()
    {
        await _temporary.Store.CommitAsync(
            Origin.Command("test"),
            [
                .. Enumerable
                    .Range(0, 1000)
                    .Select(i => new Write(new Patient { Id = $"p{i}", Identifier = [new("urn:n", $"n{i}")] })),
            ]
        );
        // As an older version left it, interrupted after four hundred resources.
        Behind("DELETE FROM search WHERE resource > 400; UPDATE index_state SET version=1, done=400");
        Behind($"UPDATE index_state SET rebuilding={Schema.IndexVersion}");
        await _temporary.ReopenAsync();
        await _temporary.Store.CommitAsync(
            Origin.Command("test"),
            [new Write(new Patient { Id = "new", Identifier = [new("urn:n", "new")] })]
        );
        _temporary.Store.Search(new("Patient", [new("identifier", "urn:n|n1")])).Total.Should().Be(1);
        _temporary.Store.Search(new("Patient", [new("identifier", "urn:n|new")])).Total.Should().Be(1);

        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!_temporary.Store.Index.IsCurrent && DateTime.UtcNow < deadline)
            await Task.Delay(20);

        _temporary.Store.Index.IsCurrent.Should().BeTrue();
        _temporary.Store.Search(new("Patient", [new("identifier", "urn:n|n999")])).Total.Should().Be(1);
        _temporary.Store.Search(new("Patient", [new("identifier:missing", "false")])).Total.Should().Be(1001);
        Ask("SELECT version FROM index_state").Should().Be(Schema.IndexVersion);
    }

    /// <summary>Transactions that changed the file, counted by SQLite itself: a commit moves the end of the WAL by one mark.</summary>
    private long Commits()
    {
        var wal = File.ReadAllBytes(Path.Combine(_temporary.Folder, "records.db-wal"));
        var (commits, frame) = (0L, 24 + 4096);
        // A frame's header is 24 bytes; its second word is the size of the database on a commit, else 0 (SQLite file format 4.1).
        for (var at = 32; at + frame <= wal.Length; at += frame)
        {
            if (wal.AsSpan(at + 4, 4).ContainsAnyExcept((byte)0))
                commits++;
        }

        return commits;
    }

    private void Behind(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_temporary.Folder}/records.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_temporary.Folder}/records.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
