using Xinglin.Records.Fhir;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>Why a record is in nobody's chart, and what to do about it.</summary>
public static class StrayWords
{
    public static readonly BilingualText Title = new("不属于本系统任何患者的记录", "Records of nobody here");
    public static readonly BilingualText Remedy = new(
        "这些记录不在任何病历中。请导入所指患者，或由来源系统更正记录所指的患者后重新发送。",
        "These records are in no chart. Import the patient that they name, or let the sending system correct the reference and send them again."
    );
    public static readonly BilingualText OfNobody = new(
        "此记录不属于本系统的任何患者，不在任何病历中：",
        "This record belongs to nobody here and is in no chart:"
    );
    public static readonly BilingualText Cut = new(
        "只列出最近存入的 {0} 条，另有更多：处理这些之后会列出其余的。",
        "Only the {0} stored last are listed; there are more, which appear as these are dealt with."
    );
    public static readonly BilingualText Record = new("记录", "Record");
    public static readonly BilingualText When = new("时间", "Time");
    public static readonly BilingualText Why = new("为何不属于任何人", "Why it is nobody's");
    public static readonly BilingualText SameNumber = new("此号码的患者：", "who has this number:");

    public static BilingualText Of(StrayReason reason) =>
        reason switch
        {
            StrayReason.Unreadable => new("记录损坏，无法读出所指患者", "it is damaged; whose it is cannot be read"),
            StrayReason.NameOnly => new("只写了姓名，没有指向患者", "it gives a name only, not a patient"),
            StrayReason.NumberOnly => new("只写了患者号码，没有指向患者", "it gives a number only, not a patient"),
            StrayReason.Missing => new("所指患者不在本系统", "the patient that it names is not here"),
            StrayReason.Inside => new("患者只写在记录自身之内", "its patient is inside the record itself only"),
            StrayReason.Elsewhere => new("所指患者在另一系统", "it names a patient of another system"),
            StrayReason.NoPatient => new("所指的不是患者", "what it names is not a patient"),
            StrayReason.Nowhere => new("所指地址不能对应任何患者", "what it names leads to no patient"),
            _ => new("没有写明患者", "it names no patient"),
        };
}
