using System.Globalization;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// Tells listeners of commits in the order in which they were made, by this process or another, without making the committing
/// caller wait: a cursor on the trail of changes, moved on when this process commits and looked after four times a second.
/// </summary>
internal sealed class ChangeFeed : IAsyncDisposable
{
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Commits that follow each other as fast as this are told together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(10);

    private readonly Database _database;
    private readonly Func<Action<IReadOnlyList<RecordChange>>?> _listeners;
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _telling;
    private long _cursor;
    private long _seen;

    /// <param name="database">A reading connection of its own.</param>
    /// <param name="listeners">Who is to be told, asked anew for each commit.</param>
    public ChangeFeed(Database database, Func<Action<IReadOnlyList<RecordChange>>?> listeners)
    {
        _database = database;
        _listeners = listeners;
        _cursor = Last(database);
        _telling = Task.Run(TellAsync);
    }

    /// <summary>This process has committed.</summary>
    public void Look()
    {
        // Called by the writer alone: when it is not taken yet, it is going to look already.
        if (_news.CurrentCount == 0)
            _news.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _telling.ConfigureAwait(false);
        _database.Dispose();
        _closing.Dispose();
        _news.Dispose();
    }

    /// <summary>The changes after a place, oldest first.</summary>
    public static IReadOnlyList<RecordChange> After(Database database, long sequence, int most)
    {
        var select = database.Prepare(
            "SELECT number,entity,patients,action FROM trail WHERE number>$1 AND content IS NOT NULL ORDER BY number LIMIT $2"
        );
        select.Bind(1, sequence).Bind(2, most);
        var found = new List<RecordChange>();
        while (select.Step())
        {
            if (select.Text(1).Split('/') is [var type, var id, "_history", var version])
            {
                found.Add(
                    new(
                        select.Long(0),
                        type,
                        id,
                        long.Parse(version, CultureInfo.InvariantCulture),
                        select.TextOrNull(2)?.Split(' ') ?? [],
                        select.Text(3) == AuditActions.Delete
                    )
                );
            }
        }

        return found;
    }

    /// <summary>The place of the newest change; 0 when there is none.</summary>
    public static long Last(Database database)
    {
        var select = database.Prepare("SELECT coalesce(max(number),0) FROM trail");
        select.Step();
        var last = select.Long(0);
        select.Reset();
        return last;
    }

    private async Task TellAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                if (await _news.WaitAsync(Patience, _closing.Token).ConfigureAwait(false))
                    await Task.Delay(Together, _closing.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // What was committed before closing is still told.
            }
            try
            {
                if (SomethingChanged())
                    TellNew();
            }
            catch (StorageFaultException)
            {
                // The database cannot be read now; the cursor stays, and the next look goes on from it.
            }
        }
    }

    private bool SomethingChanged()
    {
        var select = _database.Prepare("PRAGMA data_version");
        select.Step();
        var now = select.Long(0);
        select.Reset();
        var changed = now != _seen;
        _seen = now;
        return changed;
    }

    private void TellNew()
    {
        if (_listeners() is null)
        {
            _cursor = Last(_database);
            return;
        }
        while (After(_database, _cursor, MostAtOnce) is { Count: > 0 } changes)
        {
            _cursor = changes[^1].Sequence;
            foreach (var listener in _listeners()?.GetInvocationList() ?? [])
            {
                try
                {
                    ((Action<IReadOnlyList<RecordChange>>)listener)(changes);
                }
                catch (Exception)
                {
                    // A listener's fault is its own: the commit is durable and the next listener is told all the same.
                }
            }
        }
    }
}
