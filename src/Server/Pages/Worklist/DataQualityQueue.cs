using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Person = Xinglin.Server.Pages.Persons.Person;

namespace Xinglin.Server.Pages.Worklist;

/// <summary>A patient with data that somebody should confirm before trusting it; the gravest first.</summary>
public sealed record DataQualityRow(Person Person, IReadOnlyList<QualityMark> Marks);

/// <summary>A stored record that belongs to nobody here.</summary>
/// <param name="Patients">The ids that it names.</param>
public sealed record StrayRecord(string Type, string Id, IReadOnlyList<string> Patients);

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

    /// <summary>Records that name a patient who is not here: they are in no chart, so nobody sees them otherwise.</summary>
    public IReadOnlyList<StrayRecord> Strays() =>
        [
            .. _store
                .OfNobodyHere(MostStrays)
                .Select(record => new StrayRecord(
                    record.TypeName,
                    record.Id!,
                    [.. _store.Audit.PatientsOf([$"{record.TypeName}/{record.Id}"])]
                )),
        ];

    private const int MostStrays = 200;

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
