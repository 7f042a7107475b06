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
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, (string? Item, string? Patient)> entries = new(StringComparer.Ordinal);
    private TrailDigest? before;

    /// <summary>How many files were read and compared.</summary>
    public long Files { get; private set; }

    /// <summary>Takes an entry of the chain of changes.</summary>
    public void Look(TrailRow row)
    {
        if (row.Action == AuditActions.Archive)
            entries[row.Entity] = (row.Items, row.Patients);
        else if (ArchivedInstances.IsNote(row))
        {
            if (before is not null || entries.Count > 0)
                findings.Problem(
                    "films",
                    file,
                    $"row {row.Number}",
                    "Films were said to be from before a second time."
                );
            before ??= TrailDigest.Parse(row.Items ?? "");
        }
    }

    /// <param name="read">Also read the files; their names are compared in any case.</param>
    public void Compare(Database database, string dataFolder, DateTimeOffset now, bool read, Action<string>? progress)
    {
        var known = FileCheck.HasTable(database, "instance") ? ArchivedInstances.All(database) : [];
        var files = DicomArchive
            .FilesIn(dataFolder)
            .ToDictionary(path => Path.GetFileName(path), StringComparer.Ordinal);
        var done = 0;
        foreach (var one in known)
        {
            if (!entries.Remove(one.Entity, out var said) || said != (one.Item, one.Patient))
                findings.Problem(
                    "films",
                    file,
                    one.Entity,
                    "Whose film it is, or its bytes, is not what was recorded."
                );
            var name = DicomArchive.NameOf(one.Sop);
            if (!files.Remove(name, out var path))
                findings.Problem("films", Folder, one.Entity, "The archived film is gone.");
            else if (read && !HashOf(path).AsSpan().SequenceEqual(one.Hash))
                findings.Problem("films", Folder, one.Entity, "The archived film was changed.");
            if (read && ++done % 200 == 0)
                progress?.Invoke($"{done} of {known.Count} archived films read");
        }
        Files = read ? known.Count : 0;
        foreach (var entity in entries.Keys)
            findings.Problem("films", file, entity, "The film that this entry tells of is gone from the table.");
        LookAtOthers(files, now);
        if (!read)
            findings.Note("The archived films were not read (--no-files): that none was changed is not proven.");
    }

    private void LookAtOthers(Dictionary<string, string> files, DateTimeOffset now)
    {
        if (before is { } noted && ArchivedInstances.NamesDigest(files.Keys) == noted)
        {
            findings.Note(
                $"{noted.Count} archived films are from before their bytes were recorded: they are there, and that none was changed is not proven."
            );
            return;
        }
        if (before is not null)
            findings.Problem(
                "films",
                Folder,
                "films from before their bytes were recorded",
                $"{before.Count} were there then, {files.Count} are now, or others: one is gone, or was put in."
            );
        else
            foreach (var (name, path) in files)
                if (now - File.GetLastWriteTimeUtc(path) < Fresh)
                    findings.Note($"{Folder}/{name}: it is just coming in, or its import was broken off.");
                else
                    findings.Problem(
                        "films",
                        Folder,
                        name,
                        "No import says where it is from: import that film again, or take the file out."
                    );
    }

    private static byte[] HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
