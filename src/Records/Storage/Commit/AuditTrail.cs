using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// The trail of changes: who made which version of what, in <c>records.db</c> and in the same transactions as the data, each
/// entry with the hash of the version's content. Thread-safe.
/// </summary>
public sealed class AuditTrail
{
    internal const string FileName = "records.db";
    private readonly Writer _writer;
    private readonly Readers _readers;
    private readonly TimeProvider _clock;
    private readonly DigestFollower _follower = new(TrailDigest.None);
    private readonly Lock _following = new();

    internal AuditTrail(Writer writer, Readers readers, TimeProvider clock)
    {
        _writer = writer;
        _readers = readers;
        _clock = clock;
    }

    /// <summary>Changes that match, newest first.</summary>
    public AuditPage Find(AuditQuery query) => _readers.Use(d => TrailSearch.Find(d, query, FileName, true));

    /// <summary>The newest changes first.</summary>
    public IReadOnlyList<AuditEntry> Latest(int count) => Find(new(Count: count)).Entries;

    /// <summary>Ids of the patients that resources belong to, each once; references that are not here are passed over.</summary>
    /// <param name="references"><c>Type/id</c>, with or without a version.</param>
    /// <param name="attached">Of a Binary, also those whose records it is attached to.</param>
    public IReadOnlyList<string> PatientsOf(IEnumerable<string> references, bool attached = true) =>
        _readers.Use(database =>
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var select = database.Prepare(
                $"SELECT coalesce(r.patient,'')||' '||{CompartmentRows.OfRow} FROM resource r WHERE r.type=$1 AND r.id=$2"
            );
            foreach (var reference in references)
            {
                var (type, id) = References.Split(reference);
                select.Bind(1, type).Bind(2, id);
                if (select.Step())
                    found.UnionWith(select.Text(0).Split(' ', StringSplitOptions.RemoveEmptyEntries));
                select.Reset();
                if (attached && type == "Binary")
                    found.UnionWith(Naming.PatientsOf(database, (type, id), null));
            }
            return (IReadOnlyList<string>)[.. found];
        });

    /// <summary>Notes something about the trail itself in the chain of changes; durable when it completes.</summary>
    internal Task NoteAsync(Access access) =>
        _writer.DoAsync(new WriteRequest(new AuditNote(_clock.GetUtcNow(), access)));

    /// <summary>The file's state now.</summary>
    internal TrailDigest Digest()
    {
        lock (_following)
            return _readers.Use(_follower.Advance);
    }
}

/// <summary>An entry of the trail that no version belongs to.</summary>
internal sealed record AuditNote(DateTimeOffset Time, Access Access);
