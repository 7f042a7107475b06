using System.Buffers;
using System.Security.Cryptography;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Search;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// Answers in two steps: first which versions, then the stored text of each in pieces, as the client takes them. Between two
/// pieces no connection, and so no snapshot of the database, is held: a slow client costs one piece of memory.
/// </summary>
internal sealed class StoredTexts(Readers readers)
{
    private const int SmallestPiece = 256 * 1024;
    private const int LargestPiece = 1 << 20;

    /// <inheritdoc cref="Fhir.DocumentProtection.Guard"/>
    public Func<string, string, bool>? IsAltered { get; set; }

    /// <inheritdoc cref="Fhir.DocumentProtection.HashOfFilm"/>
    public byte[]? HashOfFilm(string sop) => readers.Use(database => ArchivedInstances.Find(database, sop))?.Hash;

    /// <inheritdoc cref="RetentionRows.IsSealed"/>
    public bool IsSealed(string patient) => readers.Use(database => RetentionRows.IsSealed(database, patient));

    /// <inheritdoc cref="RetentionRows.Until"/>
    public DateTimeOffset? RetainedUntil(string type, string id) =>
        readers.Use(database =>
            Lookup.State(database, type, id) is { } state ? RetentionRows.Until(database, type, id, state) : null
        );

    /// <inheritdoc cref="Fhir.DocumentProtection.RestingOn"/>
    public IReadOnlyList<(string Type, string Id)> RestingOn(string type, string id) =>
        readers.Use(database => EvidenceRows.RestingOn(database, type, id));

    /// <inheritdoc cref="Fhir.DocumentProtection.ChangedEvidence"/>
    public IReadOnlyList<ChangedEvidence> ChangedEvidence((string Type, string Id)? only) =>
        readers.Use(database => EvidenceRows.Changed(database, only));

    /// <param name="ct">Ends the search: the client has left.</param>
    /// <exception cref="TooCostlyException">It takes more time than one search may.</exception>
    public FoundRows Find(SearchRequest request, CancellationToken ct)
    {
        var query = SearchQuery.Of(request);
        return readers.Use(query.Rows, new TimeBudget(TimeBudget.OfReading, ct));
    }

    /// <inheritdoc cref="StoredRows.Current"/>
    public StoredRow? Current(string type, string id) => readers.Use(d => StoredRows.Current(d, type, id));

    /// <inheritdoc cref="StoredRows.Version"/>
    public StoredRow? Version(string type, string id, long version) =>
        readers.Use(d => StoredRows.Version(d, type, id, version));

    /// <inheritdoc cref="StoredRows.Versions"/>
    public IReadOnlyList<StoredRow> Versions(string type, string id) =>
        readers.Use(d => StoredRows.Versions(d, type, id));

    /// <inheritdoc cref="StoredRows.Compartment"/>
    public IReadOnlyList<StoredRow> Compartment(string patient) => readers.Use(d => StoredRows.Compartment(d, patient));

    /// <summary>Copies a version's stored JSON, as UTF-8, piece by piece.</summary>
    /// <param name="from">First byte wanted.</param>
    /// <param name="until">Byte before which to stop.</param>
    /// <param name="take">Called for each piece; the memory is only lent.</param>
    public async Task CopyAsync(StoredRow row, long from, long until, Func<ReadOnlyMemory<byte>, ValueTask> take)
    {
        if (row.Text is { } text)
        {
            await take(text.AsMemory((int)from, (int)(until - from))).ConfigureAwait(false);
            return;
        }
        // A piece is found by walking the pages before it: larger texts go in fewer, larger pieces.
        var size = (int)Math.Min(until - from, Math.Clamp(row.Length / 32, SmallestPiece, LargestPiece));
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            for (var at = from; at < until; )
            {
                var length = (int)Math.Min(size, until - at);
                Read(row, at, buffer.AsMemory(0, length));
                await take(buffer.AsMemory(0, length)).ConfigureAwait(false);
                at += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads part of a version's stored JSON.</summary>
    public void Read(StoredRow row, long from, Memory<byte> into)
    {
        if (row.Text is { } text)
            text.AsMemory((int)from, into.Length).CopyTo(into);
        else
            readers.Use(database => Read(database, row, from, into));
    }

    /// <summary>Whose data these versions are, each once.</summary>
    public IReadOnlyList<string> PatientsOf(IEnumerable<StoredRow> rows)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!row.IsPast || row.Deleted || Named(row) is not { Count: > 0 } named)
                found.UnionWith(row.Patients);
            else
                found.UnionWith(named);
            // What is attached is whose it is attached to.
            if (row is { Type: "Binary", Patients.Count: 0 })
                found.UnionWith(readers.Use(database => Naming.PatientsOf(database, (row.Type, row.Id), null)));
        }

        return [.. found];
    }

    private IReadOnlyList<string> Named(StoredRow row)
    {
        if (!row.HasText)
            return [];
        if (row.Text is { } text)
            return NamedPatients.In(text);
        var buffer = ArrayPool<byte>.Shared.Rent((int)row.Length);
        try
        {
            Read(row, 0, buffer.AsMemory(0, (int)row.Length));
            return NamedPatients.In(buffer.AsSpan(0, (int)row.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>False when the text is not what was written, or there is none.</summary>
    public bool IsWhole(StoredRow row) => !IsOther(row) && row.HasText && (row.Text is not null || IsLongWhole(row));

    /// <summary>The resource, parsed; null when it cannot be read back, or is not what was signed.</summary>
    public Resource? Readable(StoredRow row)
    {
        try
        {
            return Resource(row);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The resource, parsed; null for a deletion.</summary>
    /// <exception cref="InvalidDataException">It cannot be read back, or is not what was signed.</exception>
    public Resource? Resource(StoredRow row)
    {
        if (row.Deleted)
            return null;
        if (!row.HasText || IsOther(row))
            throw new InvalidDataException("A stored resource is damaged: restore the last backup.");
        if (row.Text is { } text)
            return FhirText.FromStore(text);
        var buffer = ArrayPool<byte>.Shared.Rent((int)row.Length);
        try
        {
            Read(row, 0, buffer.AsMemory(0, (int)row.Length));
            if (!Holds(row, SHA256.HashData(buffer.AsSpan(0, (int)row.Length))))
                throw new InvalidDataException("A stored resource was altered: restore the last backup.");
            return FhirText.FromStore(buffer.AsSpan(0, (int)row.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What the code beside a long text says of it; read piece by piece, so that it costs one piece of memory.</summary>
    private bool IsLongWhole(StoredRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(row.Length, LargestPiece));
        try
        {
            for (var at = 0L; at < row.Length; )
            {
                var length = (int)Math.Min(buffer.Length, row.Length - at);
                Read(row, at, buffer.AsMemory(0, length));
                hash.AppendData(buffer, 0, length);
                at += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Holds(row, hash.GetHashAndReset());
    }

    private bool Holds(StoredRow row, byte[] digest) =>
        readers.Use(database => database.Codes?.HoldsLong(row.Code, digest, row.Facts) != false);

    private bool IsOther(StoredRow row) =>
        !row.IsPast && !row.Deleted && row.HasText && IsAltered?.Invoke(row.Type, row.Id) == true;

    /// <summary>The version may have been replaced since its row was read: then its text lies in the history.</summary>
    private static bool Read(Database database, StoredRow row, long from, Memory<byte> into)
    {
        if (
            From("resource", "SELECT key FROM resource WHERE key=$1 AND version=$2")
            || From("history", "SELECT rowid FROM history WHERE resource=$1 AND version=$2")
        )
        {
            return true;
        }

        throw new InvalidDataException("A version that was just found is no longer there: ask again.");

        bool From(string table, string where)
        {
            var select = database.Prepare(where).Bind(1, row.Key).Bind(2, row.Version);
            if (!select.Step())
                return false;
            // The statement stays open meanwhile: the text is read from the snapshot in which the row was found.
            database.ReadPart(table, "json", select.Long(0), (int)from, into.Span);
            select.Reset();
            return true;
        }
    }
}
