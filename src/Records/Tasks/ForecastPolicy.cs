using System.Globalization;
using Xinglin.Records.Archive;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tasks;

/// <summary>
/// When new data asks for a forecast: at least 14 home readings of one variable, and a reading that no earlier forecast
/// has seen. The same readings never ask twice.
/// </summary>
public sealed class ForecastPolicy(TaskQueue work)
{
    /// <summary>Readings of one variable that a forecast needs.</summary>
    public const int FewestReadings = 14;

    private static readonly (string[] Codes, string Unit)[] Variables =
    [
        ([LoincCodes.Systolic], "mm[Hg]"),
        ([.. LoincCodes.Glucose], "mmol/L"),
        ([.. LoincCodes.Weight], "kg"),
    ];

    /// <summary>The forecast Task of a chart, or nothing.</summary>
    public IEnumerable<FhirTask> WorkFor(Chart chart)
    {
        var series = Variables
            .Select(v => chart.Series(v.Codes, v.Unit).Where(m => m.Home).ToList())
            .Where(readings => readings.Count >= FewestReadings)
            .ToList();
        if (series.Count == 0)
        {
            yield break;
        }
        var version = string.Join(
            ';',
            series.Select(readings =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{readings.Count}/{readings[^1].Source}/{readings[^1].Value:R}"
                )
            )
        );
        yield return AnalysisTask(work, TaskType.Forecast, chart.Patient.Id!, version);
    }

    /// <summary>A Task about a patient whose id follows from the state of the data it is about.</summary>
    /// <param name="dataVersion">Anything that is the same for the same data and different for other data.</param>
    public static FhirTask AnalysisTask(TaskQueue work, TaskType kind, string patientId, string dataVersion)
    {
        var focus = "Patient/" + patientId;
        var task = work.New(kind, patientId, focus);
        task.Id = TaskQueue.IdOf(kind, focus + "\n" + DicomIds.Hash(dataVersion));
        return task;
    }
}
