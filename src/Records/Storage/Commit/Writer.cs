using System.Collections.Concurrent;
using System.Globalization;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// The only thread that writes. It takes whatever callers are waiting, carries them out in one SQLite transaction, commits once
/// (one fsync for all) and only then answers them. What one caller's request throws undoes that request alone: it has a savepoint,
/// unless it writes one resource, which is rejected before anything is changed.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int MostCallersInOneCommit = 256;

    private readonly BlockingCollection<WriteRequest> _waiting = new(new ConcurrentQueue<WriteRequest>());
    private readonly Database _database;
    private readonly AuditChain _audit;
    private readonly TimeProvider _clock;
    private readonly Transaction _transaction;
    private readonly Action _committed;
    private readonly SchemaGuard _guard;
    private readonly Lock _between = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Thread _thread;
    private int _closed;

    /// <param name="committed">Called after each commit that stored something.</param>
    /// <param name="isKept">Whether the archive has an instance.</param>
    public Writer(Database database, AuditChain trail, TimeProvider clock, Action committed, Func<string, bool> isKept)
    {
        _clock = clock;
        _database = database;
        _committed = committed;
        _audit = trail;
        _transaction = new Transaction(database, _audit, clock, isKept);
        _guard = new SchemaGuard(database, Schema.Check);
        _thread = new Thread(Run) { IsBackground = true, Name = "records writer" };
        _thread.Start();
    }

    /// <summary>Completed when it is durable.</summary>
    /// <exception cref="OperationCanceledException">Called off before its turn came.</exception>
    public Task DoAsync(WriteRequest request)
    {
        if (request.AsksMuch)
            return InTurnAsync(request);
        Add(request);
        return request.Done.Task;
    }

    /// <summary>One at a time, so that whoever writes in between waits for one such request and not for all.</summary>
    private async Task InTurnAsync(WriteRequest request)
    {
        await _asking.WaitAsync(request.Ct).ConfigureAwait(false);
        try
        {
            Add(request);
            await request.Done.Task.ConfigureAwait(false);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Limits the file between two commits.</summary>
    internal void LimitPages(int most)
    {
        lock (_between)
            _database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={most}"));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
        _database.Dispose();
    }

    private void Add(WriteRequest request)
    {
        try
        {
            _waiting.Add(request);
        }
        catch (InvalidOperationException)
        {
            // Closed already, or while this caller was on its way in.
            throw new ObjectDisposedException(nameof(Writer));
        }
    }

    private void Run()
    {
        var batch = new List<WriteRequest>();
        while (true)
        {
            if (!_waiting.TryTake(out var first, Timeout.Infinite))
            {
                CloseTrail();
                return;
            }
            batch.Add(first);
            while (batch.Count < MostCallersInOneCommit && _waiting.TryTake(out var next))
                batch.Add(next);
            lock (_between)
                CommitTogether(batch);
            batch.Clear();
        }
    }

    /// <param name="alwaysMark">A savepoint for each caller, also for those that seem to need none.</param>
    private void CommitTogether(List<WriteRequest> batch, bool alwaysMark = false)
    {
        var faults = new Dictionary<WriteRequest, Exception>();
        try
        {
            _database.Prepare("BEGIN IMMEDIATE").Run();
            _guard.Look();
            _audit.Refresh();
            foreach (var request in batch)
                CarryOut(request, faults, alwaysMark || request.ChangesSeveral);
            _database.Prepare("COMMIT").Run();
            _audit.Confirm();
        }
        catch (HalfDoneException)
        {
            Undo();
            CommitTogether(batch, alwaysMark: true);
            return;
        }
        catch (Exception fault)
        {
            Undo();
            if (batch.Count == 1)
            {
                Answer(batch[0], fault);
            }
            else
            {
                foreach (var request in batch)
                    CommitTogether([request]);
            }

            return;
        }
        foreach (var request in batch)
            Answer(request, faults.GetValueOrDefault(request));
        if (batch.Any(request => request.Writes.Count > 0))
            _committed();
    }

    private void CarryOut(WriteRequest request, Dictionary<WriteRequest, Exception> faults, bool mark)
    {
        if (request.Note is { } note)
        {
            _audit.Append(note.Access, note.Time);
            return;
        }
        var before = _audit.Mark();
        _transaction.HasChanged = false;
        if (mark)
            _database.Prepare("SAVEPOINT caller").Run();
        try
        {
            request.CarryOut(_transaction, _database);
        }
        catch (Exception fault)
            when (!_database.IsAutoCommit && fault is not StorageFaultException { IsOfTheDisk: true })
        {
            if (mark)
                _database.Execute("ROLLBACK TO caller");
            else if (_transaction.HasChanged)
                throw new HalfDoneException();
            _audit.Return(before);
            _transaction.Forget();
            faults[request] = fault;
        }
        if (mark)
            _database.Prepare("RELEASE caller").Run();
    }

    private void CloseTrail()
    {
        try
        {
            _database.Execute("BEGIN IMMEDIATE");
            _audit.Refresh();
            _audit.Close(_clock.GetUtcNow());
            _database.Execute("COMMIT");
        }
        catch (StorageFaultException)
        {
            // The chain stays open, as after a crash: verification says so.
            Undo();
        }
    }

    private void Undo()
    {
        _transaction.Forget();
        try
        {
            if (!_database.IsAutoCommit)
                _database.Execute("ROLLBACK");
        }
        catch (StorageFaultException)
        {
            // SQLite has already rolled back; the fault that is reported is the first one.
        }
    }

    private void Answer(WriteRequest request, Exception? fault)
    {
        if (fault is not null)
        {
            request.Done.TrySetException(fault);
            return;
        }
        foreach (var write in request.Writes)
            write.Finish();
        request.Done.TrySetResult();
    }

    /// <summary>A caller without a savepoint failed after it had changed something.</summary>
    private sealed class HalfDoneException : Exception;
}
