using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts.Ready;

/// <summary>What is between a draft and its signature, and the decision on a finding.</summary>
public static class ReadyWords
{
    public static readonly BilingualText Missing = new("签署前还需处理 {0} 项", "{0} to do before it can be signed");
    public static readonly BilingualText Go = new("前往", "Go there");
    public static readonly BilingualText OpenStudy = new("打开影像", "Open the images");
    public static readonly BilingualText Reviewed = new(
        "每项所见均已由有权签署者判定，没有待处理的事项。",
        "Each finding is decided by a person who may sign, and nothing is left to do."
    );
    public static readonly BilingualText Edited = new(
        "没有待处理的事项；部分文字由人员修改。签署即表示您已通读全文。",
        "Nothing is left to do, and a person has changed some of the words: by signing you say that you have read all of them."
    );
    public static readonly BilingualText NothingMissing = new(
        "没有待处理的事项；尚无人修改或判定此文书。签署即表示您已通读全文。",
        "Nothing is left to do, but no person has changed or decided anything here: by signing you say that you have read all of it."
    );
}
