using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Commit;

/// <summary>The table <c>instance</c>: whose each archived object is and what its bytes are; each row has an entry in the trail.</summary>
internal static class ArchivedInstances
{
    private const string Note = "dicom";

    /// <summary>Adds it, with its entry; nothing when it is there.</summary>
    public static void Add(
        Database database,
        AuditChain audit,
        DateTimeOffset time,
        Origin origin,
        ArchivedInstance one
    )
    {
        if (Find(database, one.Sop) is not null)
            return;
        database
            .Prepare("INSERT INTO instance(sop,patient,hash) VALUES($1,$2,$3)")
            .Bind(1, one.Sop)
            .Bind(2, one.Patient)
            .Bind(3, one.Hash)
            .RunOne();
        var actor = new AuditActor(origin.Kind.ToString().ToLowerInvariant(), origin.Actor);
        audit.Append(
            new(actor, AuditActions.Archive, one.Entity) { Patients = [one.Patient], Items = [one.Item] },
            time
        );
    }

    public static ArchivedInstance? Find(Database database, string sop)
    {
        var ask = database.Prepare("SELECT patient,hash FROM instance WHERE sop=$1").Bind(1, sop);
        var found = ask.Step() ? new ArchivedInstance(sop, ask.Text(0), ask.Bytes(1)) : null;
        ask.Reset();
        return found;
    }

    public static IReadOnlyList<ArchivedInstance> All(Database database)
    {
        using var ask = database.PrepareOnce("SELECT sop,patient,hash FROM instance ORDER BY sop");
        var all = new List<ArchivedInstance>();
        while (ask.Step())
            all.Add(new(ask.Text(0), ask.Text(1), ask.Bytes(2)));
        return all;
    }

    /// <summary>
    /// Of a store of before: notes which files were archived already, by name. What is in them nobody wrote down when it came.
    /// </summary>
    public static void NoteEarlier(Database database, AuditChain audit, DateTimeOffset time, string dataFolder)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            audit.Refresh();
            var files = Archive.DicomArchive.FilesIn(dataFolder).Select(Path.GetFileName).ToList();
            if (files.Count > 0)
            {
                audit.Append(
                    new Access(AuditActor.Product, AuditActions.Before, Note)
                    {
                        Items = NamesDigest(files!).ToString().Split(' '),
                    },
                    time
                );
            }

            database.Execute($"PRAGMA user_version={Schema.Version}");
            database.Execute("COMMIT");
            audit.Confirm();
        }
        catch
        {
            if (!database.IsAutoCommit)
                database.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>Whether an entry is that of <see cref="NoteEarlier"/>.</summary>
    public static bool IsNote(TrailRow row) => row.Action == AuditActions.Before && row.Entity == Note;

    /// <summary>Count and digest of file names, in the order of the alphabet.</summary>
    public static TrailDigest NamesDigest(IEnumerable<string> names)
    {
        var digest = TrailDigest.None;
        foreach (var name in names.Order(StringComparer.Ordinal))
            digest = digest.With(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return digest;
    }
}
