using System.Security.Cryptography;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// The archive of films: each object is the file whose SHA-256 its entry says, and of whom it says; none is missing, none was put in.
/// </summary>
internal sealed class FilmCheck(string file, Findings findings)
{
    private const string Folder = "dicom";
    private const string NotOfAnImport =
        "No import says where it is from: import that film again, or take the file out.";
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private readonly Dictionary<string, (string? Item, string? Patient)> _entries = new(StringComparer.Ordinal);
    private TrailDigest? _before;

    /// <summary>How many files were read and compared.</summary>
    public long Files { get; private set; }

    /// <summary>Takes an entry of the chain of changes.</summary>
    public void Look(TrailRow row)
    {
        if (row.Action == AuditActions.Archive)
        {
            _entries[row.Entity] = (row.Items, row.Patients);
        }
        else if (ArchivedInstances.IsNote(row))
        {
            if (_before is not null || _entries.Count > 0)
            {
                findings.Problem(
                    "films",
                    file,
                    $"row {row.Number}",
                    "Films were said to be from before a second time."
                );
            }

            _before ??= TrailDigest.Parse(row.Items ?? "");
        }
    }

    /// <param name="read">Also read the files; their names are compared in any case.</param>
    public void Compare(Database database, string dataFolder, TimeProvider clock, bool read, Action<string>? progress)
    {
        var known = FileCheck.HasTable(database, "instance") ? ArchivedInstances.All(database) : [];
        var files = FilesIn(dataFolder);
        var done = 0;
        foreach (var one in known)
        {
            if (!_entries.Remove(one.Entity, out var said) || said != (one.Item, one.Patient))
            {
                findings.Problem(
                    "films",
                    file,
                    one.Entity,
                    "Whose film it is, or its bytes, is not what was recorded."
                );
            }

            var name = DicomArchive.NameOf(one.Sop);
            var isInItsPlace = files.TryGetValue(name, out var path) && DicomArchive.IsInItsPlace(dataFolder, path);
            if (isInItsPlace)
                files.Remove(name);
            if (!isInItsPlace || !LeadsToAFile(path!))
            {
                findings.Problem("films", Folder, one.Entity, "The archived film is gone.");
            }
            else
            {
                findings.Try(
                    Folder,
                    one.Entity,
                    () =>
                    {
                        if (read && !HashOf(path!).AsSpan().SequenceEqual(one.Hash))
                            findings.Problem("films", Folder, one.Entity, "The archived film was changed.");
                    }
                );
            }

            if (read && ++done % 200 == 0)
                progress?.Invoke($"{done} of {known.Count} archived films read");
        }
        Files = read ? known.Count : 0;
        foreach (var entity in _entries.Keys)
            findings.Problem("films", file, entity, "The film that this entry tells of is gone from the table.");
        LookAtOthers(files, dataFolder, clock);
        if (!read)
            findings.Note("The archived films were not read (--no-files): that none was changed is not proven.");
    }

    /// <summary>Files by name. Of one name there is one file, where the archive looks for it; any other was put in.</summary>
    private Dictionary<string, string> FilesIn(string dataFolder)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var path in DicomArchive
                .FilesIn(dataFolder)
                .OrderByDescending(path => DicomArchive.IsInItsPlace(dataFolder, path))
                .ThenBy(path => path, StringComparer.Ordinal)
        )
        {
            if (!files.TryAdd(Path.GetFileName(path), path))
            {
                findings.Problem(
                    "films",
                    Folder,
                    Path.GetRelativePath(dataFolder, path),
                    "There is another file of this name: this one was put in."
                );
            }
        }

        return files;
    }

    private void LookAtOthers(Dictionary<string, string> files, string dataFolder, TimeProvider clock)
    {
        if (_before is { } noted && ArchivedInstances.NamesDigest(files.Keys) == noted)
        {
            foreach (var (name, path) in files)
            {
                if (!DicomArchive.IsInItsPlace(dataFolder, path))
                    findings.Problem("films", Folder, name, "The film does not lie where the archive looks for it.");
            }

            findings.Note(
                $"{noted.Count} archived films are from before their bytes were recorded: they are there, and that none was changed is not proven."
            );
            return;
        }
        var names = files.Keys.Where(name => !DicomArchive.IsName(name)).ToList();
        foreach (var name in names)
        {
            findings.Problem(
                "films",
                Folder,
                Path.GetRelativePath(Path.Combine(dataFolder, Folder), files[name]),
                NotOfAnImport
            );
            files.Remove(name);
        }
        if (names.Count > 0 && _before is { } others && ArchivedInstances.NamesDigest(files.Keys) == others)
            return;
        if (_before is not null)
        {
            findings.Problem(
                "films",
                Folder,
                "films from before their bytes were recorded",
                $"{_before.Count} were there then, {files.Count} are now, or others: one is gone, or was put in."
            );
        }
        else
        {
            foreach (var (name, path) in files)
            {
                if (IsFresh(path, clock))
                    findings.Note($"{Folder}/{name}: it is just coming in, or its import was broken off.");
                else if (File.Exists(path))
                    findings.Problem("films", Folder, name, NotOfAnImport);
            }
        }
    }

    /// <summary>Written within the last hour: a time in the future is nobody's import.</summary>
    private static bool IsFresh(string path, TimeProvider clock)
    {
        var written = File.GetLastWriteTimeUtc(path);
        var age = clock.GetUtcNow() - written;
        return age >= TimeSpan.Zero && age < Fresh;
    }

    /// <summary>False of a link that leads nowhere or in a circle: what it led to is gone.</summary>
    private static bool LeadsToAFile(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target
                || target is FileInfo { Exists: true };
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static byte[] HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
