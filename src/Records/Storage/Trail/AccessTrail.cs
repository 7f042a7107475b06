using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// The trail of every access, in <c>audit.db</c> (WAL, <c>synchronous=FULL</c>). No audit, no access: an entry is on disk
/// before <see cref="RecordAsync"/> completes, and when it cannot be, what was asked for must be rejected. Thread-safe.
/// </summary>
public sealed class AccessTrail : IAsyncDisposable
{
    private readonly AccessFile _file;
    private readonly AccessWriter _writer;
    private readonly string _folder;
    private readonly Lock _following = new();
    private volatile bool _closed;
    private (string Path, DigestFollower Follower)? _follower;

    private AccessTrail(AccessFile file, AuditKeys keys, AuditOptions options, string folder, TimeProvider clock)
    {
        (_file, _folder) = (file, folder);
        (Keys, Options) = (keys, options);
        _writer = new AccessWriter(file, keys, clock);
    }

    public AuditKeys Keys { get; }

    public AuditOptions Options { get; }

    /// <summary>Opens the trail of a data folder; makes file and key when missing.</summary>
    /// <exception cref="AuditKeyException">The key is not usable.</exception>
    /// <exception cref="StorageFaultException">The file cannot be opened or is no database.</exception>
    public static AccessTrail Open(string dataFolder, AuditOptions options, TimeProvider clock)
    {
        Directory.CreateDirectory(dataFolder);
        var keys = AuditKeys.Open(options.KeyFile, dataFolder, clock);
        return new(
            AccessFile.Open(dataFolder, keys, AuditChain.MonthOf(clock.GetUtcNow())),
            keys,
            options,
            dataFolder,
            clock
        );
    }

    /// <summary>Why the last entry could not be recorded; null when all is well.</summary>
    public AccessNotRecordedException? Fault => _writer.Fault;

    /// <summary>How many entries this process has recorded.</summary>
    public long Recorded => _writer.Written;

    /// <summary>Completes when the entry is durable.</summary>
    /// <exception cref="AccessNotRecordedException">It is not: reject what was asked for.</exception>
    public Task RecordAsync(Access access) => _writer.WriteAsync(access);

    /// <summary>While nothing could be recorded: tries again.</summary>
    /// <returns>The fault that remains, or null.</returns>
    public async Task<AccessNotRecordedException?> TryAgainAsync()
    {
        if (Fault is null)
            return null;
        try
        {
            await RecordAsync(new(AuditActor.Product, AuditActions.Restored, AccessFile.Name)).ConfigureAwait(false);
            return null;
        }
        catch (AccessNotRecordedException fault)
        {
            return fault;
        }
    }

    /// <summary>Entries that match, newest first, archived months included.</summary>
    public AuditPage Find(AuditQuery query) =>
        Reading(open =>
        {
            var page = new AuditPage([], null);
            var files = AccessFile.Archived(_folder).Reverse().Select(Path.GetFileName).Prepend(AccessFile.Name);
            foreach (var name in files.SkipWhile(name => query.Cursor is { } at && at.File != name))
            {
                var rest = query with
                {
                    Count = query.Count - page.Entries.Count,
                    Cursor = query.Cursor?.File == name ? query.Cursor : null,
                };
                page =
                    name == AccessFile.Name
                        ? page.With(open.Readers.Use(d => TrailSearch.Find(d, rest, name, false)))
                        : page.With(TrailSearch.InFile(Path.Combine(_folder, name!), rest, name!));
                if (page.Entries.Count >= query.Count)
                    break;
            }
            return page;
        });

    /// <summary>Whether an entry of a kind is here, in this month or an archived one.</summary>
    internal bool HasNoted(string action) =>
        Reading(open =>
            open.Readers.Use(database => Has(database, action))
            || AccessFile
                .Archived(_folder)
                .Any(path =>
                {
                    using var month = Database.OpenReader(path);
                    return Has(month, action);
                })
        );

    private static bool Has(Database database, string action)
    {
        using var ask = database.PrepareOnce("SELECT 1 FROM trail WHERE action=$1 LIMIT 1");
        return ask.Bind(1, action).Step();
    }

    /// <summary>The file's state now.</summary>
    internal TrailDigest Digest() =>
        Reading(open =>
        {
            lock (_following)
            {
                if (_follower is not { } known || known.Path != open.Month)
                    _follower = known = (open.Month, new DigestFollower(open.Before));
                return open.Readers.Use(known.Follower.Advance);
            }
        });

    /// <summary>Makes SQLite reject growth beyond so many pages of 4 KiB, as a full disk does. For tests.</summary>
    internal void LimitPages(int most) =>
        _writer.Between(open =>
        {
            open.Writer.Execute($"PRAGMA max_page_count={most}");
            return 0;
        });

    /// <summary>Asks the file; once more when it was exchanged for the next month's in the same moment.</summary>
    private T Reading<T>(Func<AccessFile, T> question)
    {
        try
        {
            return question(_file);
        }
        catch (ObjectDisposedException) when (!_closed)
        {
            return _writer.Between(question);
        }
    }

    /// <summary>Finishes what is waiting, closes this process's chain, then the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await Task.Run(_writer.Dispose).ConfigureAwait(false);
        _file.Dispose();
    }
}
