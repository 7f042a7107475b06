using System.Diagnostics;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Verification;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>A process that commits as fast as it can is killed (SIGKILL); nothing that it had acknowledged may be missing.</summary>
public sealed class CrashTests
{
    private const string FolderVariable = "XINGLIN_TEST_COMMIT_FOLDER";

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-crash-").FullName;
        try
        {
            for (var round = 1; round <= 3; round++)
            {
                var acknowledged = await CommitUntilKilledAsync(folder, 150 * round);
                acknowledged.Count.Should().BeGreaterThanOrEqualTo(150 * round, "the child worked");
                await using var store = FhirStore.Open(folder, TimeProvider.System);
                acknowledged.Where(id => store.Read<Patient>(id) is null).Should().BeEmpty();
                acknowledged
                    .Where(id => store.Read<Observation>(id) is null)
                    .Should()
                    .BeEmpty("the pair is one transaction");
                var patients = store.Search(new("Patient", [], 0)).Total;
                store.Search(new("Observation", [], 0)).Total.Should().Be(patients);
                TrailVerifier.Verify(folder, AuditOptions.Of(), TimeProvider.System).Problems.Should().BeEmpty();
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>The child's part: commits from eight callers and notes each id when its commit has returned, for ever.</summary>
    [Fact(Explicit = true)]
    public async Task Commit_for_ever_until_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipUnless(folder is { Length: > 0 }, "only for the process that the crash test starts");
        await using var store = FhirStore.Open(folder!, TimeProvider.System);
        await using var notes = new FileStream(NotesOf(folder!), FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CommitAsync(store, notes))));
    }

    private static async Task<List<string>> CommitUntilKilledAsync(string folder, int enough)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [FolderVariable] = folder },
        };
        foreach (var word in new[] { "-explicit", "only", "-method", $"*.{nameof(Commit_for_ever_until_killed)}" })
            start.ArgumentList.Add(word);
        var before = Noted(folder).Count;
        using var child = Process.Start(start)!;
        try
        {
            var patience = Stopwatch.StartNew();
            while (
                Noted(folder).Count < before + enough && patience.Elapsed < TimeSpan.FromSeconds(60) && !child.HasExited
            )
            {
                await Task.Delay(20);
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
        return Noted(folder);
    }

    private static string NotesOf(string folder) => Path.Combine(folder, "acknowledged.txt");

    /// <summary>Whole lines only: the kill may have cut the last one.</summary>
    private static List<string> Noted(string folder)
    {
        if (!File.Exists(NotesOf(folder)))
            return [];
        using var file = new FileStream(NotesOf(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n').SkipLast(1)];
    }

    private static async Task CommitAsync(FhirStore store, FileStream notes)
    {
        while (true)
        {
            var id = Guid.NewGuid().ToString();
            var observation = FhirStoreTests.Observation(id, "Patient/" + id, "8480-6", 150);
            await store.CommitAsync(
                Origin.Command("crash-test"),
                [new Write(new Patient { Id = id }), new Write(observation)]
            );
            lock (notes)
                notes.Write(Encoding.ASCII.GetBytes(id + "\n"));
        }
    }
}
