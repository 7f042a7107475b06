using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Care;

/// <summary>
/// Who cares for whom, as the records say it now: kept in memory by the place of the newest change, so that a moved patient changes
/// hands with the commit, whichever process made it, and nothing is asked per row of a list. Thread-safe.
/// </summary>
public sealed class CareRecords(FhirStore store)
{
    /// <summary>Of so many changes at once, or so many patients, all is forgotten and read anew when it is asked for.</summary>
    private const int Most = 50_000;

    private const int ChangesAtOnce = 1000;
    private const int UnitsAtOnce = 100;
    private const string OpenVisits = "arrived,triaged,in-progress,onleave";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<CareEntry>> _patients = new(StringComparer.Ordinal);
    private CareStructure? _structure;
    private Dictionary<string, string[]>? _linked;
    private long _known = -1;
    private HashSet<string>? _wholeFor;

    public CareStructure Structure
    {
        get
        {
            lock (_lock)
            {
                CatchUp();
                return _structure ??= CareStructure.Load(store);
            }
        }
    }

    /// <summary>What the records of a person say, those that are linked with it included: all of them are the same person's.</summary>
    public IReadOnlyList<CareEntry> Of(string patientId)
    {
        lock (_lock)
        {
            CatchUp();
            return [.. GroupOf(patientId).SelectMany(EntriesOf)];
        }
    }

    /// <summary>
    /// Ids of all patients whom somebody cares for, and of those that are linked with them; null until <see cref="Prepare"/> has read
    /// them all.
    /// </summary>
    public IReadOnlyCollection<string>? InCare
    {
        get
        {
            lock (_lock)
            {
                CatchUp();
                return _wholeFor is null
                    ? null
                    : _patients
                        .Where(pair => pair.Value.Count > 0)
                        .SelectMany(pair => GroupOf(pair.Key))
                        .ToHashSet(StringComparer.Ordinal);
            }
        }
    }

    /// <summary>A patient's record and those that are linked with it.</summary>
    public IReadOnlyList<string> Linked(string patientId)
    {
        lock (_lock)
        {
            CatchUp();
            return GroupOf(patientId);
        }
    }

    /// <summary>Reads for all patients at once what a list asks for.</summary>
    /// <param name="workedIn">The units that people with accounts work in.</param>
    /// <param name="since">Visits that ended before are left out.</param>
    public void Prepare(IReadOnlySet<string> workedIn, DateTimeOffset since)
    {
        lock (_lock)
        {
            CatchUp();
            // While the index is being made anew a search may miss some: then each patient is read alone.
            if (_wholeFor?.SetEquals(workedIn) == true || !store.Index.IsCurrent)
                return;
            var structure = _structure ??= CareStructure.Load(store);
            _patients.Clear();
            var found = new Dictionary<string, List<CareEntry>>(StringComparer.Ordinal);
            foreach (
                var visit in CareStructure.All<Encounter>(store, new KeyValuePair<string, string>("status", OpenVisits))
            )
            {
                Add(found, visit.Subject, CareEntry.Of(visit), CareStructure.SenderOf(visit));
            }
            KeyValuePair<string, string>[] past =
            [
                new("status", "finished"),
                new("date", $"ge{since.UtcDateTime:yyyy-MM-dd}"),
            ];
            foreach (var visit in CareStructure.All<Encounter>(store, past))
                Add(found, visit.Subject, CareEntry.Of(visit), CareStructure.SenderOf(visit));
            foreach (var team in CareStructure.All<CareTeam>(store))
                Add(found, team.Subject, CareEntry.Of(team), CareStructure.SenderOf(team));
            var staffed = structure
                .Units.Select(unit => unit.Reference)
                .Where(reference => structure.WithAbove(reference).Overlaps(workedIn))
                .Where(reference => reference.StartsWith("Organization/", StringComparison.Ordinal))
                .ToList();
            foreach (var some in staffed.Chunk(UnitsAtOnce))
            {
                foreach (var parameter in new[] { "organization", "general-practitioner" })
                {
                    var asked = new KeyValuePair<string, string>(parameter, string.Join(',', some));
                    foreach (var patient in CareStructure.All<Patient>(store, asked))
                    {
                        Add(
                            found,
                            new ResourceReference($"Patient/{patient.Id}"),
                            CareEntry.Of(patient),
                            SenderOf(patient)
                        );
                    }
                }
            }
            foreach (var (patient, entries) in found)
                _patients[patient] = entries;
            _wholeFor = [.. workedIn];
        }
    }

    private static void Add(
        Dictionary<string, List<CareEntry>> found,
        ResourceReference? patient,
        IEnumerable<CareEntry> entries,
        string? sentBy
    )
    {
        if (CareReferences.IdOf(patient, "Patient") is not { } id)
            return;
        if (!found.TryGetValue(id, out var all))
            found[id] = all = [];
        all.AddRange(entries.Select(entry => entry with { SentBy = sentBy }));
    }

    private IReadOnlyList<CareEntry> EntriesOf(string patientId)
    {
        if (_patients.TryGetValue(patientId, out var known))
            return known;
        if (_wholeFor is not null)
            return [];
        if (_patients.Count >= Most)
            _patients.Clear();
        return _patients[patientId] = Read(patientId);
    }

    private List<CareEntry> Read(string patientId)
    {
        var found = new Dictionary<string, List<CareEntry>>(StringComparer.Ordinal) { [patientId] = [] };
        foreach (var visit in store.ByPatient<Encounter>(patientId))
        {
            if (CareStructure.Whole(store, visit) is { } whole)
                Add(found, whole.Subject, CareEntry.Of(whole), CareStructure.SenderOf(whole));
        }
        foreach (var team in store.ByPatient<CareTeam>(patientId))
        {
            if (CareStructure.Whole(store, team) is { } whole)
                Add(found, whole.Subject, CareEntry.Of(whole), CareStructure.SenderOf(whole));
        }
        if (store.Read<Patient>(patientId) is { } patient && CareStructure.Whole(store, patient) is { } readable)
        {
            Add(found, new ResourceReference($"Patient/{patientId}"), CareEntry.Of(readable), SenderOf(readable));
        }
        return found[patientId];
    }

    // What others said of a patient stays as it was through what a person sends (CareClaims): it is that person's word only where
    // nobody else's is before it.
    private string? SenderOf(Patient patient) =>
        CareStructure.SenderOf(patient) is { } sender
        // Of one that was written once, nothing more is asked.
        && (
            patient.Meta?.VersionId == "1"
            || store.History("Patient", patient.Id!).All(version => CareStructure.SenderOf(version) == sender)
        )
            ? sender
            : null;

    private string[] GroupOf(string patientId) => (_linked ??= Links()).GetValueOrDefault(patientId) ?? [patientId];

    private Dictionary<string, string[]> Links()
    {
        var groups = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        HashSet<string> Group(string id) =>
            groups.TryGetValue(id, out var known) ? known : groups[id] = new(StringComparer.Ordinal) { id };

        foreach (
            var patient in CareStructure.All<Patient>(store, new KeyValuePair<string, string>("link:missing", "false"))
        )
        {
            // What a person uploaded or sent by a session joins no records: a link opens one chart to who may open the other.
            if (patient.Link.Count > 0 && SenderOf(patient) is not null)
                continue;
            foreach (var link in patient.Link)
            {
                if (CareReferences.IdOf(link.Other, "Patient") is not { } other)
                    continue;
                var (one, two) = (Group(patient.Id!), Group(other));
                if (ReferenceEquals(one, two))
                    continue;
                one.UnionWith(two);
                foreach (var id in two)
                    groups[id] = one;
            }
        }
        return groups.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }

    // Before anything is answered: what has been committed since, by any process on the same file.
    private void CatchUp()
    {
        var last = store.LastChange;
        if (last == _known)
            return;
        if (_known < 0 || last - _known > Most)
        {
            Forget(last);
            return;
        }
        while (_known < last)
        {
            var changes = store.ChangesAfter(_known, ChangesAtOnce);
            foreach (var change in changes)
                Note(change);
            _known = changes.Count == 0 ? last : changes[^1].Sequence;
            if (changes.Count < ChangesAtOnce)
                _known = Math.Max(_known, last);
        }
    }

    private void Note(RecordChange change)
    {
        switch (change.Type)
        {
            case "Organization" or "Location" or "PractitionerRole":
                _structure = null;
                break;
            case "Patient" or "Encounter" or "CareTeam":
                if (change.Type == "Patient")
                    _linked = null;
                foreach (var patient in change.Patients)
                {
                    if (_wholeFor is null)
                        _patients.Remove(patient);
                    else
                        _patients[patient] = Read(patient);
                }
                break;
        }
    }

    private void Forget(long known)
    {
        (_structure, _linked, _wholeFor, _known) = (null, null, null, known);
        _patients.Clear();
    }
}
