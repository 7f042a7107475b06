using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>Records that no section of the chart is made for, and the page of one record.</summary>
public static class RecordWords
{
    public static readonly BilingualText Others = new("其他记录", "Other records");
    public static readonly BilingualText NoOthers = new(
        "没有其他记录。外部系统发来而上方未列出的资料会显示在此。",
        "No other records. What other systems send and no section above shows appears here."
    );
    public static readonly BilingualText NoTitle = new("未注明名称", "no title");
    public static readonly BilingualText NoDate = new("无日期", "no date");
    public static readonly BilingualText GoesOn = new(
        "（文字过长，此处从略；全文见该记录的 FHIR JSON）",
        " (cut here; the record's FHIR JSON has the whole text)"
    );
    public static readonly BilingualText More = new("另有 {0} 条", "{0} more");
    public static readonly BilingualText Fewer = new("收起", "show fewer");
    public static readonly BilingualText Earlier = new("前一页", "previous page");
    public static readonly BilingualText Page = new("第 {0}–{1} 条，共 {2} 条", "{0}–{1} of {2}");
    public static readonly BilingualText AsSent = new("查看原始内容", "as it was sent");
    public static readonly BilingualText Record = new("记录", "Record");
    public static readonly BilingualText NotOurs = new(
        "此记录由外部系统发来，按原样显示，不能在此修改；如有错误，请由来源系统更正后重新发送。",
        "This record came from another system and is shown as it was sent. It cannot be changed here: let the sending system correct it and send it again."
    );
    public static readonly BilingualText Ours = new(
        "此记录由本系统生成；请在其所属页面查看。",
        "This record was made by this system; read it on its own page."
    );
    public static readonly BilingualText OwnPage = new("打开其页面", "open its page");
    public static readonly BilingualText NoSuchTitle = new("没有此记录", "There is no such record");
    public static readonly BilingualText NoSuch = new(
        "地址可能不完整，或该记录不在本系统，或已被删除。请从患者病历打开。",
        "The address may be incomplete, or the record is not in this system or was deleted. Open it from the patient's chart."
    );
    public static readonly BilingualText DamagedTitle = new("该记录已损坏", "This record is damaged");
    public static readonly BilingualText DamagedBody = new(
        "其内容无法读取。患者的其他资料不受影响；可由来源系统重新发送，或由管理员从备份恢复。",
        "It cannot be read. The patient's other records are not affected: let the sending system send it again, or an administrator restore it from a backup."
    );
    public static readonly BilingualText Status = new("状态", "Status");
    public static readonly BilingualText Date = new("日期", "Date");
    public static readonly BilingualText Source = new("来源", "Source");
    public static readonly BilingualText Author = new("作者", "Author");
    public static readonly BilingualText Kind = new("类型", "Type");
    public static readonly BilingualText Performer = new("执行者", "By");
    public static readonly BilingualText Dose = new("剂量", "dose");
    public static readonly BilingualText Lot = new("批号 {0}", "lot {0}");
    public static readonly BilingualText Attached = new("附件 {0} 个", "attachments: {0}");
    public static readonly BilingualText Reason = new("原因", "reason");
    public static readonly BilingualText Outcome = new("结果", "outcome");
    public static readonly BilingualText Complication = new("并发症", "complication");
    public static readonly BilingualText Permits = new("同意", "permits");
    public static readonly BilingualText Denies = new("不同意", "denies");
    public static readonly BilingualText Text = new("正文", "Text");
    public static readonly BilingualText Section = new("章节", "Section");
    public static readonly BilingualText SectionEmpty = new("该章节没有文字。", "This section has no text.");
    public static readonly BilingualText Entries = new("引用的记录", "Records referred to");
    public static readonly BilingualText AllFields = new("全部字段（FHIR 原名）", "All fields (FHIR names)");
    public static readonly BilingualText FieldsCut = new(
        "此处只列出一部分；完整内容见下。",
        "Only a part is listed here; the whole is below."
    );
    public static readonly BilingualText FieldCut = new(
        "（此字段过长，此处从略；全文见下方的 FHIR JSON）",
        "(this field is cut here; the FHIR JSON below has the whole)"
    );
    public static readonly BilingualText Whole = new("完整内容（FHIR JSON）", "everything, as FHIR JSON");
    public static readonly BilingualText ByThisSystem = new("本系统", "this system");
    public static readonly BilingualText BySender = new("人员导入", "brought in by a person");
    public static readonly BilingualText ByProgram = new("外部系统", "from another system");
    public static readonly BilingualText ByCommand = new("服务器命令导入", "imported on the server");
    public static readonly BilingualText ByUnknown = new("来源未记录", "source not recorded");
}
