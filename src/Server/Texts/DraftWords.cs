using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The draft editor and the signing dialog.</summary>
public static class DraftWords
{
    public static readonly BilingualText Document = new("文书", "Document");
    public static readonly BilingualText DraftByAi = new("AI 草稿，未签署", "draft by AI, not signed");
    public static readonly BilingualText Preliminary = new("AI 起草，初步报告", "drafted by AI, preliminary");
    public static readonly BilingualText DamagedTitle = new("该文书已损坏", "This document is damaged");
    public static readonly BilingualText Damaged = new(
        "其正文不在存储中，或无法读取。患者的其他资料不受影响；可由管理员从备份恢复，或重新请求分析以生成新的草稿。",
        "Its text is not in the store or cannot be read. The patient's other records are not affected; an administrator can restore it from a backup, or the analysis can be asked for again."
    );
    public static readonly BilingualText DamagedSigned = new(
        "已签署的正文不在存储中，或无法读取。患者的其他资料不受影响；请由管理员从备份恢复。",
        "The signed text is not in the store or cannot be read. The patient's other records are not affected; let an administrator restore it from a backup."
    );
    public static readonly BilingualText DamagedForeign = new(
        "这份外部系统的报告无法读取。患者的其他资料不受影响；请由来源系统重新发送。",
        "This report of another system cannot be read. The patient's other records are not affected; let the system that sent it send it again."
    );
    public static readonly BilingualText NoSuchTitle = new("没有此文书", "There is no such document");
    public static readonly BilingualText NoSuch = new(
        "地址可能不完整，或该文书不在本系统。请从工作列表或患者病历打开。",
        "The address may be incomplete, or the document is not in this system. Open it from the worklist or the patient's chart."
    );
    public static readonly BilingualText Notes = new(
        "草稿提示（不属于签署的正文）：",
        "Notes of the draft, no part of what is signed:"
    );
    public static readonly BilingualText Compare = new("对照", "Compare");
    public static readonly BilingualText AsDraft = new("草稿", "draft");
    public static readonly BilingualText AsPrevious = new("上一版", "previous");
    public static readonly BilingualText AsSigned = new("已签署", "signed");
    public static readonly BilingualText SignedText = new("签署的文本", "signed text");
    public static readonly BilingualText SinceDraft = new("与草稿的差别", "changes since the draft");
    public static readonly BilingualText Chinese = new("中文", "Chinese");
    public static readonly BilingualText English = new("英文", "English");
    public static readonly BilingualText TextLanguage = new("文书语言", "Language of the document");
    public static readonly BilingualText Sign = new("签署…", "Sign…");
    public static readonly BilingualText Evidence = new("依据", "Evidence");
    public static readonly BilingualText EvidenceHint = new(
        "指向语句，其依据会高亮；指向依据，引用它的语句会高亮。",
        "Point at a sentence and its facts light up; point at a fact and its sentences do."
    );
    public static readonly BilingualText Findings = new("待定的发现", "Findings to decide");
    public static readonly BilingualText FindingsDecided = new("已判定的发现", "Findings as decided");
    public static readonly BilingualText Accept = new("同意模型判读", "Agree with the model");
    public static readonly BilingualText Reject = new("不同意", "Disagree");
    public static readonly BilingualText Accepted = new("同意模型判读", "agreed with the model");
    public static readonly BilingualText Rejected = new("不同意模型判读", "disagreed with the model");
    public static readonly BilingualText Proposed = new(
        "建议，尚待有权签署者确认",
        "a proposal: a person who may sign has to confirm it"
    );
    public static readonly BilingualText ProposedBefore = new("此前 {0} {1}（{2}）", "before: {0} {1} ({2})");
    public static readonly BilingualText UnknownMaker = new("决定者未记录", "by whom is not recorded");
    public static readonly BilingualText Follows = new("文书将写为：", "The document then says:");
    public static readonly BilingualText SavedAgo = new("已保存 · {0}", "saved {0}");
    public static readonly BilingualText Saving = new("正在保存…", "saving…");
    public static readonly BilingualText Conflict = new(
        "另一人同时修改了此文书。已载入其版本；您未保存的语句仍保留在输入框中，请核对后再保存。",
        "Somebody else changed this document. Their version is loaded; your unsaved sentence is still in its box: check it and save again."
    );
    public static readonly BilingualText Edit = new("修改", "Edit");
    public static readonly BilingualText Done = new("完成", "Done");
    public static readonly BilingualText Restore = new("恢复 AI 原文", "Restore the AI's words");
    public static readonly BilingualText AddSentence = new("补充一句", "Add a sentence");
    public static readonly BilingualText TypedBy = new("由 {0} 录入", "typed by {0}");
    public static readonly BilingualText ChangedBy = new("由 {0} 修改", "changed by {0}");
    public static readonly BilingualText NeedsReason = new(
        "数值与依据不符，请说明理由",
        "A number departs from its fact: say why"
    );
    public static readonly BilingualText Reason = new("理由", "Reason");
    public static readonly BilingualText SaveReason = new("记录理由", "Record the reason");
    public static readonly BilingualText Justified = new("理由：{0}", "reason: {0}");
    public static readonly BilingualText Source = new("来源", "Source:");
    public static readonly BilingualText AiModel = new("AI 模型：{0} {1}", "AI model: {0} {1}");
    public static readonly BilingualText Open = new("打开", "open");
    public static readonly BilingualText SignTitle = new("签署文书", "Sign the document");
    public static readonly BilingualText SignMeaning = new("签名含义", "Meaning of the signature");
    public static readonly BilingualText Author = new("作者", "author");
    public static readonly BilingualText Reviewer = new("审核者", "reviewer");
    public static readonly BilingualText Approver = new("批准者", "approver");
    public static readonly BilingualText CoSigner = new("共同签署者", "co-signer");
    public static readonly BilingualText SignedSoFar = new(
        "{0} 已于 {2} 以“{1}”的身份签署（{3}文本）。此文书仍为初步报告，须由另一人签署后方为最终报告。",
        "{0} signed as {1} at {2} ({3} text). The document is preliminary until another person signs as well."
    );
    public static readonly BilingualText SignatureLapsed = new(
        "{0} 于 {2} 以“{1}”身份所作的签署不再有效：此后文书已被修改，须重新签署。",
        "The signature of {0} as {1} at {2} no longer holds: the document was changed afterwards and must be signed anew."
    );
    public static readonly BilingualText EndsSignature = new(
        "修改将使 {0} 于 {1} 所作的签署失效，文书须重新签署。",
        "Editing ends the signature of {0} ({1}): the document must then be signed anew."
    );
    public static readonly BilingualText Password = new("再次输入密码", "Your password again");
    public static readonly BilingualText Signing = new("正在签署并生成 PDF……", "Signing and making the PDF …");
    public static readonly BilingualText SignNow = new("签署", "Sign");
    public static readonly BilingualText NoLongerReadable = new(
        "该文书在页面打开后已损坏，无法读取：未做任何更改，也未签署。请管理员从备份恢复后重新打开。",
        "The document was damaged after this page was opened and can no longer be read: nothing was changed or signed. Let an administrator restore it from a backup, then open it again."
    );
    public static readonly BilingualText WrongPassword = new(
        "密码不正确，文书未签署。连续五次错误将锁定账户五分钟。",
        "The password is not right; nothing was signed. Five wrong attempts lock the account for five minutes."
    );
    public static readonly BilingualText PdfDamagedTitle = new("PDF 已损坏", "The PDF is damaged");
    public static readonly BilingualText PdfDamaged = new(
        "此文书已签署，但其 PDF 损坏或缺失，无法打开。签署记录仍在；请管理员从备份恢复该 PDF。（{0}）",
        "This document is signed, but its PDF is damaged or missing and cannot be opened. The signature stays on record; an administrator can restore the PDF from a backup. ({0})"
    );
    public static readonly BilingualText NoPdfTitle = new("没有 PDF", "There is no PDF");
    public static readonly BilingualText NoPdf = new(
        "没有此文书，或尚未签署：签署后才有 PDF。（{0}）",
        "There is no such document, or it is not signed yet: the PDF is made by the signature. ({0})"
    );
    public static readonly BilingualText RecordsDamaged = new(
        "该患者有 {0} 条记录损坏、无法读取，文书可能缺少其中内容。签署前请核对原始资料：",
        "{0} records of this patient are damaged and cannot be read; the document may lack what they say. Check the originals before you sign:"
    );
    public static readonly BilingualText StoredOn = new("{0}（{1} 存入）", "{0}, stored {1}");
    public static readonly BilingualText DamageSeen = new(
        "我已看到上述损坏的记录，仍要签署。",
        "I have seen which records are damaged, and sign nevertheless."
    );
    public static readonly BilingualText EvidenceDamaged = new(
        "此依据的原始记录已损坏、无法读取；此处为起草时的内容。",
        "The record behind this fact is damaged and cannot be read; this is what it said when the draft was written."
    );
    public static readonly BilingualText ChangedWhileSigning = new(
        "另一人刚修改了此文书，未签署。请关闭此窗口，核对其修改后再签署。",
        "Somebody else has just changed this document; nothing was signed. Close this window, read what changed, then sign."
    );
    public static readonly BilingualText IncompleteSignature = new(
        "请求缺少版本、语言或签名含义，未签署。请重新载入本页。",
        "The version, the language or the meaning is missing; nothing was signed. Load this page again."
    );
    public static readonly BilingualText NoPassword = new(
        "请输入密码，文书未签署。",
        "Type your password; nothing was signed."
    );
    public static readonly BilingualText NotSeen = new(
        "请先勾选上面的确认项，文书未签署。",
        "Tick what is to be confirmed above first; nothing was signed."
    );
    public static readonly BilingualText SigningAway = new(
        "无法连接服务器：不知是否已签署。恢复连接后本页会显示结果。",
        "The server cannot be reached: it is not known whether it was signed. The page will show it when the server is back."
    );
    public static readonly BilingualText SignLanguage = new("签署的文本", "Text that is signed");
    public static readonly BilingualText OtherOwnWords = new(
        "{1}文本中有 {0} 处人工修改不在此{2}文本中，不会被签署：",
        "{0} sentence(s) that a person wrote or changed in the {1} text are not in this {2} text and will not be signed:"
    );
    public static readonly BilingualText OtherSeen = new(
        "我已知悉，仅签署此语言的文本。",
        "I know this, and sign this text only."
    );
    public static readonly BilingualText NotTheSigned = new(
        "此{0}文本未经签署：是 AI 草稿的译文，仅供参考。签署的是{1}文本。",
        "This {0} text was not signed: it is the AI draft's translation, for reading only. What was signed is the {1} text."
    );
    public static readonly BilingualText NotTheSignedWords = new(
        "此{0}文本未经签署，仅供参考。签署的是{1}文本。",
        "This {0} text was not signed and is for reading only. What was signed is the {1} text."
    );
    public static readonly BilingualText MissingInOther = new(
        "签署文本中的 {0} 处人工修改不在此处。",
        "{0} sentence(s) that the signed text has from a person are not in this one."
    );
    public static readonly BilingualText ToSignedText = new("查看签署的文本", "Read the signed text");
    public static readonly BilingualText SignedMeanwhile = new(
        "此文书刚被签署。您未保存的文字没有写入文书：",
        "This document was signed meanwhile. What you typed and did not save is not in it:"
    );
    public static readonly BilingualText SignedBy = new("签署人", "Signed by");
    public static readonly BilingualText SignedAt = new("签署时间", "Signed at");
    public static readonly BilingualText Hash = new("内容哈希（SHA-256）", "Content hash (SHA-256)");
    public static readonly BilingualText Pdf = new("打开 PDF", "Open the PDF");
    public static readonly BilingualText Difference = new(
        "草稿与签署文本的差别",
        "What changed between draft and signature"
    );
    public static readonly BilingualText NoDifference = new("文字未作改动。", "No wording was changed.");
    public static readonly BilingualText NoPrevious = new("没有更早的版本。", "There is no earlier version.");
    public static readonly BilingualText NotSignedYet = new("尚未签署。", "Not signed yet.");
    public static readonly BilingualText UnfinishedTyping = new(
        "已恢复连接中断前输入的文字。",
        "What you typed before the connection was lost is restored."
    );
}
