using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts.Ready;

/// <summary>What is between a draft and its signature, and the decision on a finding.</summary>
public static class ReadyWords
{
    public static readonly BilingualText Missing = new("签署前还需处理 {0} 项", "{0} to do before it can be signed");
    public static readonly BilingualText Go = new("前往", "Go there");
    public static readonly BilingualText OpenStudy = new("打开影像", "Open the images");
    public static readonly BilingualText Reviewed = new(
        "已由医务人员逐项审阅，没有待处理的事项。",
        "Everything is reviewed by a person, and nothing is left to do."
    );
    public static readonly BilingualText NothingMissing = new(
        "没有待处理的事项；尚无人修改或判定此文书。签署即表示您已通读全文。",
        "Nothing is left to do, but no person has changed or decided anything here: by signing you say that you have read all of it."
    );
}
