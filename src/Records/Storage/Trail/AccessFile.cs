using System.Text;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// <c>audit.db</c> in the data folder, and the months before it as <c>audit-2026-11.db</c>. Whoever has the file open holds
/// <c>audit.lock</c> together with the others; a month's turn needs it alone.
/// </summary>
internal sealed class AccessFile : IDisposable
{
    public const string Name = "audit.db";

    /// <summary>The number of the tables; 0 in files of before they had one, which are otherwise the same.</summary>
    public const int Version = 1;

    private const string LockName = "audit.lock";

    private const string Start = """
        CREATE TABLE IF NOT EXISTS trail_start(
            one INTEGER PRIMARY KEY CHECK(one=1),
            month TEXT NOT NULL,
            before_count INTEGER NOT NULL,  -- rows of the archived months before this file
            before_digest TEXT NOT NULL,
            key_id TEXT NOT NULL,
            mac BLOB NOT NULL);
        """;

    /// <summary>What the file must hold, and nothing else.</summary>
    public static SchemaCheck Schema { get; } = new(Name, Start + TrailTable.Create);

    private readonly string _folder;
    private readonly AuditKeys _keys;
    private FileStream? _use;

    private AccessFile(string folder, AuditKeys keys) => (_folder, _keys) = (folder, keys);

    public Database Writer { get; private set; } = null!;
    public SchemaGuard Guard { get; private set; } = null!;
    public Readers Readers { get; private set; } = null!;
    public string Month { get; private set; } = "";
    public TrailDigest Before { get; private set; } = TrailDigest.None;
    public string Path => System.IO.Path.Combine(_folder, Name);

    public static AccessFile Open(string folder, AuditKeys keys, string month)
    {
        var file = new AccessFile(folder, keys);
        file.Begin(month);
        return file;
    }

    /// <summary>The archived months of a folder, oldest first.</summary>
    public static IReadOnlyList<string> Archived(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "audit-*.db").Order(StringComparer.Ordinal)] : [];

    /// <summary>Holds the lock together with other users of the files; dispose to let go.</summary>
    public static FileStream Share(string folder) =>
        new(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);

    /// <summary>
    /// Puts the file of a past month aside and begins a new one. Does nothing while another process has it open: the old
    /// file then goes on for a while.
    /// </summary>
    public bool Turn(string month)
    {
        End();
        try
        {
            using (
                new FileStream(
                    System.IO.Path.Combine(_folder, LockName),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                )
            )
            {
                PutAside();
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            Begin(month);
        }
    }

    /// <summary>What the start of a file says about the months before it.</summary>
    public static (string Month, TrailDigest Before, string KeyId, byte[] Mac)? StartOf(Database database)
    {
        using var ask = database.PrepareOnce("SELECT month,before_count,before_digest,key_id,mac FROM trail_start");
        return ask.Step() ? (ask.Text(0), new(ask.Long(1), ask.Text(2)), ask.Text(3), ask.Bytes(4)) : null;
    }

    /// <summary>What the code of a file's start covers.</summary>
    public static byte[] StartMessage(string month, TrailDigest before) => Encoding.ASCII.GetBytes($"{month} {before}");

    public void Dispose() => End();

    private void Begin(string month)
    {
        _use = Share(_folder);
        try
        {
            if (!File.Exists(Path))
                PrivateFiles.Open(Path, FileMode.OpenOrCreate).Dispose();
            Writer = Database.OpenWriter(Path);
            Writer.Execute("PRAGMA cache_size=-4096");
            Writer.Execute("BEGIN IMMEDIATE");
            RequireKnown(Writer);
            Writer.Execute(Start + TrailTable.Create);
            Writer.Execute($"PRAGMA user_version={Version}");
            Guard = new SchemaGuard(Writer, Schema);
            Guard.Look();
            if (StartOf(Writer) is null)
                WriteStart(month);
            Writer.Execute("COMMIT");
            (Month, Before, _, _) = StartOf(Writer)!.Value;
            Readers = new Readers(Path);
        }
        catch
        {
            End();
            throw;
        }
    }

    private static void RequireKnown(Database database)
    {
        using var ask = database.PrepareOnce("PRAGMA user_version");
        ask.Step();
        if (ask.Long(0) is > Version and var found)
        {
            throw new InvalidDataException(
                $"{Name} was written by a newer version of this program (schema {found}, known {Version}): start that version."
            );
        }
    }

    private void End()
    {
        Readers?.Dispose();
        Writer?.Dispose();
        _use?.Dispose();
        _use = null;
    }

    private void WriteStart(string month)
    {
        var before = EndOfArchive();
        Writer
            .Prepare(
                "INSERT INTO trail_start(one,month,before_count,before_digest,key_id,mac) VALUES(1,$1,$2,$3,$4,$5)"
            )
            .Bind(1, month)
            .Bind(2, before.Count)
            .Bind(3, before.Digest)
            .Bind(4, _keys.Current)
            .Bind(5, _keys.Code(StartMessage(month, before)))
            .RunOne();
    }

    private TrailDigest EndOfArchive()
    {
        if (Archived(_folder).LastOrDefault() is not { } last)
            return TrailDigest.None;
        using var database = Database.OpenReader(last);
        return new DigestFollower(StartOf(database)?.Before ?? TrailDigest.None).Advance(database);
    }

    private void PutAside()
    {
        // Alone now: the journal is folded in, so that the archived month is one file.
        using (var alone = Database.OpenWriter(Path))
        using (var folded = alone.PrepareOnce("PRAGMA journal_mode=DELETE"))
        {
            if (!folded.Step() || folded.Text(0) != "delete")
                throw new IOException("The file of a past month is still being read.");
        }

        var aside = System.IO.Path.Combine(_folder, $"audit-{Month}.db");
        for (var copy = 2; File.Exists(aside); copy++)
            aside = System.IO.Path.Combine(_folder, $"audit-{Month}.{copy}.db");
        File.Move(Path, aside);
    }
}
