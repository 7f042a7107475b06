using System.Collections.Concurrent;
using System.Globalization;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// The only thread that writes. It takes whatever callers are waiting, carries them out in one SQLite transaction, commits once
/// (one fsync for all) and only then answers them. What one caller's request throws undoes that request alone: it has a savepoint,
/// unless it writes one resource, which is refused before anything is changed.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int MostCallersInOneCommit = 256;

    private readonly BlockingCollection<WriteRequest> waiting = new(new ConcurrentQueue<WriteRequest>());
    private readonly Database database;
    private readonly AuditChain audit;
    private readonly TimeProvider clock;
    private readonly Transaction transaction;
    private readonly Action committed;
    private readonly SchemaGuard guard;
    private readonly Lock between = new();
    private readonly SemaphoreSlim asking = new(1, 1);
    private readonly Thread thread;
    private int closed;

    /// <param name="committed">Called after each commit that stored something.</param>
    /// <param name="isKept">Whether the archive has an instance.</param>
    public Writer(Database database, AuditChain trail, TimeProvider clock, Action committed, Func<string, bool> isKept)
    {
        this.clock = clock;
        this.database = database;
        this.committed = committed;
        audit = trail;
        transaction = new Transaction(database, audit, clock, isKept);
        guard = new SchemaGuard(database, Schema.Check);
        thread = new Thread(Run) { IsBackground = true, Name = "records writer" };
        thread.Start();
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
        await asking.WaitAsync(request.Ct).ConfigureAwait(false);
        try
        {
            Add(request);
            await request.Done.Task.ConfigureAwait(false);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>Limits the file between two commits.</summary>
    internal void LimitPages(int most)
    {
        lock (between)
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={most}"));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        waiting.CompleteAdding();
        thread.Join();
        waiting.Dispose();
        database.Dispose();
    }

    private void Add(WriteRequest request)
    {
        try
        {
            waiting.Add(request);
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
            if (!waiting.TryTake(out var first, Timeout.Infinite))
            {
                CloseTrail();
                return;
            }
            batch.Add(first);
            while (batch.Count < MostCallersInOneCommit && waiting.TryTake(out var next))
                batch.Add(next);
            lock (between)
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
            database.Prepare("BEGIN IMMEDIATE").Run();
            guard.Look();
            audit.Refresh();
            foreach (var request in batch)
                CarryOut(request, faults, alwaysMark || request.ChangesSeveral);
            database.Prepare("COMMIT").Run();
            audit.Keep();
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
                Answer(batch[0], fault);
            else
                foreach (var request in batch)
                    CommitTogether([request]);
            return;
        }
        foreach (var request in batch)
            Answer(request, faults.GetValueOrDefault(request));
        if (batch.Any(request => request.Writes.Count > 0))
            committed();
    }

    private void CarryOut(WriteRequest request, Dictionary<WriteRequest, Exception> faults, bool mark)
    {
        if (request.Note is { } note)
        {
            audit.Append(note.Access, note.Time);
            return;
        }
        var before = audit.Mark();
        transaction.HasChanged = false;
        if (mark)
            database.Prepare("SAVEPOINT caller").Run();
        try
        {
            request.CarryOut(transaction, database);
        }
        catch (Exception fault)
            when (!database.IsAutoCommit && fault is not StorageFaultException { IsOfTheDisk: true })
        {
            if (mark)
                database.Execute("ROLLBACK TO caller");
            else if (transaction.HasChanged)
                throw new HalfDoneException();
            audit.Return(before);
            transaction.Forget();
            faults[request] = fault;
        }
        if (mark)
            database.Prepare("RELEASE caller").Run();
    }

    private void CloseTrail()
    {
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            audit.Refresh();
            audit.Close(clock.GetUtcNow());
            database.Execute("COMMIT");
        }
        catch (StorageFaultException)
        {
            // The chain stays open, as after a crash: verification says so.
            Undo();
        }
    }

    private void Undo()
    {
        transaction.Forget();
        try
        {
            if (!database.IsAutoCommit)
                database.Execute("ROLLBACK");
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
