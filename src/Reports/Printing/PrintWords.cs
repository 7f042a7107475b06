using Xinglin.Reports.Documents;

namespace Xinglin.Reports.Printing;

/// <summary>The fixed words of a printed document.</summary>
internal sealed record PrintWords(
    string Brand,
    string AiLabel,
    string NotSigned,
    string SyntheticLabel,
    string SyntheticText,
    string Name,
    string Sex,
    string Age,
    string Born,
    string PatientId,
    string Made,
    string Unknown,
    string Because,
    string SignedBy,
    string Meaning,
    string SignedAt,
    string Hash,
    string HashShort,
    string DraftFoot,
    string Evidence,
    string EvidenceNote,
    string Fact,
    string Value,
    string Range,
    string Time,
    string Source,
    string Female,
    string Male,
    string Author,
    string Reviewer,
    string Approver,
    string CoSigner,
    string NotAccepted,
    string Between
)
{
    public static PrintWords Chinese { get; } =
        new(
            Brand: "杏林 Xinglin",
            AiLabel: "人工智能辅助生成",
            NotSigned: "草稿，尚未由医师审核签署，不得作为诊疗依据。",
            SyntheticLabel: "合成数据",
            SyntheticText: "患者及影像由程序生成，并非真实患者。",
            Name: "姓名",
            Sex: "性别",
            Age: "年龄",
            Born: "出生日期",
            PatientId: "患者编号",
            Made: "分析时间",
            Unknown: "未记录",
            Because: "修改说明：",
            SignedBy: "签署医师",
            Meaning: "签署含义",
            SignedAt: "签署时间",
            Hash: "内容校验值（SHA-256）：",
            HashShort: "校验值",
            DraftFoot: "草稿 未签署",
            Evidence: "附：依据一览",
            EvidenceNote: "正文各句所依据的资料，含数值、参考范围、时间与来源。",
            Fact: "依据",
            Value: "数值或结论",
            Range: "区间或参考范围",
            Time: "时间",
            Source: "来源",
            Female: "女",
            Male: "男",
            Author: "作者（起草并负责内容）",
            Reviewer: "审核（已审阅内容）",
            Approver: "批准（同意发出）",
            CoSigner: "共同签署（与作者共同负责内容）",
            NotAccepted: "医师未采纳",
            Between: ""
        );

    public static PrintWords English { get; } =
        new(
            Brand: "Xinglin 杏林",
            AiLabel: "Generated with AI",
            NotSigned: "Draft, not yet reviewed or signed by a clinician: not for clinical use.",
            SyntheticLabel: "Synthetic data",
            SyntheticText: "Patient and images were made by a program; this is no real person.",
            Name: "Name",
            Sex: "Sex",
            Age: "Age",
            Born: "Date of birth",
            PatientId: "Patient ID",
            Made: "Analysed",
            Unknown: "not recorded",
            Because: "Reason for change: ",
            SignedBy: "Signed by",
            Meaning: "Meaning",
            SignedAt: "Signed at",
            Hash: "Content hash (SHA-256):",
            HashShort: "Hash",
            DraftFoot: "Draft, not signed",
            Evidence: "Appendix: evidence",
            EvidenceNote: "What the sentences rest on, with value, range, time and source.",
            Fact: "Fact",
            Value: "Value or verdict",
            Range: "Interval or reference range",
            Time: "Time",
            Source: "Source",
            Female: "Female",
            Male: "Male",
            Author: "Author (wrote and answers for the content)",
            Reviewer: "Reviewer (has reviewed the content)",
            Approver: "Approver (releases the document)",
            CoSigner: "Co-signer (answers for the content with the author)",
            NotAccepted: "not accepted by the clinician",
            Between: " "
        );

    public string SexOf(string? sex) =>
        sex switch
        {
            "female" => Female,
            "male" => Male,
            _ => Unknown,
        };

    public string MeaningOf(SignatureMeaning meaning) =>
        meaning switch
        {
            SignatureMeaning.Author => Author,
            SignatureMeaning.Reviewer => Reviewer,
            SignatureMeaning.CoSigner => CoSigner,
            _ => Approver,
        };
}
