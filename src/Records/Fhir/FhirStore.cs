using Hl7.Fhir.Model;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Search;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;

namespace Xinglin.Records.Fhir;

/// <summary>
/// The clinical truth: FHIR R4 resources with every version kept, in one SQLite file <c>records.db</c> (WAL,
/// <c>synchronous=FULL</c>). What a commit has acknowledged survives a power cut. Thread-safe.
/// </summary>
public sealed class FhirStore : IAsyncDisposable
{
    /// <summary>How often writes are prepared anew on a reader before they are prepared inside the writer.</summary>
    private const int Tries = 5;

    private readonly Writer _writer;
    private readonly Readers _readers;
    private readonly ChangeFeed _changes;
    private readonly IndexRebuild _index;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _rebuilding;
    private readonly Func<string, bool> _isKept;
    private readonly TimeProvider _clock;
    private int _closed;

    private FhirStore(Database database, AuditChain trail, AuditKeys keys, string path, TimeProvider clock)
    {
        _clock = clock;
        database.Codes = new RowCodes(keys);
        _readers = new Readers(path, () => new RowCodes(keys));
        _changes = new ChangeFeed(Database.OpenReader(path), () => Committed);
        _isKept = sop => DicomArchive.Contains(Path.GetDirectoryName(path)!, sop);
        _writer = new Writer(database, trail, clock, _changes.Look, _isKept);
        Audit = new AuditTrail(_writer, _readers, clock);
        Texts = new StoredTexts(_readers);
        _index = new IndexRebuild(_writer, _readers);
        _rebuilding = Task.Run(RebuildAsync);
    }

    /// <summary>
    /// Raised after durable commits, by this process or another on the same file, in the order in which they were made, on a
    /// thread of its own. What was committed before the store was opened is not told: see <see cref="ChangesAfter"/>.
    /// </summary>
    public event Action<IReadOnlyList<RecordChange>>? Committed;

    /// <summary>Who changed what, in the same file; reads are in <see cref="AccessTrail"/>.</summary>
    public AuditTrail Audit { get; }

    /// <summary>Stored versions as bytes, for answers that are copied rather than built.</summary>
    internal StoredTexts Texts { get; }

    /// <summary>Whether the search index is as this version of the program makes it.</summary>
    public IndexState Index => _index.State;

    /// <summary>Opens the store of a data folder; creates both when missing. The rules of the commit come with every store.</summary>
    /// <param name="dataFolder">The folder that holds <c>records.db</c>.</param>
    /// <param name="clock">Gives <c>meta.lastUpdated</c> and the times of the audit trail.</param>
    /// <param name="audit">Where the trail's key lies; as the environment says when null.</param>
    /// <exception cref="StorageFaultException">The file cannot be opened or is no database.</exception>
    /// <exception cref="AuditKeyException">The trail's key is not usable.</exception>
    /// <exception cref="AlteredStoreException">Somebody put something into the file, emptied its trail, or took it away.</exception>
    public static FhirStore Open(string dataFolder, TimeProvider clock, AuditOptions? audit = null)
    {
        LostDatabases.RequireRecords(dataFolder);
        DataFolder.Prepare(dataFolder);
        audit ??= AuditOptions.Of();
        var keys = AuditKeys.Open(audit.KeyFile, dataFolder, clock);
        var path = Path.Combine(dataFolder, "records.db");
        var database = Database.OpenWriter(path);
        try
        {
            var isEarlier = Installation.Prepare(database, keys);
            var trail = new AuditChain(database, keys);
            EarlierChain.Note(
                database,
                trail,
                clock.GetUtcNow(),
                () => KeyedAlready.Shown(dataFolder, keys, audit.HeadsPlace)
            );
            if (isEarlier)
                ArchivedInstances.NoteEarlier(database, trail, clock.GetUtcNow(), dataFolder);
            return new FhirStore(database, trail, keys, path, clock);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stores all writes or none, if the rules allow each of them. The given resources come back completed with id,
    /// <c>meta.versionId</c> and <c>meta.lastUpdated</c>.
    /// </summary>
    /// <param name="origin">Who writes; kept next to each version.</param>
    /// <exception cref="VersionConflictException">A write's <see cref="Write.IfVersion"/> does not hold. Nothing was stored.</exception>
    /// <exception cref="WriteRejectedException">A rule forbids a write. Nothing was stored.</exception>
    /// <exception cref="StorageFaultException">The disk or database failed. Nothing was stored.</exception>
    public async Task<IReadOnlyList<Resource>> CommitAsync(
        Origin origin,
        IReadOnlyList<Write> writes,
        CancellationToken ct = default
    )
    {
        var stored = await CommitPreparedAsync(origin, writes, [], ct).ConfigureAwait(false);
        return [.. stored.Select(write => write.Resource)];
    }

    /// <inheritdoc cref="CommitAsync(Origin, IReadOnlyList{Write}, CancellationToken)"/>
    /// <param name="preconditions">What the writes rest on (<see cref="Lookups"/>); asked again where nothing can come between.</param>
    /// <exception cref="PreconditionChangedException">One of them does not hold any more. Nothing was stored.</exception>
    public async Task<IReadOnlyList<Resource>> CommitAsync(
        Origin origin,
        IReadOnlyList<Write> writes,
        IReadOnlyList<Precondition> preconditions,
        CancellationToken ct
    ) =>
        [
            .. (await CommitPreparedAsync(origin, writes, preconditions, ct).ConfigureAwait(false)).Select(write =>
                write.Resource
            ),
        ];

    internal async Task<IReadOnlyList<PreparedWrite>> CommitPreparedAsync(
        Origin origin,
        IReadOnlyList<Write> writes,
        IReadOnlyList<Precondition> preconditions,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        if (writes.Count == 0)
            return [];
        var prepared = PreparedWrite.All(origin, writes);
        await _writer.DoAsync(new WriteRequest(prepared, preconditions, null, ct)).ConfigureAwait(false);
        return prepared;
    }

    /// <summary>
    /// Prepares writes from what the store holds and stores them while that still holds: prepared anew when it does not, at last
    /// by the writer itself.
    /// </summary>
    /// <param name="make">Says what to write. It may be called several times, and each time starts from the same content.</param>
    /// <param name="reading">Time for what is asked before anything is written; the usual one when null.</param>
    /// <returns>What was stored, in the order of the plan's writes.</returns>
    /// <exception cref="TooCostlyException">What is asked takes too long. Nothing was stored.</exception>
    internal async Task<IReadOnlyList<PreparedWrite>> SettleAsync(
        Origin origin,
        Func<Lookups, WritePlan> make,
        CancellationToken ct,
        TimeBudget? reading = null
    )
    {
        reading ??= new TimeBudget(TimeBudget.OfReading, ct);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            ct.ThrowIfCancellationRequested();
            var lookups = new Lookups(question => _readers.Use(question, reading));
            var plan = make(lookups);
            if (plan.Writes.Count == 0)
            {
                _readers.Use(plan.AskOn, reading);
                return [];
            }
            var prepared = PreparedWrite.All(origin, plan.Writes);
            try
            {
                var request = new WriteRequest(prepared, lookups.Asked, plan.Ask, ct);
                await _writer.DoAsync(request).ConfigureAwait(false);
                return prepared;
            }
            catch (PreconditionChangedException) { }
        }
        WritePlan? last = null;
        var inside = new WriteRequest(
            lookups =>
            {
                last = make(lookups);
                return PreparedWrite.All(origin, last.Writes);
            },
            database => last!.AskOn(database),
            ct
        );
        await _writer.DoAsync(inside).ConfigureAwait(false);
        return inside.Writes;
    }

    /// <summary>An id for what a client creates; it holds the time.</summary>
    internal string NewId() => Guid.CreateVersion7(_clock.GetUtcNow()).ToString();

    /// <summary>Asks the store, and keeps the answers as preconditions of what is prepared from them.</summary>
    public Lookups Lookups(CancellationToken ct)
    {
        var time = new TimeBudget(TimeBudget.OfReading, ct);
        return new(question => _readers.Use(question, time));
    }

    /// <summary>
    /// Why a write would be rejected by the rules as the store is now; null when it would not. For those who take the good part of
    /// what they are given: the commit itself asks again.
    /// </summary>
    public WriteRejectedException? RejectionOf(Origin origin, Resource resource)
    {
        if (ContentRules.Check(origin, resource) is { } rejection)
            return rejection;
        return _readers.Use(database =>
        {
            var state = Lookup.State(database, resource.TypeName, resource.Id!);
            var patient =
                References.Owner(resource) is { } owner && References.Split(owner) is { Type: "Patient" } split
                    ? split.Id
                    : state?.Patient;
            return WriteRejections.Of(
                database,
                origin,
                resource,
                delete: false,
                Labels.IsSynthetic(resource),
                patient,
                state,
                _isKept,
                arriving: null,
                origin.FromOutside ? AuthorshipClaims.Of(resource) : [],
                _clock.GetUtcNow()
            );
        });
    }

    /// <summary>What was stored after a place, oldest first, by whichever process: for those who follow from afar.</summary>
    /// <param name="sequence">The last change that is known; 0 for the beginning.</param>
    /// <param name="most">At most so many, 1 or more.</param>
    public IReadOnlyList<RecordChange> ChangesAfter(long sequence, int most) =>
        _readers.Use(database => ChangeFeed.After(database, sequence, most));

    /// <summary>The place of the newest change: where <see cref="ChangesAfter"/> would find nothing yet; 0 when there is none.</summary>
    public long LastChange => _readers.Use(ChangeFeed.Last);

    /// <summary>The current version, or null when there is none (or it was deleted).</summary>
    public T? Read<T>(string id)
        where T : Resource => (T?)Read(ModelInfo.GetFhirTypeNameForType(typeof(T))!, id);

    /// <inheritdoc cref="Read{T}(string)"/>
    public Resource? Read(string type, string id) => Find(type, id)?.Resource();

    /// <summary>One version, current or past; null when there is none, or when that version is the deletion.</summary>
    public Resource? ReadVersion(string type, string id, string version) => FindVersion(type, id, version)?.Resource();

    /// <summary>Every version that holds content, newest first.</summary>
    public IReadOnlyList<Resource> History(string type, string id) =>
        [.. Versions(type, id).Select(v => v.Resource()).OfType<Resource>()];

    /// <summary>All current resources of one type in a patient's compartment.</summary>
    public IReadOnlyList<T> ByPatient<T>(string patientId)
        where T : Resource
    {
        var type = ModelInfo.GetFhirTypeNameForType(typeof(T))!;
        var found = _readers.Use(d => Lookup.Compartment(d, patientId, type));
        return [.. found.Select(v => (T)v.Resource()!)];
    }

    /// <summary>Everything of a patient, the Patient included, in one query; empty for an unknown patient.</summary>
    public IReadOnlyList<Resource> Compartment(string patientId) =>
        [.. _readers.Use(d => Lookup.Compartment(d, patientId, null)).Select(v => v.Resource()!)];

    /// <summary>Clinical records in nobody's chart, the latest first, at most so many; <see cref="StrayRecords"/> says why.</summary>
    public IReadOnlyList<Resource> OfNobodyHere(int most) =>
        [.. _readers.Use(d => StrayRows.Newest(d, most)).Select(v => v.Resource()!)];

    /// <summary>What names the patient as FHIR's compartment counts and is in nobody's chart (a group), in one query.</summary>
    public IReadOnlyList<Resource> NamingBesideCharts(string patientId) =>
        [.. _readers.Use(d => Lookup.NamingBesideCharts(d, patientId)).Select(v => v.Resource()!)];

    /// <summary>
    /// Id of the patient whose an archived film was when it came in, whatever a study says by now; null when that was not kept.
    /// </summary>
    public string? PatientOfFilm(string sopInstanceUid) =>
        _readers.Use(database => ArchivedInstances.Find(database, sopInstanceUid))?.Patient;

    /// <summary>Whether some version of a resource was made by this program or by a person at its pages.</summary>
    public bool IsMadeHere(string type, string id) =>
        _readers.Use(database => Lookup.State(database, type, id))?.MadeHere == true;

    /// <inheritdoc cref="Naming.PatientsOf"/>
    public IReadOnlyList<string> PatientsNaming(string type, string id, Resource? before = null) =>
        _readers.Use(database =>
            Naming.PatientsOf(database, (type, id), before is null ? null : (before.TypeName, before.Id!))
        );

    /// <summary>Finds current resources of one type.</summary>
    /// <exception cref="SearchRejectedException">An unknown parameter or a value that cannot be read, with its name.</exception>
    public SearchResult Search(SearchRequest request)
    {
        var found = Find(request);
        return new([.. found.Versions.Select(v => v.Resource()!)], found.Total);
    }

    /// <summary>The current state as stored, a deletion included; null when the id was never used.</summary>
    internal StoredVersion? Find(string type, string id) => _readers.Use(d => Lookup.Current(d, type, id));

    internal StoredVersion? FindVersion(string type, string id, string version) =>
        _readers.Use(d => Lookup.Version(d, type, id, version));

    /// <summary>All versions, deletions included, newest first.</summary>
    internal IReadOnlyList<StoredVersion> Versions(string type, string id) =>
        _readers.Use(d => Lookup.Versions(d, type, id));

    internal FoundVersions Find(SearchRequest request)
    {
        var query = SearchQuery.Of(request);
        return _readers.Use(query.Run);
    }

    /// <summary>Makes SQLite reject growth beyond so many pages of 4 KiB, as a full disk does. For tests.</summary>
    internal void LimitPages(int most) => _writer.LimitPages(most);

    /// <summary>Finishes what is waiting, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _rebuilding.ConfigureAwait(false);
        await Task.Run(_writer.Dispose).ConfigureAwait(false);
        await _changes.DisposeAsync().ConfigureAwait(false);
        _readers.Dispose();
        _closing.Dispose();
    }

    private async Task RebuildAsync()
    {
        try
        {
            await _index.RunAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is StorageFaultException or ObjectDisposedException)
        {
            // The next start goes on where it stopped; until then the older index answers, and Index says so.
        }
    }
}
