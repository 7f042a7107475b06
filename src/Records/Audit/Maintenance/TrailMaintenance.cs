using System.Diagnostics.CodeAnalysis;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Audit.Maintenance;

/// <summary>
/// Keeps the two files of the trail bound to each other while a process runs: each notes the other's head at the start, every
/// minute in which something was recorded, and at the end; every hour a head line goes to the place that the settings name.
/// </summary>
public sealed class TrailMaintenance : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FhirStore _store;
    private readonly AccessTrail _accesses;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1, 1);
    private ITimer? _timer;
    private DateTimeOffset _nextLine;
    private long _notedAccesses = -1;
    private int _changed = 1;

    public TrailMaintenance(FhirStore store, AccessTrail accesses, TimeProvider clock)
    {
        (_store, _accesses, _clock) = (store, accesses, clock);
        store.Committed += OnCommitted;
    }

    /// <summary>Why the last head line could not be kept; null when it could, or no place is named.</summary>
    public string? HeadsFault { get; private set; }

    /// <summary>Whether a place for heads is named.</summary>
    public bool HasHeadsPlace => _accesses.Options.HeadsPlace is not null;

    /// <summary>Begins: the first notes at once, then by the clock.</summary>
    public async Task StartAsync()
    {
        await NoteAsync().ConfigureAwait(false);
        _timer = _clock.CreateTimer(_ => _ = NoteAsync(), null, Minute, Minute);
    }

    /// <summary>Notes the heads now, if anything was recorded since; the hour's line when it is due.</summary>
    /// <param name="last">A head line is due now: the process is stopping.</param>
    [SuppressMessage("Design", "CA1031", Justification = "A timer has nobody to tell; health and the next access do.")]
    public async Task NoteAsync(bool last = false)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_accesses.Recorded != _notedAccesses)
            {
                _notedAccesses = _accesses.Recorded;
                await _store.Audit.NoteAsync(Note(AccessFile.Name, _accesses.Digest())).ConfigureAwait(false);
            }
            if (Interlocked.Exchange(ref _changed, 0) == 1)
                await _accesses.RecordAsync(Note(AuditTrail.FileName, _store.Audit.Digest())).ConfigureAwait(false);
            if (last || _clock.GetUtcNow() >= _nextLine)
                KeepLine();
        }
        catch (Exception)
        {
            // Noted again a minute later; the fault itself shows in the next access and in health.
            Interlocked.Exchange(ref _changed, 1);
            _notedAccesses = -1;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The state of both files now, signed.</summary>
    public HeadLine Head() =>
        HeadLine.Sign(_accesses.Keys, _clock.GetUtcNow(), _accesses.Digest(), _store.Audit.Digest());

    public async ValueTask DisposeAsync()
    {
        _store.Committed -= OnCommitted;
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        // Commits are announced a moment after they are durable: the last may not have been heard.
        Interlocked.Exchange(ref _changed, 1);
        await NoteAsync(last: true).ConfigureAwait(false);
        _one.Dispose();
    }

    private static Access Note(string file, TrailDigest digest) =>
        new(AuditActor.Product, AuditActions.Head, file) { Items = digest.ToString().Split(' ') };

    private void KeepLine()
    {
        if (_accesses.Options.HeadsPlace is not { } place)
            return;
        try
        {
            HeadsPlace.Add(place, Head());
            _nextLine = _clock.GetUtcNow() + Hour;
            HeadsFault = null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            HeadsFault = $"The place for heads cannot be written ({fault.GetType().Name}): check {place}.";
        }
    }

    private void OnCommitted(IReadOnlyList<RecordChange> changes) => Interlocked.Exchange(ref _changed, 1);
}
