using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What hangs on a record that another system sent.</summary>
public static class AttachmentWords
{
    public static readonly BilingualText Title = new("附件", "Attachments");
    public static readonly BilingualText Numbered = new("附件 {0}", "attachment {0}");
    public static readonly BilingualText UnknownType = new("类型未注明", "type not stated");
    public static readonly BilingualText Download = new("下载外部附件", "Download (external)");
    public static readonly BilingualText Ours = new(
        "本系统的文书，请在其页面查看",
        "a document of this system: see its page"
    );
    public static readonly BilingualText Missing = new("缺失", "missing");
    public static readonly BilingualText Outside = new("外部地址，未获取", "outside address, not fetched");
    public static readonly BilingualText NotSent = new("未随附内容", "no content was sent");
    public static readonly BilingualText Remedy = new(
        "内容不在本系统或无法读取；请由来源系统重新发送。",
        "The content is not here or cannot be read; let the sending system send it again."
    );

    /// <summary>To a program that asks.</summary>
    public static readonly BilingualText NoneHere = new(
        "没有此附件：缺失、已损坏、仅有外部地址，或为本系统的文书。请由来源系统重新发送。",
        "There is no such attachment here: it is missing or damaged, lies at an address outside, or is a document of this system. Let the sending system send it again."
    );
    public static readonly BilingualText NoneTitle = new("没有此附件", "There is no such attachment");
    public static readonly BilingualText None = new(
        "该附件缺失、已损坏，或仅有外部地址。请由来源系统重新发送。（{0}）",
        "The attachment is missing or damaged, or has only an address outside. Let the sending system send it again. ({0})"
    );
}
