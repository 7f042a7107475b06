using Microsoft.Data.Sqlite;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Maintenance;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

public sealed class AccessTrailTests : IAsyncDisposable
{
    private static readonly AuditActor Lin = AuditActor.Person("a1", "lin");
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task An_entry_is_on_the_disk_before_its_caller_is_told()
    {
        var copy = Directory.CreateTempSubdirectory("xinglin-copy-").FullName;
        try
        {
            for (var i = 1; i <= 20; i++)
            {
                await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, $"Patient/p{i}"));
                // What a crash at this moment would leave: the files as they are, nothing flushed or closed.
                foreach (var path in Directory.GetFiles(_temporary.Folder, "audit.db*"))
                    File.Copy(path, Path.Combine(copy, Path.GetFileName(path)), overwrite: true);
                using var left = new SqliteConnection($"Data Source={copy}/audit.db;Pooling=False");
                left.Open();
                using var count = left.CreateCommand();
                count.CommandText = "SELECT count(*) FROM trail";
                count.ExecuteScalar().Should().Be((long)i);
            }
        }
        finally
        {
            Directory.Delete(copy, true);
        }
    }

    [Fact]
    public async Task Callers_at_once_share_a_commit_and_each_has_its_entry_in_one_chain()
    {
        var trail = _temporary.Accesses;
        await Task.WhenAll(
            Enumerable
                .Range(0, 500)
                .Select(i => Task.Run(() => trail.RecordAsync(new(Lin, AuditActions.Read, $"Patient/p{i}"))))
        );

        var entries = _temporary.Accesses.Find(new(Count: 1000)).Entries;
        entries.Select(entry => entry.Entity).Distinct().Should().HaveCount(500);
        entries.Select(entry => entry.Chain).Distinct().Should().ContainSingle();
        await _temporary.CloseAccessesAsync();
        TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task A_trail_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        await _temporary.CloseAccessesAsync();
        SetVersion(1000);

        var open = () => AccessTrail.Open(_temporary.Folder, AuditOptions.Of(), _temporary.Clock);

        open.Should()
            .Throw<InvalidDataException>()
            .WithMessage("audit.db was written by a newer version*start that version.");
        VersionNow().Should().Be(1000);
    }

    [Fact]
    public async Task A_trail_of_before_its_tables_had_a_number_is_opened_and_gets_one()
    {
        await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, "Patient/p1"));
        VersionNow().Should().Be(1, "a new trail has it from the beginning");
        await _temporary.CloseAccessesAsync();
        SetVersion(0);
        TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock).Problems.Should().BeEmpty();

        await using (var again = AccessTrail.Open(_temporary.Folder, AuditOptions.Of(), _temporary.Clock))
            again.Find(new()).Entries.Should().ContainSingle(entry => entry.Entity == "Patient/p1");

        VersionNow().Should().Be(1);
        TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock).Problems.Should().BeEmpty();
    }

    private void SetVersion(int version)
    {
        using var connection = new SqliteConnection($"Data Source={_temporary.Folder}/audit.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA user_version={version}";
        command.ExecuteNonQuery();
    }

    private long VersionNow()
    {
        using var connection = new SqliteConnection($"Data Source={_temporary.Folder}/audit.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    [Fact]
    public async Task Entries_are_found_by_patient_person_action_and_time_page_by_page()
    {
        for (var i = 0; i < 25; i++)
        {
            _temporary.Clock.Advance(TimeSpan.FromMinutes(1));
            await _temporary.Accesses.RecordAsync(
                new(
                    i % 2 == 0 ? Lin : AuditActor.Program("t1", "lab"),
                    i % 5 == 0 ? AuditActions.Search : AuditActions.Read,
                    $"e{i}"
                )
                {
                    Patients = [$"p{i % 3}", "p9"],
                }
            );
        }
        List<string> Entities(AuditQuery query) => [.. _temporary.Accesses.Find(query).Entries.Select(e => e.Entity)];

        Entities(new(Patient: "p1")).Should().HaveCount(8);
        Entities(new(Patient: "p9")).Should().HaveCount(25);
        Entities(new(Person: "lab")).Should().HaveCount(12);
        Entities(new(Person: "a1", Action: AuditActions.Search)).Should().Equal("e20", "e10", "e0");
        var noon = _temporary.Clock.GetUtcNow();
        Entities(new(From: noon - TimeSpan.FromMinutes(2), Until: noon)).Should().Equal("e23", "e22");
        var all = new List<string>();
        for (var query = new AuditQuery(Count: 10); ; )
        {
            var page = _temporary.Accesses.Find(query);
            all.AddRange(page.Entries.Select(e => e.Entity));
            if (page.Next is null)
                break;
            query = query with { Cursor = AuditCursor.Parse(page.Next.ToString()) };
        }
        all.Should().Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"e{i}"));
    }

    [Fact]
    public async Task A_new_month_closes_the_chain_and_puts_the_file_aside_and_both_verify_and_are_found()
    {
        await using (var keeper = new TrailMaintenance(_temporary.Store, _temporary.Accesses, _temporary.Clock))
        {
            await keeper.StartAsync();
            await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, "march") { Patients = ["p1"] });
            _temporary.Clock.Advance(TimeSpan.FromDays(31));
            await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, "april") { Patients = ["p1"] });
            await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, "april too"));
        }
        var archived = Path.Combine(_temporary.Folder, "audit-2026-03.db");
        File.Exists(archived).Should().BeTrue();
        File.Exists(archived + "-wal").Should().BeFalse("an archived month is one file");
        _temporary
            .Accesses.Find(new(Patient: "p1"))
            .Entries.Select(entry => entry.Entity)
            .Should()
            .Equal("april", "march");
        _temporary
            .Accesses.Find(new(Count: 2))
            .Entries.Select(entry => entry.Entity)
            .Should()
            .Equal("april too", "april");
        await _temporary.CloseAccessesAsync();

        var report = TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock);
        report.Problems.Should().BeEmpty();
        report.Accesses.Should().Be(3);

        var elsewhere = archived + ".moved";
        File.Move(archived, elsewhere);
        report = TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock);
        report.Problems.Should().BeEmpty("the file that follows says under the key where it begins");
        report.Notes.Should().Contain(note => note.Contains("archived elsewhere"));

        File.Move(elsewhere, archived);
        using (var connection = new SqliteConnection($"Data Source={archived};Pooling=False"))
        {
            connection.Open();
            using var cut = connection.CreateCommand();
            cut.CommandText = "DROP TRIGGER trail_is_append_only_d; DELETE FROM trail WHERE action='close'";
            cut.ExecuteNonQuery();
        }
        TrailVerifier
            .Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock)
            .Problems.Should()
            .Contain(problem => problem.Kind == "exchanged" && problem.File == "audit.db");
    }

    [Fact]
    public async Task While_another_process_uses_the_file_a_new_month_waits_and_nothing_is_lost()
    {
        await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, "march"));
        await using (var command = AccessTrail.Open(_temporary.Folder, AuditOptions.Of(), _temporary.Clock))
        {
            _temporary.Clock.Advance(TimeSpan.FromDays(31));
            await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, "april"));
            await command.RecordAsync(new(AuditActor.Command("import"), AuditActions.Import, "april by command"));
        }
        File.Exists(Path.Combine(_temporary.Folder, "audit-2026-03.db")).Should().BeFalse();

        _temporary.Clock.Advance(TimeSpan.FromMinutes(11));
        await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, "april later"));

        File.Exists(Path.Combine(_temporary.Folder, "audit-2026-03.db")).Should().BeTrue();
        _temporary.Accesses.Find(new()).Entries.Should().HaveCount(4);
        await _temporary.CloseAccessesAsync();
        TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_processes_write_a_chain_each_and_both_verify()
    {
        var own = _temporary.Accesses;
        await using (var other = AccessTrail.Open(_temporary.Folder, AuditOptions.Of(), _temporary.Clock))
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 100)
                    .Select(i => (i % 2 == 0 ? other : own).RecordAsync(new(Lin, AuditActions.Read, $"e{i}")))
            );
        }

        await _temporary.CloseAccessesAsync();

        var report = TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock);
        report.Problems.Should().BeEmpty();
        (report.Accesses, report.Chains, report.OpenChains).Should().Be((100, 2, 0));
    }

    [Fact]
    public async Task A_trail_is_whole_also_while_it_is_being_written()
    {
        using var stop = new CancellationTokenSource();
        await using var keeper = new TrailMaintenance(_temporary.Store, _temporary.Accesses, _temporary.Clock);
        await keeper.StartAsync();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await _temporary.Accesses.RecordAsync(new(Lin, AuditActions.Read, $"e{i}"));
                await _temporary.Store.CommitAsync(
                    Origin.Product,
                    [new Write(new Hl7.Fhir.Model.Patient { Id = $"p{i}" })]
                );
                if (i % 20 == 0)
                    await keeper.NoteAsync();
            }
        });

        for (var round = 0; round < 20; round++)
            TrailVerifier.Verify(_temporary.Folder, AuditOptions.Of(), _temporary.Clock).Problems.Should().BeEmpty();

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public void The_key_is_private_and_made_once()
    {
        var folder = Path.Combine(_temporary.Folder + "-key", "xinglin");
        _temporary.Accesses.Fault.Should().BeNull();
        try
        {
            var path = Path.Combine(folder, "audit.key");
            var ids = Enumerable
                .Range(0, 8)
                .AsParallel()
                .Select(_ => AuditKeys.Open(path, _temporary.Folder, TimeProvider.System).Current)
                .Distinct()
                .ToList();
            ids.Should().ContainSingle("processes that start together agree on one");
            Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files");
#pragma warning disable CA1416
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(folder)
                .Should()
                .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(Path.Combine(_temporary.Folder, "audit.db"))
                .Should()
                .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
#pragma warning restore CA1416
        }
        finally
        {
            Directory.Delete(_temporary.Folder + "-key", true);
        }
    }
}
