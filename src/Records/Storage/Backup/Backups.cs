using Xinglin.Formats;
using Xinglin.Records.Audit;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;

namespace Xinglin.Records.Storage.Backup;

/// <summary>
/// Copies of a whole data folder, made while a server writes to it, and put back. A copy has its name only when it is whole and
/// was verified: whatever is killed on the way leaves a folder that ends in <c>.partial</c>.
/// </summary>
/// <remarks>The audit trail's key is not in it: whoever had both could write a trail anew.</remarks>
public static class Backups
{
    /// <summary>What is made anew at each start, or belongs to a running process.</summary>
    private static readonly string[] LeftOut = ["tmp", "audit.lock", "accounts.lock"];

    /// <summary>Makes a backup and verifies it as <c>verify-audit</c> does.</summary>
    /// <param name="target">A folder that is not there yet, or empty.</param>
    /// <param name="program">The version of this program.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <exception cref="InvalidInputException">There is no data, the target is taken, or the copy does not verify.</exception>
    public static (BackupManifest Manifest, TrailReport Report) Make(
        string dataFolder,
        string target,
        string program,
        AuditOptions audit,
        TimeProvider clock,
        Action<string> progress,
        CancellationToken cancel
    )
    {
        RequireData(dataFolder);
        var partial = Begin(target);
        List<BackupFile> files = [];
        DateTimeOffset at;
        // No month of the trail is put aside meanwhile.
        using (AccessFile.Share(dataFolder))
        using (var moment = ConsistentSnapshot.Of(dataFolder, clock, cancel))
        {
            at = moment.At;
            foreach (var (name, database) in moment.Databases)
            {
                var path = Path.Combine(partial, name);
                database.CopyTo(path, (left, all) => progress($"{name}: {all - left} of {all} pages"), cancel);
                Sync(path);
                files.Add(BackupFile.Of(path, name));
            }
        }
        // A film is on the disk before the record that names it, and is never changed after.
        files.AddRange(CopyOthers(dataFolder, partial, progress, cancel));
        var report = TrailVerifier.Verify(partial, audit with { HeadsPlace = null }, clock, [], true, progress);
        Require(report, partial, "the data folder is damaged itself: see 'xinglin verify-audit'");
        RemoveLeftovers(partial);
        var manifest = new BackupManifest(BackupManifest.Current, program, at, report.Head, files);
        manifest.Write(partial);
        Finish(partial, target);
        new LastBackup(clock.GetUtcNow(), target, files.Count, files.Sum(file => file.Bytes), report.Head).Write(
            dataFolder
        );
        return (manifest, report);
    }

    /// <summary>Puts a backup back as a data folder, checked byte by byte and verified.</summary>
    /// <param name="dataFolder">A folder that is not there yet, or empty.</param>
    /// <exception cref="InvalidInputException">It is no whole backup, the folder is taken, or it does not verify.</exception>
    public static (BackupManifest Manifest, TrailReport Report) Restore(
        string backup,
        string dataFolder,
        AuditOptions audit,
        TimeProvider clock,
        Action<string> progress,
        CancellationToken cancel
    )
    {
        var manifest = BackupManifest.Read(backup);
        var partial = Begin(dataFolder);
        var copied = 0;
        foreach (var file in manifest.Files)
        {
            cancel.ThrowIfCancellationRequested();
            var to = Inside(partial, file.Path);
            PrivateFiles.MakeFolder(Path.GetDirectoryName(to)!);
            var from = Inside(backup, file.Path);
            if (!File.Exists(from) || BackupFile.Copy(from, to, file.Path) != file)
            {
                throw InvalidInputException.In(
                    from,
                    "It is not the file that the backup was made of: it is missing, cut or changed. Take another backup."
                );
            }
            if (++copied % 1000 == 0)
                progress($"{copied} of {manifest.Files.Count} files");
        }
        var report = TrailVerifier.Verify(
            partial,
            audit with
            {
                HeadsPlace = null,
            },
            clock,
            [manifest.Head],
            true,
            progress
        );
        Require(report, partial, "give the audit key of the hospital that it was made in with --audit-key");
        RemoveLeftovers(partial);
        Finish(partial, dataFolder);
        return (manifest, report);
    }

    private static IEnumerable<BackupFile> CopyOthers(
        string dataFolder,
        string partial,
        Action<string> progress,
        CancellationToken cancel
    )
    {
        var copied = 0;
        foreach (var path in Directory.EnumerateFiles(dataFolder, "*", SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(dataFolder, path).Replace('\\', '/');
            if (LeftOut.Contains(name.Split('/')[0]) || ConsistentSnapshot.Concerns(name))
                continue;
            var to = Path.Combine(partial, name);
            PrivateFiles.MakeFolder(Path.GetDirectoryName(to)!);
            BackupFile file;
            try
            {
                file = BackupFile.Copy(path, to, name);
            }
            catch (FileNotFoundException)
            {
                continue; // Put into place, or taken away, since it was listed.
            }
            if (++copied % 1000 == 0)
                progress($"{copied} files");
            yield return file;
        }
    }

    private static void RequireData(string dataFolder)
    {
        if (!File.Exists(Path.Combine(dataFolder, Commit.AuditTrail.FileName)))
            throw InvalidInputException.In(dataFolder, "There are no records: name the data folder with --data.");
    }

    /// <summary>The folder that is filled first, emptied of what a killed one left.</summary>
    private static string Begin(string target)
    {
        if (File.Exists(target) || Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw InvalidInputException.In(
                target,
                "It is there already: name a folder that is not, nothing is overwritten."
            );
        }

        var partial = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)) + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        DataFolder.Create(partial);
        return partial;
    }

    private static void Finish(string partial, string target)
    {
        if (Directory.Exists(target))
            Directory.Delete(target);
        Directory.Move(partial, target);
    }

    private static void Require(TrailReport report, string partial, string remedy)
    {
        if (report.Whole)
            return;
        var says = report.Problems.Count > 0 ? report.Problems[0].Says : report.NotCompared[0];
        Directory.Delete(partial, recursive: true);
        throw InvalidInputException.In(
            "verify-audit",
            $"{says} ({report.Problems.Count} in all). Nothing was kept: {remedy}."
        );
    }

    /// <summary>The verifier's own locks, and what SQLite leaves next to what it read.</summary>
    private static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (path.EndsWith("-shm", StringComparison.Ordinal) || path.EndsWith("-wal", StringComparison.Ordinal))
                File.Delete(path);
        }
        foreach (var name in LeftOut.Where(name => File.Exists(Path.Combine(folder, name))))
            File.Delete(Path.Combine(folder, name));
    }

    /// <summary>A path of a manifest, which may have been written by anybody.</summary>
    private static string Inside(string folder, string name)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root, StringComparison.Ordinal)
            ? path
            : throw InvalidInputException.In(
                BackupManifest.FileName,
                "It names a file outside of its folder: this is no backup of ours."
            );
    }

    private static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
