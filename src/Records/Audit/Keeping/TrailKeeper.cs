using System.Diagnostics.CodeAnalysis;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Audit.Keeping;

/// <summary>
/// Keeps the two files of the trail bound to each other while a process runs: each notes the other's head at the start, every
/// minute in which something was recorded, and at the end; every hour a head line goes to the place that the settings name.
/// </summary>
public sealed class TrailKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FhirStore store;
    private readonly AccessTrail accesses;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim one = new(1, 1);
    private ITimer? timer;
    private DateTimeOffset nextLine;
    private long notedAccesses = -1;
    private int changed = 1;

    public TrailKeeper(FhirStore store, AccessTrail accesses, TimeProvider clock)
    {
        (this.store, this.accesses, this.clock) = (store, accesses, clock);
        store.Committed += OnCommitted;
    }

    /// <summary>Why the last head line could not be kept; null when it could, or no place is named.</summary>
    public string? HeadsFault { get; private set; }

    /// <summary>Whether a place for heads is named.</summary>
    public bool HasHeadsPlace => accesses.Options.HeadsPlace is not null;

    /// <summary>Begins: the first notes at once, then by the clock.</summary>
    public async Task StartAsync()
    {
        await NoteAsync().ConfigureAwait(false);
        timer = clock.CreateTimer(_ => _ = NoteAsync(), null, Minute, Minute);
    }

    /// <summary>Notes the heads now, if anything was recorded since; the hour's line when it is due.</summary>
    /// <param name="last">A head line is due now: the process is stopping.</param>
    [SuppressMessage("Design", "CA1031", Justification = "A timer has nobody to tell; health and the next access do.")]
    public async Task NoteAsync(bool last = false)
    {
        await one.WaitAsync().ConfigureAwait(false);
        try
        {
            if (accesses.Recorded != notedAccesses)
            {
                notedAccesses = accesses.Recorded;
                await store.Audit.NoteAsync(Note(AccessFile.Name, accesses.Digest())).ConfigureAwait(false);
            }
            if (Interlocked.Exchange(ref changed, 0) == 1)
                await accesses.RecordAsync(Note(AuditTrail.FileName, store.Audit.Digest())).ConfigureAwait(false);
            if (last || clock.GetUtcNow() >= nextLine)
                KeepLine();
        }
        catch (Exception)
        {
            // Noted again a minute later; the fault itself shows in the next access and in health.
            Interlocked.Exchange(ref changed, 1);
            notedAccesses = -1;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The state of both files now, signed.</summary>
    public HeadLine Head() => HeadLine.Sign(accesses.Keys, clock.GetUtcNow(), accesses.Digest(), store.Audit.Digest());

    public async ValueTask DisposeAsync()
    {
        store.Committed -= OnCommitted;
        if (timer is not null)
            await timer.DisposeAsync().ConfigureAwait(false);
        // Commits are announced a moment after they are durable: the last may not have been heard.
        Interlocked.Exchange(ref changed, 1);
        await NoteAsync(last: true).ConfigureAwait(false);
        one.Dispose();
    }

    private static Access Note(string file, TrailDigest digest) =>
        new(AuditActor.Product, AuditActions.Head, file) { Items = digest.ToString().Split(' ') };

    private void KeepLine()
    {
        if (accesses.Options.HeadsPlace is not { } place)
            return;
        try
        {
            HeadsPlace.Add(place, Head());
            nextLine = clock.GetUtcNow() + Hour;
            HeadsFault = null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            HeadsFault = $"The place for heads cannot be written ({fault.GetType().Name}): check {place}.";
        }
    }

    private void OnCommitted(IReadOnlyList<RecordChange> changes) => Interlocked.Exchange(ref changed, 1);
}
