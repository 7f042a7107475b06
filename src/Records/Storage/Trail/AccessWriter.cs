using System.Collections.Concurrent;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// Writes accesses, one transaction at a time. A caller who finds nobody writing writes at once, on its own thread: two
/// changes of thread would cost more than the entry. Whoever comes while that goes on is gathered by the writer's thread, and
/// all of them share the next transaction and its one fsync. Each is answered only afterwards.
/// </summary>
internal sealed class AccessWriter : IDisposable
{
    private const int MostInOneCommit = 512;

    private readonly BlockingCollection<Request> _waiting = new(new ConcurrentQueue<Request>());
    private readonly AccessFile _file;
    private readonly AuditKeys _keys;
    private readonly TimeProvider _clock;
    private readonly Lock _between = new();
    private readonly Thread _thread;
    private AuditChain _chain;
    private DateTimeOffset _nextTurn;
    private long _written;
    private int _closed;

    public AccessWriter(AccessFile file, AuditKeys keys, TimeProvider clock)
    {
        (_file, _keys, _clock) = (file, keys, clock);
        _chain = new AuditChain(file.Writer, keys);
        _thread = new Thread(Run) { IsBackground = true, Name = "audit writer" };
        _thread.Start();
    }

    private sealed record Request(Access Access, TaskCompletionSource Done);

    /// <summary>Why the last entry could not be written; null when it could.</summary>
    public AccessNotRecordedException? Fault { get; private set; }

    /// <summary>How many entries, bookkeeping apart, this process has written.</summary>
    public long Written => Interlocked.Read(ref _written);

    public Task WriteAsync(Access access)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new Request(access.Time is null ? access with { Time = _clock.GetUtcNow() } : access, done);
        if (_between.TryEnter())
        {
            try
            {
                if (Volatile.Read(ref _closed) == 0)
                {
                    CommitTogether([request]);
                    return done.Task;
                }
            }
            finally
            {
                _between.Exit();
            }
        }

        try
        {
            _waiting.Add(request);
        }
        catch (InvalidOperationException)
        {
            throw new AccessNotRecordedException("The audit trail is closed: the server is stopping.", false);
        }
        return done.Task;
    }

    /// <summary>Uses the file between two commits, when it is surely not being exchanged.</summary>
    public T Between<T>(Func<AccessFile, T> question)
    {
        lock (_between)
            return question(_file);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    private void Run()
    {
        var batch = new List<Request>();
        while (_waiting.TryTake(out var first, Timeout.Infinite))
        {
            batch.Add(first);
            while (batch.Count < MostInOneCommit && _waiting.TryTake(out var next))
                batch.Add(next);
            lock (_between)
                CommitTogether(batch);
            batch.Clear();
        }
        lock (_between)
            Attempt(() => _chain.Close(_clock.GetUtcNow()));
    }

    private void CommitTogether(List<Request> batch)
    {
        var fault = Attempt(() =>
        {
            foreach (var request in batch)
                _chain.Append(request.Access, request.Access.Time!.Value);
        });
        Fault = fault;
        if (fault is null)
            Interlocked.Add(ref _written, batch.Count(request => !AuditActions.IsBookkeeping(request.Access.Action)));
        foreach (var request in batch)
        {
            if (fault is null)
                request.Done.TrySetResult();
            else
                request.Done.TrySetException(fault);
        }
    }

    private AccessNotRecordedException? Attempt(Action write)
    {
        try
        {
            TurnWhenDue();
            // SQLite would go on writing to a file that has lost its name.
            if (!File.Exists(_file.Path))
            {
                return new(
                    $"The file {AccessFile.Name} was removed while it was in use: find out by whom, then start the server again.",
                    false
                );
            }

            _file.Writer.Execute("BEGIN IMMEDIATE");
            _file.Guard.Look();
            _chain.Refresh();
            write();
            _file.Writer.Execute("COMMIT");
            _chain.Confirm();
            return null;
        }
        catch (Exception fault)
        {
            Undo();
            return fault is StorageFaultException { Code: 13 }
                ? new("The disk is full, so the access cannot be recorded: free space in the data folder.", true, fault)
                : new($"The access cannot be recorded: {AccessFile.Name} cannot be written.", false, fault);
        }
    }

    private void Undo()
    {
        try
        {
            if (!_file.Writer.IsAutoCommit)
                _file.Writer.Execute("ROLLBACK");
        }
        catch (StorageFaultException)
        {
            // SQLite has already rolled back; the fault that is reported is the first one.
        }
    }

    /// <summary>In a new month: this chain is closed in the old file, and the next one begins in a new file.</summary>
    private void TurnWhenDue()
    {
        var now = _clock.GetUtcNow();
        var month = AuditChain.MonthOf(now);
        if (string.CompareOrdinal(_file.Month, month) >= 0 || now < _nextTurn)
            return;
        _file.Writer.Execute("BEGIN IMMEDIATE");
        _chain.Refresh();
        _chain.Close(now);
        _file.Writer.Execute("COMMIT");
        _chain.Confirm();
        // While another process is using the file it cannot be put aside: asked again in a while.
        _nextTurn = now + TimeSpan.FromMinutes(10);
        _file.Turn(month);
        _chain = new AuditChain(_file.Writer, _keys);
    }
}
