using Xinglin.Terminology.Text;

namespace Xinglin.Server.Care;

/// <summary>Units, teams and break-glass, in the words of the pages.</summary>
public static class CareWords
{
    public static readonly BilingualText Title = new("应急打开病历", "Open by break-glass");
    public static readonly BilingualText InCareOf = new("由以下科室或病区负责", "In the care of");
    public static readonly BilingualText NotYours = new(
        "您不属于负责此患者的科室团队，因此病历暂未显示。",
        "You are not of a team that cares for this patient, so the chart is not shown."
    );
    public static readonly BilingualText WhenNeeded = new(
        "诊疗确有需要时，请说明理由后打开。理由、时间以及您打开的内容都会被记录，并告知隐私管理人员审阅。有效 {0} 小时。",
        "Where care needs it, open the chart with a reason. The reason, the time and what you open are recorded, and the privacy officer is told and reviews it. It holds for {0} hours."
    );
    public static readonly BilingualText Reason = new("理由", "Reason");
    public static readonly BilingualText Details = new("说明（选择“其他”时必填）", "Details (needed with \"other\")");
    public static readonly BilingualText OpenChart = new("说明理由并打开病历", "Open the chart");
    public static readonly BilingualText OpenAlready = new(
        "此病历对您开放，无需说明理由。",
        "This chart is open to you: no reason is needed."
    );
    public static readonly BilingualText Banner = new("应急打开，至 {0}", "Opened by break-glass until {0}");
    public static readonly BilingualText MyUnit = new("本科室", "My unit");
    public static readonly BilingualText AllUnits = new("全部科室", "All units");
    public static readonly BilingualText WhichUnits = new("哪些科室", "Which units");
    public static readonly BilingualText OfOthers = new("由{0}负责", "in the care of {0}");
    public static readonly BilingualText EmptyUnit = new("本科室没有等待的文书。", "Nothing waits in your unit.");
    public static readonly BilingualText Department = new("科室", "Department");
    public static readonly BilingualText Ward = new("病区", "Ward");
    public static readonly BilingualText Bed = new("床位", "Bed");
    public static readonly BilingualText Other = new("其他", "Other");
    public static readonly BilingualText Team = new("团队", "Team");

    public static readonly BilingualText TeamTitle = new("诊疗团队", "Care team");
    public static readonly BilingualText TeamHint = new(
        "团队成员无论在哪个科室，都可直接打开此病历。其他系统维护的团队不在此更改。",
        "A member opens this chart whichever unit they work in. Teams that other systems keep are not changed here."
    );
    public static readonly BilingualText TeamEmpty = new(
        "本院尚未为此患者组成团队。",
        "Nobody of this hospital is in a team for this patient yet."
    );
    public static readonly BilingualText TeamAdd = new("加入成员", "Take in");
    public static readonly BilingualText TeamAddButton = new("加入", "Take in");
    public static readonly BilingualText TeamRemove = new("移出", "Take out");
    public static readonly BilingualText TeamChanged = new("团队已更改。", "The team is changed.");
    public static readonly BilingualText TeamOfOthers = new(
        "您仅以紧急调阅打开此病历：诊疗团队由负责该患者的科室或团队更改。",
        "This chart is open to you by break-glass only: the unit or team that cares for the patient changes the team."
    );

    public static readonly BilingualText TeamNotChanged = new(
        "未更改：此人不存在、已在团队中，或团队刚被他人修改。",
        "Nothing was changed: there is no such person, they are in it already, or somebody else has just changed it."
    );

    public static readonly BilingualText Review = new("应急打开审阅", "Break-glass");
    public static readonly BilingualText ReviewTitle = new("应急打开病历的审阅", "Break-glass accesses");
    public static readonly BilingualText ReviewHint = new(
        "有人因诊疗需要打开了其他科室团队负责的患者病历。请逐条核对理由，并记下结论。",
        "Somebody opened the chart of another team's patient because care needed it. Look at each reason, and note what you found."
    );
    public static readonly BilingualText Unreviewed = new("未审阅 {0} 条", "not yet reviewed: {0}");
    public static readonly BilingualText NoneYet = new("没有应急打开的记录。", "No chart was opened by break-glass.");
    public static readonly BilingualText When = new("时间", "When");
    public static readonly BilingualText Who = new("打开者", "Who");
    public static readonly BilingualText Patient = new("患者", "Patient");
    public static readonly BilingualText CaredForBy = new("当时负责", "In the care of, then");
    public static readonly BilingualText OpenedUnder = new("期间打开", "Opened under it");
    public static readonly BilingualText Entries = new("{0} 条记录", "entries: {0}");
    public static readonly BilingualText State = new("审阅", "Review");
    public static readonly BilingualText ReviewedBy = new("{0} 于 {1} 审阅", "Reviewed by {0}, {1}");
    public static readonly BilingualText Note = new("审阅结论（可空）", "What you found (may be empty)");
    public static readonly BilingualText NoteTooLong = new(
        "结论至多 500 个字符，未记下。",
        "The note is at most 500 characters: nothing was noted."
    );
    public static readonly BilingualText MarkReviewed = new("记为已审阅", "Mark as reviewed");
    public static readonly BilingualText Noted = new("已记下。", "It is noted.");
    public static readonly BilingualText Until = new("至 {0}", "until {0}");
    public static readonly BilingualText Waiting = new("待审阅的应急打开", "Break-glass accesses to review");
    public static readonly BilingualText NobodyReviews = new(
        "尚无审阅权限的账户：请为隐私管理人员建立“审计”角色的账户。",
        "No account may review them: make one with the role auditor for the privacy officer."
    );

    /// <summary>The first line of the table of an export; {0} is the hospital's time zone.</summary>
    public static readonly BilingualText Columns = new(
        "打开时间(UTC),打开时间({0}),结束时间(UTC),账户,用户名,患者,理由,说明,当时负责,期间记录,审阅时间(UTC),审阅者,结论",
        "begun_utc,begun ({0}),ends_utc,account,user,patient,reason,details,in_care_of,entries,reviewed_utc,reviewed_by,note"
    );

    /// <summary>A reason in words.</summary>
    public static BilingualText OfReason(string reason) =>
        reason switch
        {
            "emergency" => new("抢救或急诊", "Emergency"),
            "consultation" => new("会诊", "Consultation"),
            "cover" => new("代班或值班", "Cover, or on call"),
            "quality" => new("第二意见或质量核查", "Second opinion, or quality"),
            _ => new("其他", "Other"),
        };

    public static BilingualText Of(CareUnitKind kind) =>
        kind switch
        {
            CareUnitKind.Department => Department,
            CareUnitKind.Ward => Ward,
            CareUnitKind.Bed => Bed,
            _ => Other,
        };
}
