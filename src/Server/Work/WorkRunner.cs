using Hl7.Fhir.Model;
using Xinglin.Analysis.Diagnosis;
using Xinglin.Analysis.Forecast;
using Xinglin.Analysis.Imaging;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Tasks;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Writing;
using Xinglin.Server.ModelUse;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Work;

/// <summary>
/// One Task from its chart to its draft: chart → prediction → draft → one transaction that also completes the Task.
/// Repeating it changes nothing: ids come from the Task, and the Task's version guards the transaction.
/// </summary>
public sealed partial class WorkRunner(
    FhirStore store,
    TaskQueue queue,
    DicomArchive archive,
    HeartDiseaseDiagnosis diagnosis,
    HomeForecast forecast,
    ChestFilm chestFilm,
    ModelPromotions promotions,
    AccessTrail trail,
    IHostApplicationLifetime life,
    ILogger<WorkRunner> log
)
{
    // Readings use both cores by themselves; more at once would only slow the pages.
    private readonly SemaphoreSlim _gate = new(1, 1);

    public async Task RunAsync(string taskId)
    {
        await _gate.WaitAsync();
        try
        {
            await Task.Run(() => CarryOutAsync(taskId));
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CarryOutAsync(string taskId)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
            return;
        // Work for a model that nobody has put to use waits as it is: nothing of it is shown.
        if (
            store.Read<FhirTask>(taskId) is { } asked
            && TaskQueue.KindOf(asked) is { } kind
            && promotions.IsHeldBack(ModelPromotions.ModelOf(kind))
        )
        {
            return;
        }
        var task = await queue.TakeUpAsync(taskId);
        if (task is null)
            return;
        try
        {
            var (prediction, writes) = Results(task);
            await RecordAsync(task, prediction);
            await queue.CompleteAsync(task, writes);
        }
        catch (VersionConflictException)
        {
            LogElsewhere(taskId);
        }
        catch (Exception) when (life.ApplicationStopping.IsCancellationRequested)
        {
            // The records may be closed already. The Task stays in progress; the next start takes it up again.
        }
        catch (Exception fault)
        {
            LogFault(taskId, fault.GetType().Name);
            await queue.FailAsync(task, ReasonOf(fault));
        }
    }

    // Nothing of what a model made of a patient's data is kept before it is recorded which model that was.
    private Task RecordAsync(FhirTask task, Prediction prediction) =>
        trail.RecordAsync(
            new(
                AuditActor.Product,
                AuditActions.ModelUse,
                $"model {prediction.Context.Model.Name} {prediction.Context.Model.Version}"
            )
            {
                Patients = [prediction.Context.PatientId],
                Items =
                [
                    $"Task/{task.Id}",
                    .. prediction.Context.Focus.Contains(' ') ? (string[])[] : [prediction.Context.Focus],
                ],
                Reason = TaskQueue.KindOf(task).ToString(),
            }
        );

    private (Prediction, List<Write>) Results(FhirTask task)
    {
        var patientId = TaskQueue.PatientOf(task);
        var chart = Chart.Load(store, patientId);
        var predictionId = ReservedIds.Prediction + task.Id;
        Prediction prediction = TaskQueue.KindOf(task) switch
        {
            TaskType.Diagnosis => diagnosis.Read(chart, predictionId),
            TaskType.Forecast => forecast.Read(chart, predictionId),
            TaskType.Imaging => ReadFilm(chart, task, predictionId),
            var other => throw new InvalidOperationException($"Work of the kind {other} is unknown."),
        };
        if (promotions.IsDemonstration(prediction.Context.Model.Name))
            prediction = Marked(prediction);
        var draft = DraftWriter.Write(prediction, chart);
        return (prediction, [.. PredictionResources.ToWrites(prediction), .. DraftResources.ToWrites(draft)]);
    }

    // On the page, in the draft, its PDF and in FHIR: wherever the model is named.
    private static Prediction Marked(Prediction prediction)
    {
        var model = prediction.Context.Model;
        var title = new BilingualText(
            $"{model.Title.Zh}（{PromotionWords.Demonstration.Zh}）",
            $"{model.Title.En} ({PromotionWords.Demonstration.En})"
        );
        return prediction with { Context = prediction.Context with { Model = model with { Title = title } } };
    }

    private Prediction ReadFilm(Chart chart, FhirTask task, string predictionId)
    {
        var focus =
            task.Focus?.Reference ?? throw new InvalidOperationException("The Task names no study (Task.focus).");
        var study =
            chart.Studies.FirstOrDefault(candidate => $"ImagingStudy/{candidate.Id}" == focus)
            ?? throw new InvalidOperationException($"The Task's focus {focus} is not in the chart.");
        var films = study
            .Series.SelectMany(series => series.Instance)
            .Select(one => one.Uid)
            .OfType<string>()
            .Distinct()
            .Select(uid => new StudyFilm(uid, () => archive.Read(uid)))
            .ToList();
        if (films.Count == 0)
            throw new InvalidOperationException($"The Task's focus {focus} names no image.");
        var taken = Xinglin.Records.Charts.ChartTimes.Of(study);
        return chestFilm.Read(films, new FilmSubject(chart.Patient.Id!, focus, taken, chart.Synthetic), predictionId);
    }

    private static BilingualText ReasonOf(Exception fault) =>
        fault switch
        {
            OutOfMemoryException => new("内存不足，请稍后重试。", "Out of memory: try again later."),
            IOException => new(
                "磁盘读写失败，请检查存储空间后重试。",
                "The disk could not be read or written: check its space, then try again."
            ),
            _ => new(
                $"处理失败（{fault.GetType().Name}），请重试；若再次失败，请查看服务器日志。",
                $"The work failed ({fault.GetType().Name}): try again; if it fails again, see the server's log."
            ),
        };

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Task {TaskId} was finished elsewhere; nothing was stored twice."
    )]
    private partial void LogElsewhere(string taskId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} failed with {Fault}.")]
    private partial void LogFault(string taskId, string fault);
}
