using SQLitePCL;

namespace Xinglin.Records.Storage.Sqlite;

/// <summary>One SQLite connection with its prepared statements. Not thread-safe: one user at a time.</summary>
internal sealed class Database : IDisposable
{
    /// <summary>Steps of SQLite's machine: a fraction of a millisecond.</summary>
    private const int StepsBetweenLooks = 20_000;

    /// <summary>16 MB of a copy.</summary>
    private const int PagesAtOnce = 4096;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _prepared = new(StringComparer.Ordinal);

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle)
    {
        _handle = handle;
        raw.sqlite3_progress_handler(handle, StepsBetweenLooks, _ => Budget?.IsOver == true ? 1 : 0, null);
    }

    /// <summary>What ends the statements from now on; null for nothing. Never while something is written.</summary>
    public TimeBudget? Budget { get; set; }

    /// <summary>The codes beside stored versions; null on a connection that compares none.</summary>
    public IRowCodes? Codes { get; set; }

    /// <summary>Whether no transaction is open: SQLite ends one by itself after some faults.</summary>
    public bool IsAutoCommit => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Opens for reading and writing, with the journal and the durability that the store promises.</summary>
    public static Database OpenWriter(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        database.Execute("PRAGMA busy_timeout=10000");
        database.Execute("PRAGMA journal_mode=WAL");
        database.Execute("PRAGMA synchronous=FULL");
        // 16 MB of journal before it is copied into the database: fewer rewrites of hot index pages during an import.
        database.Execute("PRAGMA wal_autocheckpoint=4000");
        database.Execute("PRAGMA temp_store=MEMORY");
        database.Execute("PRAGMA cache_size=-65536");
        return database;
    }

    /// <summary>Opens for reading: a statement that would change something is rejected by SQLite.</summary>
    public static Database OpenReader(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE);
        database.Execute("PRAGMA busy_timeout=10000");
        database.Execute("PRAGMA query_only=ON");
        // What is sorted or gathered never goes to the system's temporary folder.
        database.Execute("PRAGMA temp_store=MEMORY");
        database.Execute("PRAGMA cache_size=-16384");
        return database;
    }

    /// <summary>
    /// Opens for reading alone, also where nothing can be written: on a full disk, or a copy that may only be read. Where the
    /// files next to it cannot be made, it is read as it lies, unless something waits in its journal.
    /// </summary>
    public static Database OpenToVerify(string path)
    {
        Database? database = null;
        try
        {
            database = Open(path, raw.SQLITE_OPEN_READONLY);
            database.Execute("PRAGMA busy_timeout=10000");
            database.Execute("SELECT 1 FROM sqlite_master LIMIT 1");
        }
        catch (StorageFaultException) when (!File.Exists(path + "-wal") || new FileInfo(path + "-wal").Length == 0)
        {
            database?.Dispose();
            database = Open(
                $"file:{Uri.EscapeDataString(path)}?immutable=1",
                raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI
            );
        }
        database.Execute("PRAGMA temp_store=MEMORY");
        database.Execute("PRAGMA cache_size=-65536");
        return database;
    }

    /// <summary>A database that is gone when it is closed.</summary>
    public static Database OpenInMemory() => Open(":memory:", raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_MEMORY);

    /// <summary>The statement for this SQL text: compiled at first use, kept until the connection closes.</summary>
    /// <param name="sql">With its values as <c>$1</c>, <c>$2</c>, …</param>
    public Statement Prepare(string sql) =>
        _prepared.TryGetValue(sql, out var known) ? known : _prepared[sql] = PrepareOnce(sql);

    /// <summary>Compiles for one use; the caller disposes.</summary>
    /// <inheritdoc cref="Prepare"/>
    public Statement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, SqlText.Native(sql), out var compiled), sql);
        return new Statement(this, compiled, sql);
    }

    /// <summary>Runs statements that take no parameters and whose rows nobody wants.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql), sql);

    public long LastInsertedKey => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>How many rows the last statement changed itself, triggers apart.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Reads part of a text or blob without loading the rest of it.</summary>
    public void ReadPart(string table, string column, long row, int from, Span<byte> into)
    {
        Check(raw.sqlite3_blob_open(_handle, "main", table, column, row, 0, out var blob), "open a stored text");
        using (blob)
            Check(raw.sqlite3_blob_read(blob, into, from), "read a stored text");
    }

    /// <summary>
    /// Copies all that this connection sees into a new file. In a transaction, that is one moment of the database, whatever is
    /// written meanwhile (SQLite, Online Backup API).
    /// </summary>
    /// <param name="told">Pages left and pages in all, now and then.</param>
    public void CopyTo(string path, Action<int, int> told, CancellationToken cancel)
    {
        using var target = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var copy = raw.sqlite3_backup_init(target._handle, "main", _handle, "main");
        if (copy is null || copy.IsInvalid)
            target.Check(raw.sqlite3_errcode(target._handle), "copy a database");
        using (copy)
        {
            int answer;
            do
            {
                cancel.ThrowIfCancellationRequested();
                answer = raw.sqlite3_backup_step(copy, PagesAtOnce);
                told(raw.sqlite3_backup_remaining(copy), raw.sqlite3_backup_pagecount(copy));
            } while (answer == raw.SQLITE_OK);
            target.Check(answer, "copy a database");
        }
        target.Execute("PRAGMA journal_mode=DELETE");
    }

    /// <summary>Throws when SQLite's answer is a fault. The text never holds bound values.</summary>
    internal void Check(int answer, string sql)
    {
        if (answer is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
            return;
        throw new StorageFaultException(
            answer,
            raw.sqlite3_errmsg(_handle).utf8_to_string(),
            sql.Split('\n', 2)[0].Trim()
        );
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
            statement.Dispose();
        _prepared.Clear();
        Codes?.Dispose();
        _handle.Dispose();
    }

    private static Database Open(string path, int flags)
    {
        var answer = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (answer != raw.SQLITE_OK)
            throw new StorageFaultException(answer, raw.sqlite3_errstr(answer).utf8_to_string(), "open records.db");
        return new Database(handle);
    }
}
