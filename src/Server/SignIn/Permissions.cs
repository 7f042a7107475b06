using System.Security.Claims;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.SignIn;

/// <summary>One thing that may be done, by which roles, and by a program's token with which scope.</summary>
/// <param name="Scope">What a program's token must hold besides; null where only a person may.</param>
public sealed record Permission(string Name, BilingualText What, IReadOnlyList<string> Roles, string? Scope = null);

/// <summary>
/// The table of who may do what. The policies of all addresses are made from it, pages and their actions ask it, and
/// <c>docs/roles.md</c> is written from it; nothing else decides by a role. Who may sign which document as what is said by the
/// signing rules, which every signature passes as well.
/// </summary>
public static class Permissions
{
    public const string Worklist = "worklist";
    public const string ReadCharts = "read-charts";
    public const string ReadStudies = "read-studies";
    public const string EditDrafts = "edit-drafts";
    public const string Sign = "sign";
    public const string RetryWork = "retry-work";
    public const string ReadModels = "read-models";
    public const string Import = "import";
    public const string ReadTrail = "read-trail";
    public const string ReadPatientTrail = "read-patient-trail";
    public const string BreakGlass = "break-glass";
    public const string ReviewBreakGlass = "review-break-glass";
    public const string DecideIdentity = "decide-identity";
    public const string PutModelToUse = "put-model-to-use";
    public const string OwnModel = "own-model";
    public const string KeepPeople = "keep-people";
    public const string KeepTeams = "keep-teams";
    public const string KeepUnits = "keep-units";
    public const string KeepSettings = "keep-settings";
    public const string SeeOperation = "see-operation";

    /// <summary>The FHIR interface; what of it, says <see cref="FhirRights"/> for each role and token.</summary>
    public const string UseFhir = "fhir";

    public static readonly IReadOnlyList<Permission> All =
    [
        new(
            Worklist,
            new("查看工作列表与查找", "see the worklist, and search"),
            [Roles.Clinician, Roles.Nurse, Roles.Pharmacist, Roles.Technician, Roles.Informatics]
        ),
        new(
            ReadCharts,
            new("查看病历、文书与附件", "read charts, documents and attachments"),
            [Roles.Clinician, Roles.Nurse, Roles.Pharmacist, Roles.Informatics],
            "system/*.rs"
        ),
        new(
            ReadStudies,
            new("查看影像检查", "see imaging studies"),
            [Roles.Clinician, Roles.Nurse, Roles.Pharmacist, Roles.Technician, Roles.Informatics],
            "system/ImagingStudy.r"
        ),
        new(
            EditDrafts,
            new("修改草稿、判定发现、记录印象", "edit drafts, decide findings, record an impression"),
            [Roles.Clinician, Roles.Nurse]
        ),
        new(
            Sign,
            new("签署（限签署规则所允许的文书）", "sign (the documents that the signing rules allow)"),
            [Roles.Clinician, Roles.Nurse, Roles.Pharmacist]
        ),
        new(RetryWork, new("重试失败的任务", "try failed work again"), [Roles.Clinician, Roles.Informatics]),
        new(
            ReadModels,
            new("查看模型及其评估", "see the models and how they were measured"),
            [
                Roles.Administrator,
                Roles.Clinician,
                Roles.Nurse,
                Roles.Pharmacist,
                Roles.Technician,
                Roles.Researcher,
                Roles.Informatics,
            ]
        ),
        new(
            Import,
            new("导入文件（数据、家庭测量、影像）", "import files (records, home readings, films)"),
            [Roles.Clinician, Roles.Nurse, Roles.Technician, Roles.Informatics],
            Scopes.Import
        ),
        new(ReadTrail, new("查看与导出审计记录", "look through and export the audit trail"), [Roles.Auditor]),
        new(
            ReadPatientTrail,
            new("查看谁打开过某份病历", "see who opened a chart"),
            [Roles.Clinician, Roles.Nurse, Roles.Pharmacist, Roles.Informatics, Roles.Auditor]
        ),
        new(
            BreakGlass,
            new(
                "说明理由后打开其他科室团队负责的患者病历（应急打开）",
                "open the chart of another team's patient for a stated reason (break-glass)"
            ),
            [Roles.Clinician, Roles.Nurse, Roles.Pharmacist, Roles.Technician, Roles.Informatics]
        ),
        new(ReviewBreakGlass, new("审阅应急打开病历的记录", "review break-glass accesses"), [Roles.Auditor]),
        new(
            DecideIdentity,
            new("判定存疑影像属于谁", "decide whose a held film is"),
            [Roles.Administrator, Roles.Informatics]
        ),
        new(
            PutModelToUse,
            new("以管理员身份启用或停用模型", "put a model to use, or withdraw it, as administrator"),
            [Roles.Administrator]
        ),
        new(
            OwnModel,
            new("以临床负责人身份启用或停用模型", "put a model to use, or withdraw it, as its clinical owner"),
            [Roles.Clinician]
        ),
        new(KeepPeople, new("管理人员、会话与令牌", "keep people, sessions and tokens"), [Roles.Administrator]),
        new(
            KeepTeams,
            new("更改所能打开病历的诊疗团队", "change the care team of a chart that is open to them"),
            [Roles.Clinician]
        ),
        new(
            KeepUnits,
            new("管理科室、病区、床位及其成员", "keep departments, wards, beds and who works in them"),
            [Roles.Administrator]
        ),
        new(KeepSettings, new("更改设置、开始备份", "change the settings, and begin a backup"), [Roles.Administrator]),
        new(
            SeeOperation,
            new("查看运行状况、任务与导入历史", "see the server's health, its jobs and the imports"),
            [Roles.Administrator, Roles.Informatics]
        ),
        new(
            UseFhir,
            new("使用 FHIR 接口（范围见下表）", "use the FHIR interface (how far: the table below)"),
            [Roles.Clinician, Roles.Nurse, Roles.Pharmacist, Roles.Technician, Roles.Informatics, Roles.Device],
            "system/…"
        ),
    ];

    private static readonly Dictionary<string, Permission> ByName = All.ToDictionary(one => one.Name);

    public static Permission Of(string name) => ByName[name];

    /// <summary>Whether somebody's roles allow it and, for a program, its token's scopes as well.</summary>
    public static bool Allows(ClaimsPrincipal who, string name)
    {
        var permission = Of(name);
        return permission.Roles.Any(who.IsInRole)
            && (!Scopes.IsProgram(who) || (permission.Scope is { } scope && Scopes.Of(who).Hold(scope)));
    }

    /// <summary>The page that somebody begins with; null where no page is theirs.</summary>
    public static string? HomeOf(ClaimsPrincipal who) =>
        Allows(who, Worklist) ? "/"
        : Allows(who, SeeOperation) ? "/admin"
        : Allows(who, ReadModels) ? "/models"
        : Allows(who, ReadTrail) ? "/audit"
        : null;
}
