using Xinglin.Analysis.Diagnosis;
using Xinglin.Records.Charts;
using Xinglin.Records.Tasks;

namespace Xinglin.Server.Work;

/// <summary>
/// The work that new data asks for. A Task's id follows from the data it is about, so that the same data never asks twice.
/// Films ask for theirs when they are archived.
/// </summary>
public sealed class RequestedWork(TaskQueue queue, TimeProvider clock)
{
    private readonly ForecastPolicy _forecasts = new(queue);

    public IEnumerable<FhirTask> For(Chart chart)
    {
        foreach (var forecast in _forecasts.WorkFor(chart))
            yield return forecast;
        if (HeartDiseaseDiagnosis.IsCalledForBy(chart))
        {
            yield return ForecastPolicy.AnalysisTask(
                queue,
                TaskType.Diagnosis,
                chart.Patient.Id!,
                HeartDiseaseDiagnosis.WorkupVersion(chart, clock.GetUtcNow())
            );
        }
    }
}
