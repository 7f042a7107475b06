using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Tests.Fhir;

public sealed class StorageFaultTests : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task A_full_disk_refuses_the_request_whole_says_so_and_later_requests_succeed()
    {
        await _temporary.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" })]);
        // SQLite answers a full disk and a full page limit with the same code.
        _temporary.Store.LimitPages(50);
        var big = new Binary
        {
            Id = "b1",
            ContentType = "text/plain",
            Data = new byte[1 << 20],
        };

        var commit = () =>
            _temporary.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p2" }), new Write(big)]);

        var fault = (await commit.Should().ThrowAsync<StorageFaultException>()).Which;
        fault
            .Message.Should()
            .EndWith(
                "The disk is full: free space in the data folder and try again. Nothing of this request was stored."
            );
        FhirOutcome.Of(fault).Status.Should().Be(507);
        _temporary.Store.Read<Patient>("p2").Should().BeNull();
        _temporary.Store.LimitPages(1_000_000);
        await _temporary.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p2" })]);
        _temporary.Store.Read<Patient>("p2").Should().NotBeNull();
    }

    [Fact]
    public async Task Of_callers_in_one_group_only_the_one_that_does_not_fit_fails()
    {
        _temporary.Store.LimitPages(200);
        var big = new Binary
        {
            Id = "b1",
            ContentType = "text/plain",
            Data = new byte[4 << 20],
        };
        var callers = Enumerable
            .Range(0, 20)
            .Select(i =>
                _temporary.Store.CommitAsync(Origin.Product, [new Write(i == 7 ? big : new Patient { Id = $"p{i}" })])
            )
            .ToArray();
        await Task.WhenAny(Task.WhenAll(callers), Task.Delay(20_000));

        callers.Where(c => c.IsFaulted).Should().ContainSingle();
        Enumerable.Range(0, 20).Count(i => _temporary.Store.Read<Patient>($"p{i}") is not null).Should().Be(19);
    }

    [Fact]
    public async Task A_database_held_by_another_process_is_waited_for()
    {
        using var other = new SqliteConnection($"Data Source={_temporary.Folder}/records.db;Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        var commit = _temporary.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" })]);
        await Task.Delay(200);
        commit.IsCompleted.Should().BeFalse();
        command.CommandText = "ROLLBACK";
        command.ExecuteNonQuery();

        await commit.WaitAsync(TimeSpan.FromSeconds(10));

        _temporary.Store.Read<Patient>("p1").Should().NotBeNull();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_the_mend()
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-records-").FullName;
        File.WriteAllText(Path.Combine(folder, "records.db"), new string('x', 5000));

        var open = () => FhirStore.Open(folder, TimeProvider.System);

        open.Should().Throw<StorageFaultException>().WithMessage("*The file is damaged: restore the last backup.");
        Directory.Delete(folder, true);
    }
}
