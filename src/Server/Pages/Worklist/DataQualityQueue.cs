using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.Records;
using Person = Xinglin.Server.Pages.Persons.Person;

namespace Xinglin.Server.Pages.Worklist;

/// <summary>A patient with data that somebody should confirm before trusting it; the gravest first.</summary>
public sealed record DataQualityRow(Person Person, IReadOnlyList<QualityMark> Marks);

/// <summary>A stored record that belongs to nobody here.</summary>
/// <param name="Why">Why it is in no chart.</param>
/// <param name="Candidate">Who has the number that came along; nobody says that it is theirs.</param>
public sealed record StrayRecord(RecordLine Line, Stray Why, Person? Candidate);

/// <summary>
/// The doubts about the data of every patient. Each chart is read once and again only when something was stored for that
/// patient. Thread-safe.
/// </summary>
public sealed class DataQualityQueue : IDisposable
{
    /// <summary>At most this many patients are looked through.</summary>
    private const int MaxPatientsChecked = 2000;

    private readonly ConcurrentDictionary<string, DataQualityRow> _known = new();
    private readonly FhirStore _store;
    private readonly TimeProvider _clock;

    public DataQualityQueue(FhirStore store, TimeProvider clock)
    {
        (_store, _clock) = (store, clock);
        _store.Committed += Forget;
    }

    /// <summary>Patients with doubts that may mislead, the gravest first. Slow the first time: call it off the page's thread.</summary>
    public IReadOnlyList<DataQualityRow> All() =>
        [
            .. _store
                .Search(new SearchRequest("Patient", [], MaxPatientsChecked))
                .Resources.OfType<Patient>()
                .Select(patient => _known.GetOrAdd(patient.Id!, id => Looked(id, patient)))
                .Where(row => row.Marks.Count > 0)
                .OrderByDescending(row => row.Marks[0].Severity)
                .ThenByDescending(row => row.Marks.Count)
                .ThenBy(row => row.Person.Number, StringComparer.Ordinal),
        ];

    /// <summary>As many of those in no chart as one page lists; of more, one more is given.</summary>
    public const int MostStrays = 200;

    /// <summary>Records that are in no chart, the latest first: nobody sees them otherwise.</summary>
    public IReadOnlyList<StrayRecord> Strays() => [.. _store.OfNobodyHere(MostStrays + 1).Select(StrayOf)];

    private StrayRecord StrayOf(Resource record)
    {
        var why = _store.StrayOf(record) ?? new(StrayReason.Unnamed, "");
        var candidate = why.Candidate is { } id ? _store.Read<Patient>(id) : null;
        return new(
            new DamageCollector().Of([record], RecordLine.Of, lost => RecordLine.Lost(_store, lost))[0],
            why,
            candidate is null ? null : Person.Of(candidate, _clock.GetUtcNow())
        );
    }

    public void Dispose() => _store.Committed -= Forget;

    /// <summary>A chart that cannot be looked through is a doubt itself; the others are looked through all the same.</summary>
    private DataQualityRow Looked(string id, Patient patient)
    {
        try
        {
            return Look(id);
        }
        catch (KeyNotFoundException)
        {
            // Deleted in the meantime.
            return new(Person.Of(patient, _clock.GetUtcNow()), []);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new(Person.Of(patient, _clock.GetUtcNow()), [QualityMark.DamagedChart(id)]);
        }
    }

    private DataQualityRow Look(string patientId)
    {
        var now = _clock.GetUtcNow();
        var chart = Chart.Load(_store, patientId);
        return new(
            Person.Of(chart.Patient, now),
            [
                .. QualityRules
                    .Check(chart, now)
                    .Where(mark => mark.Severity > QualitySeverity.Note)
                    .OrderByDescending(mark => mark.Severity)
                    .ThenByDescending(mark => mark.Time),
            ]
        );
    }

    private void Forget(IReadOnlyList<RecordChange> stored)
    {
        foreach (var patient in stored.SelectMany(change => change.Patients).Distinct())
            _known.TryRemove(patient, out _);
    }
}
