using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;

namespace Xinglin.Reports.FollowUps;

/// <summary>
/// Which signed documents cite a datum that is another now: corrected, entered in error, deleted, or the patient's record linked. Known
/// from the versions in the index: all at first use by one query, then datum by datum as the store tells of commits; content is read
/// only of what differs. Thread-safe.
/// </summary>
public sealed class CitedChanges
{
    private const string End = "-signature";

    private readonly FhirStore _store;
    private readonly Lock _one = new();
    private readonly ConcurrentQueue<(string Type, string Id)> _touched = new();
    private Dictionary<(string Type, string Id), List<CitedChange>>? _known;
    private ILookup<string, CitedChange>? _byDocument;

    public CitedChanges(FhirStore store)
    {
        _store = store;
        store.Committed += changes =>
        {
            foreach (var change in changes)
                _touched.Enqueue((change.Type, change.Id));
        };
    }

    /// <summary>
    /// Of one document as the store is now, the latest first; empty while all that it cites is as it was signed. Asks the index once for
    /// each datum that its signature names.
    /// </summary>
    public IReadOnlyList<CitedChange> Of(string documentId) =>
        _store.Read<Provenance>(documentId + End) is not { } signature || Damage.IsDamaged(signature)
            ? []
            :
            [
                .. signature
                    .Entity.Select(entity => References.Split(entity.What?.Reference ?? ""))
                    .Where(source => source.Type.Length > 0)
                    .Distinct()
                    .SelectMany(source => Changes(_store.ChangedEvidence(source)))
                    .Where(change => change.DocumentId == documentId)
                    .OrderByDescending(change => change.ChangedAt),
            ];

    /// <summary>Whether a commit may change what is told of a signed document: asked of the index.</summary>
    public bool Concerns(RecordChange change) =>
        IsDatum(change.Type) && _store.RestingOn(change.Type, change.Id).Count > 0;

    private static bool IsDatum(string type) =>
        type is not ("Binary" or "Task" or "RiskAssessment" or "Device" or "Provenance" or "DiagnosticReport");

    /// <summary>Of all documents, those that no addendum or new version answers yet.</summary>
    public ILookup<string, CitedChange> Open() =>
        ByDocument().SelectMany(group => group).Where(change => !change.Answered).ToLookup(change => change.DocumentId);

    private ILookup<string, CitedChange> ByDocument()
    {
        lock (_one)
        {
            var isNew = false;
            if (_known is null)
            {
                _known = [];
                foreach (var group in _store.ChangedEvidence().GroupBy(one => (one.Type, one.Id)))
                    _known[group.Key] = Changes([.. group]);
                isNew = true;
            }
            // What a signature that was made meanwhile rests on may be answered by it.
            var look = new HashSet<(string, string)>();
            while (_touched.TryDequeue(out var touched))
            {
                if (touched.Type is "Provenance" or "DiagnosticReport")
                    look.UnionWith(_known.Keys);
                else if (IsDatum(touched.Type))
                    look.Add(touched);
            }
            foreach (var datum in look)
            {
                var changes = Changes(_store.ChangedEvidence(datum));
                if (changes.Count == 0)
                    _known.Remove(datum);
                else
                    _known[datum] = changes;
                isNew = true;
            }
            if (isNew || _byDocument is null)
                _byDocument = _known.Values.SelectMany(one => one).ToLookup(change => change.DocumentId);
            return _byDocument;
        }
    }

    private List<CitedChange> Changes(IReadOnlyList<ChangedEvidence> of)
    {
        var found = new List<CitedChange>();
        foreach (var one in of)
        {
            var document = one.Signature[..^End.Length];
            if (
                one.SignedVersion is not { } version
                || _store.ReadVersion(one.Type, one.Id, version) is not { } before
                || Damage.IsDamaged(before)
                || _store.Read<DiagnosticReport>(document) is not { } report
                || Damage.IsDamaged(report)
                || FollowedBy.Withdrawal(report) is not null
                || FollowedBy.OriginalOf(report) is { Kind: not (FollowUpKind.Amendment or FollowUpKind.Correction) }
            )
            {
                continue;
            }
            var after = one.Deleted ? null : _store.Read(one.Type, one.Id);
            if (after is not null && Damage.IsDamaged(after) || VersionWords.Of(before, after) is not { } said)
                continue;
            found.Add(
                new(
                    document,
                    $"{one.Type}/{one.Id}",
                    said.Kind,
                    said.Name,
                    said.Before,
                    said.After,
                    one.ChangedAt,
                    IsAnswered(one, report)
                )
            );
        }
        return found;
    }

    private bool IsAnswered(ChangedEvidence one, DiagnosticReport report)
    {
        var later = FollowedBy
            .Of(report)
            .Where(next => next.Kind != FollowUpKind.CoSignature)
            .Select(next => next.Id)
            .ToHashSet();
        if (later.Count == 0)
            return false;
        // A signature on it that is not among those made before the change was made after it.
        var before = _store.ChangedEvidence((one.Type, one.Id)).Select(other => other.Signature).ToHashSet();
        return _store
            .RestingOn(one.Type, one.Id)
            .Any(signature =>
                signature.Type == "Provenance"
                && signature.Id.EndsWith(End, StringComparison.Ordinal)
                && !before.Contains(signature.Id)
                && later.Contains(signature.Id[..^End.Length])
            );
    }
}
