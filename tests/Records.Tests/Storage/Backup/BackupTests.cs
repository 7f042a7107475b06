using Hl7.Fhir.Model;
using Xinglin.Formats;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Backup;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Tests.Storage.Backup;

/// <summary>A copy shows one moment of everything, or is none.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-backup-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private AuditOptions Audit => new(Path.Combine(_folder.FullName, "key", "audit.key"));

    [Fact]
    public async Task A_copy_made_while_records_and_accesses_are_written_holds_all_that_was_acknowledged_and_verifies()
    {
        var acknowledged = new List<string>();
        using var enough = new CancellationTokenSource();
        await using (var trail = AccessTrail.Open(Data, Audit, TimeProvider.System))
        await using (var store = FhirStore.Open(Data, TimeProvider.System, Audit))
        {
            var writing = Enumerable
                .Range(0, 4)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; !enough.IsCancellationRequested; i++)
                        {
                            var id = $"p-{writer}-{i}";
                            await store.CommitAsync(Origin.Product, [new Write(new Patient { Id = id })]);
                            await trail.RecordAsync(
                                new(AuditActor.Product, AuditActions.Read, $"Patient/{id}") { Patients = [id] }
                            );
                            lock (acknowledged)
                                acknowledged.Add(id);
                        }
                    })
                )
                .ToList();
            await Task.Delay(300, TestContext.Current.CancellationToken);
            for (var copy = 0; copy < 3; copy++)
            {
                List<string> before;
                lock (acknowledged)
                    before = [.. acknowledged];
                before.Should().NotBeEmpty();
                var (target, restored) = (Place($"copy-{copy}"), Place($"restored-{copy}"));

                Make(target).Head.Should().NotBeEmpty();

                Restore(target, restored);
                await using var again = FhirStore.Open(restored, TimeProvider.System, Audit);
                before.Where(id => again.Read<Patient>(id) is null).Should().BeEmpty();
            }
            await enough.CancelAsync();
            await Task.WhenAll(writing);
        }
    }

    [Fact]
    public async Task What_was_changed_in_a_backup_is_not_put_back()
    {
        await FillAsync();
        Make(Place("copy"));
        var file = Path.Combine(Place("copy"), "records.db");
        var bytes = File.ReadAllBytes(file);
        bytes[^100] ^= 1;
        File.WriteAllBytes(file, bytes);

        var restore = () => Restore(Place("copy"), Place("restored"));

        restore.Should().Throw<InvalidInputException>().WithMessage("*records.db*changed*");
        Directory.Exists(Place("restored")).Should().BeFalse();
        File.Delete(file);
        restore.Should().Throw<InvalidInputException>().WithMessage("*records.db*missing*");
    }

    [Fact]
    public async Task A_manifest_could_name_a_file_outside_of_the_folder()
    {
        await FillAsync();
        Make(Place("copy"));
        var file = Path.Combine(Place("copy"), BackupManifest.FileName);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"records.db\"", "\"../outside.db\""));

        var restore = () => Restore(Place("copy"), Place("restored"));

        restore.Should().Throw<InvalidInputException>().WithMessage("*outside of its folder*");
        File.Exists(Place("outside.db")).Should().BeFalse();
    }

    [Fact]
    public async Task A_copy_that_was_ended_half_way_could_be_taken_for_a_whole_one()
    {
        await FillAsync();
        using var cancel = new CancellationTokenSource();
        var make = () => Make(Place("copy"), _ => cancel.Cancel(), cancel.Token);

        make.Should().Throw<OperationCanceledException>();

        Directory.Exists(Place("copy")).Should().BeFalse();
        Directory.Exists(Place("copy") + ".partial").Should().BeTrue();
        Make(Place("copy"));
        Directory.Exists(Place("copy") + ".partial").Should().BeFalse("the next one takes its place");
    }

    [Fact]
    public async Task A_folder_that_is_there_is_never_overwritten()
    {
        await FillAsync();
        Make(Place("copy"));
        var again = () => Make(Place("copy"));
        again.Should().Throw<InvalidInputException>().WithMessage("*nothing is overwritten*");
        var over = () => Restore(Place("copy"), Data);
        over.Should().Throw<InvalidInputException>().WithMessage("*nothing is overwritten*");
    }

    [Fact]
    public async Task Without_its_key_a_trail_is_not_said_to_be_whole()
    {
        await FillAsync();
        Make(Place("copy"));
        var restore = () =>
            Backups.Restore(
                Place("copy"),
                Place("restored"),
                new AuditOptions(Path.Combine(_folder.FullName, "other", "audit.key")),
                TimeProvider.System,
                _ => { },
                default
            );
        restore.Should().Throw<Exception>().WithMessage("*key*");
        Directory.Exists(Place("restored")).Should().BeFalse();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Place(string name) => Path.Combine(_folder.FullName, name);

    private async Task FillAsync()
    {
        await using var trail = AccessTrail.Open(Data, Audit, TimeProvider.System);
        await using var store = FhirStore.Open(Data, TimeProvider.System, Audit);
        await store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "one" })]);
        await trail.RecordAsync(new(AuditActor.Product, AuditActions.Read, "Patient/one") { Patients = ["one"] });
    }

    private BackupManifest Make(string target, Action<string>? progress = null, CancellationToken cancel = default) =>
        Backups.Make(Data, target, "test", Audit, TimeProvider.System, progress ?? (_ => { }), cancel).Manifest;

    private void Restore(string backup, string target) =>
        Backups.Restore(backup, target, Audit, TimeProvider.System, _ => { }, default);
}
