using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Search;
using Xinglin.Records.Fhir.Storage;
using Xinglin.Records.Files;

namespace Xinglin.Records.Fhir;

/// <summary>
/// The clinical truth: FHIR R4 resources with every version kept, in one SQLite file <c>records.db</c> (WAL,
/// <c>synchronous=FULL</c>). What a commit has acknowledged survives a power cut. Thread-safe.
/// </summary>
public sealed class FhirStore : IAsyncDisposable
{
    private readonly Writer writer;
    private readonly Readers readers;
    private readonly Announcements announcements;

    private FhirStore(Database database, string path, TimeProvider clock)
    {
        readers = new Readers(path);
        announcements = new Announcements(() => Committed);
        writer = new Writer(database, clock, announcements);
        Audit = new AuditTrail(writer, readers, clock);
        Texts = new StoredTexts(readers);
    }

    /// <summary>
    /// Raised after each durable commit with its resources, one commit after the other in the order of the answers, on a
    /// thread of its own. Handlers only look: the instances are also the caller's.
    /// </summary>
    public event Action<IReadOnlyList<Resource>>? Committed;

    /// <summary>Who read and wrote what, in the same file.</summary>
    public AuditTrail Audit { get; }

    /// <summary>Stored versions as bytes, for answers that are copied rather than built.</summary>
    internal StoredTexts Texts { get; }

    /// <summary>Opens the store of a data folder; creates both when missing.</summary>
    /// <param name="dataFolder">The folder that holds <c>records.db</c>.</param>
    /// <param name="clock">Gives <c>meta.lastUpdated</c> and the times of the audit trail.</param>
    /// <exception cref="StorageFaultException">The file cannot be opened or is no database.</exception>
    public static FhirStore Open(string dataFolder, TimeProvider clock)
    {
        DataFolder.Prepare(dataFolder);
        var path = Path.Combine(dataFolder, "records.db");
        var database = Database.OpenWriter(path);
        try
        {
            Installation.Prepare(database, clock);
            return new FhirStore(database, path, clock);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stores all writes or none. The given resources come back completed with id, <c>meta.versionId</c> and
    /// <c>meta.lastUpdated</c>; from then on they are shared with the listeners of <see cref="Committed"/>: copy before changing.
    /// </summary>
    /// <param name="origin">Who writes; kept beside each version.</param>
    /// <exception cref="VersionConflictException">A write's <see cref="Write.IfVersion"/> does not hold. Nothing was stored.</exception>
    /// <exception cref="StorageFaultException">The disk or database failed. Nothing was stored.</exception>
    public async Task<IReadOnlyList<Resource>> CommitAsync(
        Origin origin,
        IReadOnlyList<Write> writes,
        CancellationToken ct = default
    )
    {
        ct.ThrowIfCancellationRequested();
        if (writes.Count == 0)
            return [];
        var prepared = new PreparedWrite[writes.Count];
        for (var i = 0; i < prepared.Length; i++)
            prepared[i] = new PreparedWrite(writes[i]);
        await writer.CommitAsync(prepared, origin).ConfigureAwait(false);
        return Array.ConvertAll(prepared, p => p.Resource);
    }

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
        var found = readers.Use(d => Lookup.Compartment(d, patientId, type));
        return [.. found.Select(v => (T)v.Resource()!)];
    }

    /// <summary>Everything of a patient, the Patient included, in one query; empty for an unknown patient.</summary>
    public IReadOnlyList<Resource> Compartment(string patientId) =>
        [.. readers.Use(d => Lookup.Compartment(d, patientId, null)).Select(v => v.Resource()!)];

    /// <summary>Finds current resources of one type.</summary>
    /// <exception cref="SearchRefusedException">An unknown parameter or a value that cannot be read, with its name.</exception>
    public SearchResult Search(SearchRequest request)
    {
        var found = Find(request);
        return new([.. found.Versions.Select(v => v.Resource()!)], found.Total);
    }

    /// <summary>The current state as stored, a deletion included; null when the id was never used.</summary>
    internal StoredVersion? Find(string type, string id) => readers.Use(d => Lookup.Current(d, type, id));

    internal StoredVersion? FindVersion(string type, string id, string version) =>
        readers.Use(d => Lookup.Version(d, type, id, version));

    /// <summary>All versions, deletions included, newest first.</summary>
    internal IReadOnlyList<StoredVersion> Versions(string type, string id) =>
        readers.Use(d => Lookup.Versions(d, type, id));

    internal FoundVersions Find(SearchRequest request)
    {
        var query = SearchQuery.Of(request);
        return readers.Use(query.Run);
    }

    /// <summary>Makes SQLite refuse growth beyond so many pages of 4 KiB, as a full disk does. For tests.</summary>
    internal void LimitPages(int most) => writer.Run($"PRAGMA max_page_count={most}");

    /// <summary>Finishes what is waiting, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(writer.Dispose).ConfigureAwait(false);
        await announcements.DisposeAsync().ConfigureAwait(false);
        readers.Dispose();
    }
}
