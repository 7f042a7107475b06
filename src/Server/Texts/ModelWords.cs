using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The models page and the import page.</summary>
public static class ModelWords
{
    public static readonly BilingualText Title = new("模型", "Models");
    public static readonly BilingualText None = new(
        "模型文件夹中没有模型。随产品提供的模型位于 models/；自行训练：xinglin train tabular --help",
        "There is no model in the models folder. Shipped models are in models/; to train one: xinglin train tabular --help"
    );
    public static readonly BilingualText Version = new("版本", "version");
    public static readonly BilingualText Discrimination = new("区分与误差", "Discrimination and error");
    public static readonly BilingualText ForecastAccuracy = new("未来 7 天预测的准确度", "Accuracy 7 days ahead");
    public static readonly BilingualText ReadingsMeasured = new("检验的读数", "readings measured");
    public static readonly BilingualText Measure = new("指标", "Measure");
    public static readonly BilingualText Value = new("数值", "Value");
    public static readonly BilingualText Interval95 = new("95% 区间", "95 % interval");
    public static readonly BilingualText Cases = new("例数", "Cases");
    public static readonly BilingualText Split = new("检验方式", "Measured on");
    public static readonly BilingualText Calibration = new("校准", "Calibration");
    public static readonly BilingualText Predicted = new("预测概率", "predicted");
    public static readonly BilingualText Observed = new("实际比例", "observed");
    public static readonly BilingualText Perfect = new("理想", "perfect");
    public static readonly BilingualText Card = new("模型卡", "Model card");
    public static readonly BilingualText Damaged = new(
        "模型文件夹无法读取：{0}",
        "This model folder cannot be read: {0}"
    );
    public static readonly BilingualText Weights = new("权重 SHA-256", "Weights SHA-256");
    public static readonly BilingualText WeightsDiffer = new(
        "权重与其摘要不符，已停用",
        "the weights do not match their digest: not in use"
    );
}

/// <summary>The import page.</summary>
public static class ImportWords
{
    public static readonly BilingualText Title = new("导入", "Import");
    public static readonly BilingualText Drop = new(
        "将文件拖到此处，或点击选择",
        "Drop files here, or click to choose"
    );
    public static readonly BilingualText Kinds = new(
        "FHIR R4（JSON、NDJSON、XML）、DICOM、家庭监测 CSV（patient,time,code,value,unit）及其 zip；单个文件最大 {0} MB",
        "FHIR R4 (JSON, NDJSON, XML), DICOM, CSV of home readings (patient,time,code,value,unit), or a zip of these; at most {0} MB a file"
    );
    public static readonly BilingualText Receiving = new("正在接收 {0}", "Receiving {0}");
    public static readonly BilingualText TimeLeft = new("约剩 {0} 秒", "about {0} s left");
    public static readonly BilingualText CancelledUpload = new(
        "已取消上传，没有任何内容被保存。",
        "The upload was cancelled; nothing of it was stored."
    );
    public static readonly BilingualText CancelledStoring = new(
        "已取消保存。部分文件可能已保存；再次拖入相同的文件不会重复保存。",
        "Storing was cancelled. Some of the files may be stored; dropping the same files again stores nothing twice."
    );

    /// <summary>What was stored, rejected and asked for, in one line.</summary>
    /// <param name="unchanged">How many were there already, word for word: nothing was stored for them.</param>
    public static BilingualText Done(int resources, int refused, int analyses, string seconds, int unchanged = 0) =>
        new(
            $"已保存 {resources - unchanged} 条记录，{(unchanged > 0 ? $"{unchanged} 条无变化，" : "")}{refused} 项未接收，{analyses} 项分析已请求，用时 {seconds} 秒",
            $"{Many(resources - unchanged, "resource", "resources")} stored, {(unchanged > 0 ? $"{unchanged} unchanged, " : "")}{refused} rejected, {Many(analyses, "analysis", "analyses")} requested, {seconds} s"
        );

    public static BilingualText Reading(int files) =>
        new($"正在读取并保存 {files} 个文件", $"Reading and storing {Many(files, "file", "files")}");

    public static BilingualText Unchanged(int count) =>
        new($"其中 {count} 条此前已有", $"{count} {(count == 1 ? "was" : "were")} there already");

    public static readonly BilingualText MorePlaces = new("另有 {0} 处", "and {0} more");
    public static readonly BilingualText Note = new("提示", "note");
    public static readonly BilingualText UnknownPatientMend = new(
        "请先导入该患者（FHIR Patient），或核对编号；若确为新患者，请联系信息科建档。",
        "Import the patient first (a FHIR Patient), or check the number; for a new patient, ask the informatics team to make a record."
    );

    public static readonly BilingualText Accepted = new("已接收", "accepted");
    public static readonly BilingualText RejectedState = new("未接收", "rejected");
    public static readonly BilingualText File = new("文件", "File");
    public static readonly BilingualText Became = new("结果", "What it became");
    public static readonly BilingualText ToPatient = new("打开患者", "Open patient");
    public static readonly BilingualText TooLarge = new("文件过大（{0} MB）", "The file is too large ({0} MB)");
    public static readonly BilingualText MostFiles = new("一次最多 {0} 个文件。", "At most {0} files at once.");
    public static readonly BilingualText TooManyFiles = new(
        "选择了 {0} 个文件，超过一次的上限；未上传任何文件",
        "{0} files were chosen, more than at once; none was sent"
    );
    public static readonly BilingualText TooManyFilesMend = new(
        "每次不超过 {0} 个，或打包为 zip 上传，也可在服务器上用 xinglin import 文件夹 导入",
        "Choose at most {0} at a time, send them as one zip, or import the folder on the server (xinglin import FOLDER)"
    );
    public static readonly BilingualText ReceivingOf = new(
        "正在接收第 {0} 个，共 {1} 个：{2}",
        "receiving {0} of {1}: {2}"
    );
    public static readonly BilingualText TooLargeMend = new(
        "请分成小于 {0} MB 的文件，或请信息科提高 --upload-limit，也可在服务器上用 xinglin import 导入",
        "Split it into files below {0} MB, or ask the informatics team to raise --upload-limit or to import it on the server (xinglin import)"
    );
    public static readonly BilingualText Interrupted = new("传输中断", "The transfer was interrupted");
    public static readonly BilingualText InterruptedMend = new(
        "请再次拖入该文件；没有任何内容被部分保存",
        "Drop the file again; nothing was half stored"
    );
    public static readonly BilingualText None = new(
        "导入的文件会逐个列在此处：成为什么，或为何被拒绝以及如何处理。",
        "Each file is listed here: what it became, or why it was rejected and what to do."
    );

    private static string Many(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
