using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What happens to a document after its signature.</summary>
public static class FollowUpWords
{
    public static readonly BilingualText Title = new("签署之后", "After the signature");
    public static readonly BilingualText Add = new("补充说明…", "Add an addendum…");
    public static readonly BilingualText Amend = new("修订…", "Amend…");
    public static readonly BilingualText Withdraw = new("撤回…", "Withdraw…");
    public static readonly BilingualText CoSign = new("共同签署…", "Co-sign…");
    public static readonly BilingualText AddSays = new(
        "原文书不变；补充的内容单独签署，有自己的 PDF。",
        "The original stays as it is; what you add is signed by itself and has its own PDF."
    );
    public static readonly BilingualText AmendSays = new(
        "以原文书为底建立新版本，修改后重新签署。原版本仍可阅读，并标明已被取代。",
        "A new version begins with the original's text; change it and sign it. The old version stays legible and is marked as superseded."
    );
    public static readonly BilingualText WithdrawSays = new(
        "签署后，原文书在各处标明已撤回（理由、签署人、时间）；正文可按需查看。",
        "Once signed, the original is shown as withdrawn everywhere, with reason, signer and time; its text stays legible on demand."
    );
    public static readonly BilingualText Words = new("补充的内容", "What to add");
    public static readonly BilingualText Reason = new("理由", "Reason");
    public static readonly BilingualText IsError = new("用于更正错误", "It corrects an error");
    public static readonly BilingualText Begin = new("建立草稿", "Begin the draft");
    public static readonly BilingualText GiveUp = new("放弃这份草稿", "Give this draft up");
    public static readonly BilingualText Waits = new("待签署", "waits for its signature");
    public static readonly BilingualText ReasonIs = new("理由：{0}", "Reason: {0}");
    public static readonly BilingualText SignedBy = new("{0}，{1}", "{0}, {1}");
    public static readonly BilingualText ToOriginal = new("打开原文书", "Open the original");
    public static readonly BilingualText ToNewVersion = new("打开新版本", "Open the new version");
    public static readonly BilingualText ShowWithdrawn = new("显示已撤回的正文", "Show the withdrawn text");
    public static readonly BilingualText WithdrawnChip = new("已撤回", "withdrawn");
    public static readonly BilingualText Superseded = new("已被取代", "superseded");
    public static readonly BilingualText ChangedChip = new("所引数据已变化", "cited data changed");
    public static readonly BilingualText ChangedTitle = new(
        "签署后，本文书引用的数据发生了变化：",
        "Data that this document cites changed after it was signed:"
    );
    public static readonly BilingualText ChangedAt = new("更改于 {0}", "changed {0}");
    public static readonly BilingualText Answered = new(
        "已由签署的补充说明或新版本说明",
        "answered by a signed addendum or new version"
    );
    public static readonly BilingualText Prepare = new("打开备好的补充说明", "Open the ready addendum");
    public static readonly BilingualText CopiesTitle = new(
        "此前已发出的副本（不含这一变化）：",
        "Copies given out before (without this):"
    );
    public static readonly BilingualText CoSignTitle = new("共同签署文书", "Co-sign the document");
    public static readonly BilingualText HaveRead = new(
        "我已阅读该文书及其依据",
        "I have read the document and its evidence"
    );
    public static readonly BilingualText CoSignNow = new("共同签署", "Co-sign");
    public static readonly BilingualText PdfWithdrawnTitle = new("该文书已撤回", "This document is withdrawn");
    public static readonly BilingualText PdfSupersededTitle = new(
        "该文书已被新版本取代",
        "A new version has taken this document's place"
    );
    public static readonly BilingualText PdfStill = new(
        "{0}。需要时仍可打开当时签署的 PDF：{1}",
        "{0}. The PDF as it was signed can still be opened: {1}"
    );
    public static readonly BilingualText LinkedTitle = new("同一人的其他病历", "Other records of the same person");
    public static readonly BilingualText ReplacedBy = new("本病历已并入 {0}", "This record was merged into {0}");
    public static readonly BilingualText Replaces = new("{0} 已并入本病历", "{0} was merged into this record");
    public static readonly BilingualText SeeAlso = new("另见 {0}", "See also {0}");
    public static readonly BilingualText NothingMoved = new(
        "仅建立关联，未移动任何内容；文书仍在各自病历中。",
        "They are linked only: nothing was moved, and each document stays in its own chart."
    );

    public static BilingualText NameOf(FollowUpKind kind) => Xinglin.Reports.Drafts.FollowedBy.NameOf(kind);
}
