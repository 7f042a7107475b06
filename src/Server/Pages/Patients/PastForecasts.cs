using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using Xinglin.Analysis.Forecast;
using Xinglin.Formats;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Pages.Patients;

/// <summary>
/// What the forecast would have said in past weeks, so that trust in it can be earned. Computed once for a patient, and
/// again when something was stored for that patient or an hour has passed. Thread-safe.
/// </summary>
public sealed class PastForecasts : IDisposable
{
    private const int Weeks = 5;

    /// <summary>At most this many patients are kept; beyond it the oldest half is forgotten.</summary>
    private const int MaxKnown = 500;

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private static readonly Dictionary<string, IReadOnlyList<PastForecast>> Nothing = [];

    private readonly ConcurrentDictionary<string, Remembered> _known = new();
    private readonly FhirStore _store;
    private readonly TimeProvider _clock;
    private readonly HomeForecast? _forecast;

    public PastForecasts(FhirStore store, TimeProvider clock, HomeForecast? forecast = null)
    {
        (_store, _clock, _forecast) = (store, clock, forecast);
        _store.Committed += Forget;
    }

    /// <summary>What is known already, by LOINC code; null when it must be computed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PastForecast>>? Known(string patientId) =>
        _known.TryGetValue(patientId, out var kept) && _clock.GetUtcNow() - kept.At < Fresh ? kept.Said : null;

    /// <summary>
    /// By LOINC code; empty when there is no forecasting model or no such patient. Slow the first time: call it off the
    /// page's thread.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PastForecast>> Of(string patientId)
    {
        if (Known(patientId) is { } known)
            return known;
        // It is there before the chart is read: what is stored meanwhile takes it away again.
        var waiting = new Remembered(_clock.GetUtcNow(), null);
        _known[patientId] = waiting;
        var said = Look(patientId);
        _known.TryUpdate(patientId, new Remembered(waiting.At, said), waiting);
        if (_known.Count > MaxKnown)
        {
            foreach (var old in _known.OrderBy(one => one.Value.At).Take(MaxKnown / 2))
                _known.TryRemove(old);
        }

        return said;
    }

    public void Dispose() => _store.Committed -= Forget;

    private IReadOnlyDictionary<string, IReadOnlyList<PastForecast>> Look(string patientId)
    {
        if (_forecast is null || Chart.TryLoad(_store, patientId) is not { } chart)
            return Nothing;
        try
        {
            return HomeSeries
                .All.Select(series => (series.Loinc, Said: _forecast.Past(chart, series, Weeks)))
                .SelectMany(one => one.Loinc.Select(code => (Code: code, one.Said)))
                .ToDictionary(one => one.Code, one => one.Said);
        }
        catch (Exception fault)
            when (fault
                    is InvalidInputException
                        or ArgumentException
                        or ArithmeticException
                        or InvalidOperationException
            )
        {
            // The models page says what is wrong with the model; the readings stand without it.
            return Nothing;
        }
    }

    private void Forget(IReadOnlyList<RecordChange> stored)
    {
        foreach (var patient in stored.Where(MovesForecast).SelectMany(change => change.Patients).Distinct())
            _known.TryRemove(patient, out _);
    }

    // The forecast rests on readings, and its limits on problems.
    private static bool MovesForecast(RecordChange change) => change.Type is "Observation" or "Patient" or "Condition";

    private sealed class Remembered(DateTimeOffset at, IReadOnlyDictionary<string, IReadOnlyList<PastForecast>>? said)
    {
        public DateTimeOffset At { get; } = at;

        public IReadOnlyDictionary<string, IReadOnlyList<PastForecast>>? Said { get; } = said;
    }
}
