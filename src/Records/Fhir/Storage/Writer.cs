using System.Collections.Concurrent;
using Xinglin.Records.Audit;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>
/// The only thread that writes. It takes whatever callers are waiting, carries them out in one SQLite transaction with a
/// savepoint for each, commits once (one fsync for all) and only then answers them. Audit entries that nobody waits for
/// ride along with the next commit, or are written after a quarter of a second.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int MostCallersInOneCommit = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly BlockingCollection<Request> waiting = new(new ConcurrentQueue<Request>());
    private readonly Database database;
    private readonly AuditChain audit;
    private readonly TimeProvider clock;
    private readonly Transaction transaction;
    private readonly Announcements announcements;
    private readonly Lock between = new();
    private readonly Thread thread;
    private Exception? auditFault;
    private int closed;

    public Writer(Database database, AuditChain trail, TimeProvider clock, Announcements announcements)
    {
        this.clock = clock;
        this.database = database;
        this.announcements = announcements;
        audit = trail;
        transaction = new Transaction(database, audit, clock);
        thread = new Thread(Run) { IsBackground = true, Name = "records writer" };
        thread.Start();
    }

    /// <summary>A request: completed after the commit, or with the fault that left it undone.</summary>
    internal sealed record Request(
        IReadOnlyList<PreparedWrite> Writes,
        Origin? Origin,
        AuditNote? Note,
        TaskCompletionSource? Done
    );

    /// <summary>The fault of the last batch of unawaited audit entries, if it could not be stored.</summary>
    public Exception? AuditFault => auditFault;

    public Task CommitAsync(IReadOnlyList<PreparedWrite> writes, Origin origin)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new(writes, origin, null, done));
        return done.Task;
    }

    public Task NoteAsync(AuditNote note)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new([], null, note, done));
        return done.Task;
    }

    /// <summary>Records an entry without waiting for the disk.</summary>
    public void Note(AuditNote note) => Add(new([], null, note, null));

    /// <summary>Runs a pragma between two commits.</summary>
    internal void Run(string pragma)
    {
        lock (between)
            database.Execute(pragma);
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

    private void Add(Request request)
    {
        try
        {
            waiting.Add(request);
        }
        catch (InvalidOperationException)
        {
            // Closed already, or while this caller was on its way in.
            throw new ObjectDisposedException(nameof(FhirStore));
        }
    }

    private void Run()
    {
        var batch = new List<Request>();
        while (true)
        {
            if (!waiting.TryTake(out var first, Timeout.Infinite))
            {
                CloseTrail();
                return;
            }
            batch.Add(first);
            if (first.Done is null)
                WaitForSomebody(batch);
            while (batch.Count < MostCallersInOneCommit && waiting.TryTake(out var next))
                batch.Add(next);
            lock (between)
                CommitTogether(batch);
            batch.Clear();
        }
    }

    private void WaitForSomebody(List<Request> batch)
    {
        while (
            batch.Count < MostCallersInOneCommit
            && !waiting.IsAddingCompleted
            && waiting.TryTake(out var next, Patience)
        )
        {
            batch.Add(next);
            if (next.Done is not null)
                return;
        }
    }

    private void CommitTogether(List<Request> batch)
    {
        var conflicts = new Dictionary<Request, Exception>();
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            audit.Refresh();
            foreach (var request in batch)
                CarryOut(request, conflicts);
            database.Execute("COMMIT");
            audit.Keep();
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
            Answer(request, conflicts.GetValueOrDefault(request));
    }

    private void CarryOut(Request request, Dictionary<Request, Exception> conflicts)
    {
        if (request.Note is { } note)
        {
            audit.Append(note.Access, note.Time);
            return;
        }
        var before = audit.Mark();
        database.Execute("SAVEPOINT caller");
        try
        {
            transaction.Apply(request.Writes, request.Origin!);
        }
        catch (VersionConflictException conflict)
        {
            database.Execute("ROLLBACK TO caller");
            audit.Return(before);
            transaction.Forget();
            conflicts[request] = conflict;
        }
        database.Execute("RELEASE caller");
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

    private void Answer(Request request, Exception? fault)
    {
        if (fault is not null)
        {
            if (request.Done is null)
                auditFault = fault;
            request.Done?.TrySetException(fault);
            return;
        }
        foreach (var write in request.Writes)
            write.Finish();
        if (request.Writes.Count > 0)
            announcements.Add([.. request.Writes.Select(w => w.Resource)]);
        request.Done?.TrySetResult();
    }
}
