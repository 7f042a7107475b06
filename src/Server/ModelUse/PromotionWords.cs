using Xinglin.Terminology.Text;

namespace Xinglin.Server.ModelUse;

/// <summary>Putting a model to use.</summary>
public static class PromotionWords
{
    public static readonly BilingualText NotAllowed = new(
        "您无权以此身份决定：须为管理员，或临床负责人（医师）。",
        "You may not decide in this capacity: an administrator, and a clinical owner (a clinician), may."
    );
    public static readonly BilingualText NeedsReason = new("请写明依据。", "Say what the decision rests on.");
    public static readonly BilingualText NoSuchModel = new("没有此模型。", "There is no such model.");
    public static readonly BilingualText TwoPersons = new(
        "须由两个不同的人决定：您已以另一身份决定过。",
        "Two different persons decide: you have decided in the other capacity."
    );
    public static readonly BilingualText Candidate = new(
        "候选：未启用，不在病区显示任何结果",
        "candidate: not in use, shows nothing on a ward"
    );
    public static readonly BilingualText InUse = new("已启用", "in use");
    public static readonly BilingualText Demonstration = new("演示模型", "demonstration model");
    public static readonly BilingualText DemonstrationNote = new(
        "由演示系统为合成患者启用，从未为病区启用。",
        "Put to use by the demonstration for its synthetic patients, never for a ward."
    );
    public static readonly BilingualText Administrator = new("管理员", "Administrator");
    public static readonly BilingualText ClinicalOwner = new("临床负责人", "Clinical owner");
    public static readonly BilingualText Open = new("尚未决定", "not decided yet");
    public static readonly BilingualText Decided = new("{0}，{1}：{2}", "{0}, {1}: {2}");
    public static readonly BilingualText Withdrawn = new("已停用：{0}，{1}：{2}", "taken out of use: {0}, {1}: {2}");
    public static readonly BilingualText Reason = new("依据（必填）", "What it rests on (required)");
    public static readonly BilingualText AsAdministrator = new("以管理员身份启用", "Put to use as administrator");
    public static readonly BilingualText AsClinicalOwner = new("以临床负责人身份启用", "Put to use as clinical owner");
    public static readonly BilingualText TakeOut = new("停用", "Take out of use");
    public static readonly BilingualText NoModelInUse = new(
        "用于此类影像的模型是候选，尚未由管理员与临床负责人启用，因此没有 AI 判读。",
        "The model for such films is a candidate: no administrator and clinical owner have put it to use, so there is no AI reading."
    );
    public static readonly BilingualText Waiting = new("{0} 项等待模型启用", "{0} wait for a model to be put to use");
}
