using Hl7.Fhir.Model;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Tasks;

/// <summary>The codes and words by which work is known.</summary>
internal static class TaskCodes
{
    public const string System = CodeSystems.Work;

    public static readonly BilingualText Interrupted = new(
        "该任务的处理已五次被中断（程序异常退出），系统不再自动重试，请人工确认后点击“重试”。",
        "The work was interrupted five times (the program ended unexpectedly) and is not tried again by itself: try again by hand."
    );

    public static string Of(TaskType kind) =>
        kind switch
        {
            TaskType.Diagnosis => "diagnosis",
            TaskType.Forecast => "forecast",
            TaskType.Imaging => "imaging",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static TaskType? KindOf(string? code) =>
        code switch
        {
            "diagnosis" => TaskType.Diagnosis,
            "forecast" => TaskType.Forecast,
            "imaging" => TaskType.Imaging,
            _ => null,
        };

    public static BilingualText Text(TaskType kind) =>
        kind switch
        {
            TaskType.Diagnosis => new("辅助诊断", "Diagnosis"),
            TaskType.Forecast => new("健康预测", "Health forecast"),
            TaskType.Imaging => new("影像判读", "Image reading"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}

/// <summary>How often a Task was begun, kept in the Task itself.</summary>
internal static class Attempts
{
    private const string Url = "https://xinglin.example/fhir/StructureDefinition/attempts";

    public static int Of(FhirTask task) => (task.GetExtension(Url)?.Value as PositiveInt)?.Value ?? 0;

    public static void Set(FhirTask task, int count)
    {
        task.RemoveExtension(Url);
        if (count > 0)
            task.AddExtension(Url, new PositiveInt(count));
    }
}
