using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The page of a report that another system sent.</summary>
public static class SentReportWords
{
    public static readonly BilingualText NotOurs = new(
        "此报告由外部系统发来，未在本系统签署，不能在此编辑。",
        "This report was sent by another system. Nobody signed it here, and it cannot be edited here."
    );
    public static readonly BilingualText Status = new("对方所述状态", "Status as sent");
    public static readonly BilingualText By = new("对方所述医师", "Physician as sent");
    public static readonly BilingualText At = new("发布时间", "Issued");
    public static readonly BilingualText Effective = new("检查时间", "Examined");
    public static readonly BilingualText Conclusion = new("结论", "Conclusion");
    public static readonly BilingualText Text = new("报告正文", "Text as sent");
    public static readonly BilingualText TextUnreadable = new(
        "报告另有正文，但无法作为文字显示；请在来源系统查看。",
        "The report has a text that cannot be shown as plain words; read it in the system that sent it."
    );
    public static readonly BilingualText Results = new("结果", "Results");
    public static readonly BilingualText Nothing = new(
        "对方没有发来结论、正文、结果或附件。",
        "No conclusion, text, result or attachment was sent."
    );
    public static readonly BilingualText Attachments = new("附件", "Attachments");
    public static readonly BilingualText Damaged = new("记录损坏，无法显示", "damaged: cannot be shown");
    public static readonly BilingualText NotHere = new(
        "该结果不在本系统的此病历中",
        "this result is not in this patient's record here"
    );
    public static readonly BilingualText FlagBySender = new(
        "由发送方标记，非本系统判断",
        "marked by the sender, not judged here"
    );
    public static readonly BilingualText NoValue = new("无数值", "no value");
    public static readonly BilingualText Yes = new("是", "yes");
    public static readonly BilingualText No = new("否", "no");
}
