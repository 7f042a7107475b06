using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Tasks;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Administration;

/// <summary>The pages of operation and of settings.</summary>
public static class OperationWords
{
    public static readonly BilingualText Health = new("运行状况", "Health");
    public static readonly BilingualText Good = new("正常", "good");
    public static readonly BilingualText Note = new("须留意", "see to it");
    public static readonly BilingualText Bad = new("故障", "fault");
    public static readonly BilingualText Disk = new("数据文件夹所在磁盘", "Disk of the data folder");
    public static readonly BilingualText Free = new("剩余 {0} GiB，共 {1} GiB", "{0} GiB free of {1} GiB");
    public static readonly BilingualText Zone = new("时区", "Time zone");

    public static readonly BilingualText Backups = new("备份", "Backups");
    public static readonly BilingualText Last = new("最近一次", "Last one");
    public static readonly BilingualText NeverMade = new("尚未做过备份。", "No backup has been made.");
    public static readonly BilingualText Holds = new("{0} 个文件，{1} MiB，已核验", "{0} files, {1} MiB, verified");
    public static readonly BilingualText Begin = new("立即备份", "Begin a backup");
    public static readonly BilingualText NoFolder = new(
        "要在此页备份，请先在设置中指定备份文件夹。",
        "To back up from this page, name a folder for backups in the settings first."
    );
    public static readonly BilingualText KeyApart = new(
        "备份不含审计密钥，请另行保管。",
        "A backup does not hold the audit key: keep that apart."
    );
    public static readonly BilingualText Running = new("正在备份", "A backup is being made");
    public static readonly BilingualText LookAgain = new("刷新", "Look again");
    public static readonly BilingualText Made = new("备份已完成并核验。", "The backup is whole and verified.");

    public static readonly BilingualText Jobs = new("任务", "Jobs");
    public static readonly BilingualText NoJobs = new(
        "没有等待、进行中或失败的任务。",
        "No job waits, runs or has failed."
    );
    public static readonly BilingualText Kind = new("类别", "Kind");
    public static readonly BilingualText Since = new("时间", "Since");
    public static readonly BilingualText State = new("状态", "State");
    public static readonly BilingualText Why = new("说明", "Why");
    public static readonly BilingualText Requested = new("等待", "waits");
    public static readonly BilingualText InProgress = new("进行中", "runs");
    public static readonly BilingualText Failed = new("失败", "failed");
    public static readonly BilingualText HeldBack = new(
        "所用模型尚未启用，启用后自动进行（模型页）。",
        "Its model is not in use yet; it goes on when it is (models page)."
    );
    public static readonly BilingualText More = new("另有 {0} 项未列出", "{0} more are not listed");

    public static readonly BilingualText Imports = new("导入历史", "Imports");
    public static readonly BilingualText NoImports = new("尚无导入。", "Nothing has been imported.");
    public static readonly BilingualText At = new("时间", "When");
    public static readonly BilingualText By = new("导入者", "By");
    public static readonly BilingualText Rows = new("已存", "Kept");
    public static readonly BilingualText Unchanged = new("其中未变", "Unchanged");
    public static readonly BilingualText Rejected = new("被拒绝", "Rejected");
    public static readonly BilingualText Followed = new("后续", "What followed");

    public static readonly BilingualText Hospital = new("医院", "Hospital");
    public static readonly BilingualText SettingNameZh = new("医院名称（中文）", "Name of the hospital, Chinese");
    public static readonly BilingualText SettingNameEn = new("医院名称（英文）", "Name of the hospital, English");
    public static readonly BilingualText SettingHeadZh = new(
        "PDF 页眉第二行（中文）",
        "Second line at the head of PDFs, Chinese"
    );
    public static readonly BilingualText SettingHeadEn = new(
        "PDF 页眉第二行（英文）",
        "Second line at the head of PDFs, English"
    );
    public static readonly BilingualText HeadHint = new(
        "自下一份打印或签署的文书起生效；已签署的文书不变。",
        "They stand on whatever is printed or signed from now on; signed documents do not change."
    );
    public static readonly BilingualText SettingZone = new("时区（IANA 名称）", "Time zone, IANA name");
    public static readonly BilingualText ZoneHint = new(
        "用于所有页面、草稿与 PDF。更改在服务器重新启动后生效；留空则用本机时区。现用：{0}",
        "For every page, draft and PDF. A change holds after the server is started again; empty is the machine's. Now: {0}"
    );
    public static readonly BilingualText SettingBackup = new("备份文件夹", "Folder for backups");
    public static readonly BilingualText BackupHint = new(
        "服务器上已有的、数据文件夹之外的文件夹，最好在另一块磁盘或另一台机器上。",
        "A folder that exists on the server, outside of the data folder; best on another disk or machine."
    );
    public static readonly BilingualText SettingBreakGlass = new(
        "应急打开病历的有效小时数",
        "Hours that a chart stays open by break-glass"
    );
    public static readonly BilingualText SettingDaysInCare = new(
        "就诊结束后仍由该科室负责的天数",
        "Days that a patient stays in a unit's care after a visit"
    );
    public static readonly BilingualText CareHint = new(
        "只在有账户在科室或病区工作时起作用。",
        "They matter only where an account works in a unit."
    );
    public static readonly BilingualText Saved = new("设置已保存。", "The settings are saved.");
    public static readonly BilingualText SavedRestart = new(
        "设置已保存。新时区在服务器重新启动后生效。",
        "The settings are saved. The new time zone holds after the server is started again."
    );
    public static readonly BilingualText NotSaved = new("未保存。{0}：{1}", "Nothing was saved. {0}: {1}");

    public static BilingualText Of(TaskType? kind) =>
        kind switch
        {
            TaskType.Diagnosis => new("诊断", "diagnosis"),
            TaskType.Forecast => new("家庭测量预测", "forecast of home readings"),
            TaskType.Imaging => new("影像判读", "reading of a film"),
            _ => new("其他", "other"),
        };

    public static BilingualText OfKind(string kind) =>
        kind switch
        {
            ImportKinds.FhirResource => new("FHIR 资源", "FHIR resources"),
            ImportKinds.FhirBundle => new("FHIR Bundle", "FHIR Bundle"),
            ImportKinds.FhirLines => new("NDJSON", "NDJSON"),
            ImportKinds.HomeReadings => new("家庭测量", "home readings"),
            ImportKinds.Dicom => new("DICOM", "DICOM"),
            _ => BilingualText.Same(kind),
        };

    /// <summary>What followed, or why nothing did.</summary>
    public static BilingualText Of(PastImport import) =>
        import.Outcome switch
        {
            ImportOutcome.Followed => new($"要求分析 {import.Tasks} 项", $"{import.Tasks} analyses asked for"),
            ImportOutcome.AllRejected => new("无：全部被拒绝，未存入。", "Nothing: all was rejected, nothing is kept."),
            ImportOutcome.AllKnown => new(
                "无：内容此前已全部存入，没有变化。",
                "Nothing: all of it was there already, unchanged."
            ),
            _ => new(
                $"无：没有病历因此需要分析。预测须同一项目至少 {ForecastPolicy.FewestReadings} 次家庭测量，诊断须有心脏检查（胸痛类型），影像报告须有影像。",
                $"Nothing: no chart asks for an analysis. A forecast needs {ForecastPolicy.FewestReadings} home readings of one kind, a diagnosis a cardiac work-up (type of chest pain), an imaging report a film."
            ),
        };

    /// <summary>The label of a field of the settings.</summary>
    internal static BilingualText? OfField(string? field) =>
        field switch
        {
            "nameZh" => SettingNameZh,
            "nameEn" => SettingNameEn,
            "headZh" => SettingHeadZh,
            "headEn" => SettingHeadEn,
            "timeZone" => SettingZone,
            "backupFolder" => SettingBackup,
            "breakGlassHours" => SettingBreakGlass,
            "daysInCare" => SettingDaysInCare,
            _ => null,
        };
}
