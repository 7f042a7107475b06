using Xinglin.Analysis.Forecast;
using Xinglin.Learning.Checkpoints;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;

namespace Xinglin.Server.Pages.Patients;

/// <summary>What the forecast would have said in past weeks, so that trust in it can be earned.</summary>
public static class PastForecasts
{
    private const int Weeks = 5;

    /// <summary>By LOINC code; empty when there is no forecasting model or no such patient.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<PastForecast>> Of(
        IServiceProvider services,
        FhirStore store,
        string patientId
    )
    {
        var past = new Dictionary<string, IReadOnlyList<PastForecast>>();
        if (services.GetService<HomeForecast>() is not { } forecast || Chart.TryLoad(store, patientId) is not { } chart)
            return past;
        try
        {
            foreach (var series in HomeSeries.All)
            {
                var said = forecast.Past(chart, series, Weeks);
                foreach (var code in series.Loinc)
                    past[code] = said;
            }
        }
        catch (CheckpointRefusedException)
        {
            // The models page says what is wrong with the model; the readings stand without it.
            past.Clear();
        }
        return past;
    }
}
