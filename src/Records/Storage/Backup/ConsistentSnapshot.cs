using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Backup;

/// <summary>
/// One moment of all databases of a data folder, while a server and commands go on writing: each is held for an instant so that
/// nothing comes between, then read as it was then. Dispose to let go.
/// </summary>
internal sealed class ConsistentSnapshot : IDisposable
{
    private const int MostTries = 200;
    private static readonly string[] Names = [AccessFile.Name, AuditTrail.FileName, AccountsState.FileName];

    private readonly Dictionary<string, Database> _readers;

    private ConsistentSnapshot(Dictionary<string, Database> readers, DateTimeOffset at) =>
        (_readers, At) = (readers, at);

    /// <summary>When it was.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The databases, by the name of their file.</summary>
    public IReadOnlyDictionary<string, Database> Databases => _readers;

    /// <summary>Whether a file is one of the databases or what SQLite puts next to one.</summary>
    public static bool Concerns(string file) =>
        Names.Any(name => file == name || file == name + "-wal" || file == name + "-shm" || file == name + "-journal");

    /// <exception cref="StorageFaultException">A database is damaged, or was busy for seconds.</exception>
    public static ConsistentSnapshot Of(string dataFolder, TimeProvider clock, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            cancel.ThrowIfCancellationRequested();
            if (Try(dataFolder, clock, last: tries == MostTries) is { } moment)
                return moment;
            // Whoever held one may wait for another that was held here.
            Thread.Sleep(System.Security.Cryptography.RandomNumberGenerator.GetInt32(5, 40));
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers.Values)
            reader.Dispose();
    }

    private static ConsistentSnapshot? Try(string dataFolder, TimeProvider clock, bool last)
    {
        var (held, readers) = (new List<Database>(), new Dictionary<string, Database>(StringComparer.Ordinal));
        try
        {
            foreach (var name in Names)
            {
                var path = Path.Combine(dataFolder, name);
                if (!File.Exists(path))
                    continue;
                var holder = Database.OpenWriter(path);
                held.Add(holder);
                // Long enough for a commit, too short for anybody to notice.
                holder.Execute("PRAGMA busy_timeout=50");
                holder.Execute("BEGIN IMMEDIATE");
            }
            foreach (var name in Names)
            {
                var path = Path.Combine(dataFolder, name);
                if (!File.Exists(path))
                    continue;
                var reader = Database.OpenReader(path);
                readers.Add(name, reader);
                reader.Execute("BEGIN");
                // A transaction reads from its first statement on.
                reader.Execute("SELECT 1 FROM sqlite_master LIMIT 1");
            }
            return new ConsistentSnapshot(readers, clock.GetUtcNow());
        }
        catch (StorageFaultException fault) when (fault.IsTransient && !last)
        {
            foreach (var reader in readers.Values)
                reader.Dispose();
            return null;
        }
        catch
        {
            foreach (var reader in readers.Values)
                reader.Dispose();
            throw;
        }
        finally
        {
            foreach (var holder in held)
                holder.Dispose();
        }
    }
}
