using Xinglin.Records.Audit;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The pages of the audit trail.</summary>
public static class TrailWords
{
    public static readonly BilingualText Audit = new("审计", "Audit");
    public static readonly BilingualText Title = new("审计记录", "Audit trail");
    public static readonly BilingualText WhoSaw = new("谁看过此病历", "Who saw this record");
    public static readonly BilingualText WhoSawHint = new(
        "每一次查看、检索、导出以及模型使用；本次查看本页也会被记录，下次打开时列出。",
        "Every view, search, export and use by a model. This view of it is recorded too; the next one will show it."
    );
    public static readonly BilingualText NotRecordedTitle = new("暂不能显示", "This cannot be shown now");
    public static readonly BilingualText NotRecorded = new(
        "访问记录无法写入，因此未显示任何患者数据，也未执行所请求的操作。请通知信息科检查磁盘空间，之后重新载入本页。",
        "The access cannot be recorded, so no patient data is shown and nothing was done. Tell the informatics team to check the disk, then load this page again."
    );
    public static readonly BilingualText Patient = new("患者（姓名、病历号或编号）", "Patient (name, number or id)");
    public static readonly BilingualText Person = new("人员或程序", "Person or program");
    public static readonly BilingualText Action = new("操作", "Action");
    public static readonly BilingualText AnyAction = new("全部", "any");
    public static readonly BilingualText From = new("自（含当日）", "From (that day included)");
    public static readonly BilingualText Until = new("至（含当日）", "To (that day included)");
    public static readonly BilingualText Kind = new("记录", "Entries");
    public static readonly BilingualText Accesses = new("访问", "accesses");
    public static readonly BilingualText Changes = new("更改", "changes");
    public static readonly BilingualText Show = new("显示", "Show");
    public static readonly BilingualText Csv = new("导出 CSV", "Export CSV");
    public static readonly BilingualText Ndjson = new("导出 NDJSON", "Export NDJSON");
    public static readonly BilingualText ExportHint = new("导出本身也会被记录。", "The export itself is recorded.");
    public static readonly BilingualText When = new("时间", "When");
    public static readonly BilingualText WhenIn = new("时间（{0}）", "When ({0})");
    public static readonly BilingualText Account = new("账户 {0}", "account {0}");

    /// <summary>The first line of the table of an export; {0} is the hospital's time zone.</summary>
    public static readonly BilingualText Columns = new(
        "时间(UTC),时间({0}),主体类别,主体编号,主体名称,操作,内容,患者,项目,缘由,结果,来源地址,请求编号,链,序号",
        "time_utc,time ({0}),actor_kind,actor,actor_name,action,entity,patients,items,why,result,address,request,chain,sequence"
    );
    public static readonly BilingualText Who = new("谁", "Who");
    public static readonly BilingualText What = new("内容", "What");
    public static readonly BilingualText Whose = new("患者", "Patient");
    public static readonly BilingualText Why = new("缘由", "Why");
    public static readonly BilingualText Result = new("结果", "Result");
    public static readonly BilingualText Where = new("来源地址", "From address");
    public static readonly BilingualText None = new("没有符合条件的记录。", "No entry matches.");
    public static readonly BilingualText Older = new("更早的记录", "Older entries");
    public static readonly BilingualText Newest = new("最新的记录", "Newest entries");
    public static readonly BilingualText Comma = new("、", ", ");
    public static readonly BilingualText Several = new("{0} 位患者", "patients: {0}");
    public static readonly BilingualText Items = new("{0} 项", "items: {0}");
    public static readonly BilingualText WrongDate = new("日期请写作 2026-11-30。", "Write a date as 2026-11-30.");
    public static readonly BilingualText Reversed = new(
        "起始日期晚于结束日期，没有记录可以符合；请互换两个日期。",
        "The first day is after the last, so nothing can match: exchange the two dates."
    );
    public static readonly BilingualText NoExport = new("未能导出", "Nothing was exported");
    public static readonly BilingualText WrongExport = new(
        "日期请写作 2026-11-30，格式为 csv 或 ndjson。",
        "Write dates as 2026-11-30 and the format as csv or ndjson."
    );
    public static readonly BilingualText NoHeads = new(
        "审计记录的最新状态没有另存他处：如有人删去末尾的记录，将无法证明。请管理员指定另存的位置。",
        "The latest state of this trail is kept nowhere else: if somebody removed its last entries, that could not be proven. Let an administrator set a second place for it."
    );

    /// <summary>What is done, in words.</summary>
    public static BilingualText Of(string action) =>
        action switch
        {
            AuditActions.Create => new("新建", "create"),
            AuditActions.Update => new("修改", "update"),
            AuditActions.Delete => new("删除", "delete"),
            AuditActions.Read => new("读取", "read"),
            AuditActions.VersionRead => new("读取旧版本", "read a version"),
            AuditActions.History => new("查看历史", "history"),
            AuditActions.Search => new("检索", "search"),
            AuditActions.Everything => new("读取全部病历", "whole record"),
            AuditActions.Bundle => new("批量请求", "bundle"),
            AuditActions.Page => new("查看页面", "page"),
            AuditActions.Film => new("查看影像", "film"),
            AuditActions.Document => new("查看 PDF", "PDF"),
            AuditActions.Attachment => new("下载附件", "attachment"),
            AuditActions.Export => new("导出", "export"),
            AuditActions.Archive => new("影像存档", "film archived"),
            AuditActions.Import => new("导入", "import"),
            AuditActions.SignIn => new("登录", "sign-in"),
            AuditActions.SignOut => new("退出登录", "sign-out"),
            AuditActions.SecondAuthentication => new("签署前再次认证", "second authentication"),
            AuditActions.Sign => new("签署", "signature"),
            AuditActions.TokenAdd => new("发放令牌", "token made"),
            AuditActions.UserAdd => new("新建账户", "account made"),
            AuditActions.PasswordReset => new("重设密码", "password reset"),
            AuditActions.PasswordChange => new("更改密码", "password changed"),
            AuditActions.UserClose => new("关闭账号", "account closed"),
            AuditActions.UserOpen => new("重新开放账号", "account opened again"),
            AuditActions.PasskeyAdd => new("添加通行密钥", "passkey added"),
            AuditActions.PasskeyRemove => new("删除通行密钥", "passkey removed"),
            AuditActions.TokenRevoke => new("撤销令牌", "token revoked"),
            AuditActions.SessionEnd => new("结束会话", "session ended"),
            AuditActions.RoleChange => new("变更角色", "roles changed"),
            AuditActions.ModelUse => new("模型使用", "model use"),
            AuditActions.BreakGlass => new("应急打开病历", "break-glass"),
            AuditActions.BreakGlassReview => new("审阅应急打开", "break-glass reviewed"),
            AuditActions.UnitChange => new("变更科室或成员", "units or members changed"),
            AuditActions.IdentityDecision => new("身份判定", "whose a file is"),
            AuditActions.ModelPromotion => new("模型启用或停用", "model put to use or taken out"),
            AuditActions.SettingsChange => new("更改设置", "settings changed"),
            AuditActions.Backup => new("备份", "backup"),
            AuditActions.Command => new("命令", "command"),
            AuditActions.Start => new("启动", "start"),
            AuditActions.Stop => new("停止", "stop"),
            AuditActions.KeyRotation => new("更换密钥", "key rotation"),
            AuditActions.Malformed => new("无效请求", "no valid request"),
            AuditActions.Restored => new("恢复记录", "trail restored"),
            _ => new("其他", "other"),
        };

    /// <summary>Who does it, in words.</summary>
    public static BilingualText OfActor(string kind) =>
        kind switch
        {
            "person" => new("人员", "person"),
            "program" => new("程序", "program"),
            "command" => new("命令行", "command line"),
            "product" => new("本系统", "this system"),
            "sender" => new("上传者", "sender"),
            _ => new("未登录", "not signed in"),
        };

    /// <summary>How it ended: a status code is as it is.</summary>
    public static BilingualText OfResult(string result) =>
        result switch
        {
            "ok" => new("成功", "ok"),
            "damaged" => new("账户数据损坏", "account damaged"),
            "wrong" => new("密码错误", "wrong password"),
            "locked" => new("账户已锁定", "account locked"),
            "refused" => new("未执行", "not done"),
            "open" => new("本已开放", "open already"),
            "begun" => new("已开始", "begun"),
            "failed" => new("未完成", "not completed"),
            "conflict" => new("已被他人修改", "changed by somebody else"),
            "unreadable" => new("文书无法读取", "document cannot be read"),
            "incomplete" => new("请求不完整", "incomplete"),
            "not-seen" => new("未确认提示", "warning not confirmed"),
            "not-printed" => new("PDF 未生成", "PDF not made"),
            "undecided" => new("有所见未决定", "finding undecided"),
            "unjustified" => new("偏离依据未说明", "departure without a reason"),
            "already-signed" => new("已签署", "signed already"),
            "whole" => new("完好", "whole"),
            "broken" => new("已损坏", "broken"),
            "role" => new("角色无此权限", "role does not permit it"),
            "aborted" => new("对方已中断", "aborted by the caller"),
            "unknown" => new("不存在", "unknown"),
            "withdrawn" => new("文书已撤回", "document withdrawn"),
            "superseded" => new("文书已被取代", "document superseded"),
            "altered" => new("文书已被改动", "document altered"),
            // What was answered hides what it was: a way to the sign-in page.
            _ when result.Split(' ') is [var code, ['(', .., ')'] shown] => new(
                $"{OfResult(code).Zh}（{OfResult(shown[1..^1]).Zh}）",
                $"{OfResult(code).En} ({OfResult(shown[1..^1]).En})"
            ),
            [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'] => new(
                $"{result} {OfStatus(result).Zh}",
                $"{result} {OfStatus(result).En}"
            ),
            _ when result.Split(' ') is [var count, "refused"] => new($"{count} 项被拒绝", $"{count} rejected"),
            _ => new(result, result),
        };

    private static BilingualText OfStatus(string code) =>
        code switch
        {
            "400" => new("请求有误", "bad request"),
            "401" => new("未登录", "not signed in"),
            "403" => new("无权限", "not permitted"),
            "404" => new("不存在", "not found"),
            "405" => new("不支持此方法", "method not allowed"),
            "406" or "415" => new("格式不支持", "format not supported"),
            "409" => new("与现有内容冲突", "conflict"),
            "410" => new("已删除", "deleted"),
            "412" => new("版本已变", "another version"),
            "413" or "414" => new("过大", "too large"),
            "422" => new("内容未通过检查", "content rejected"),
            "429" => new("请求过多", "too many requests"),
            "503" => new("暂不可用", "not available now"),
            ['2', ..] => new("成功", "ok"),
            ['3', ..] => new("转到另一页", "sent to another page"),
            ['4', ..] => new("被拒绝", "rejected"),
            ['5', ..] => new("服务器故障", "fault of the server"),
            _ => new("其他", "other"),
        };
}
