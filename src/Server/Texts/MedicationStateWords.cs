using Xinglin.Records.Charts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What the record of a medicine says of it, in words.</summary>
public static class MedicationStateWords
{
    public static readonly BilingualText DoNotGive = new("禁用／不得使用", "do not give");
    public static readonly BilingualText DoNotPerform = new("不得执行", "do not perform");
    public static readonly BilingualText HighRisk = new("高危", "high risk");
    public static readonly BilingualText Mild = new("轻度", "mild");
    public static readonly BilingualText Moderate = new("中度", "moderate");
    public static readonly BilingualText Severe = new("重度", "severe");

    /// <summary>The words; null for a medicine that is simply taken.</summary>
    public static BilingualText? Of(MedicationState standing) =>
        standing switch
        {
            MedicationState.Taken => null,
            MedicationState.OnHold => new("暂停", "on hold"),
            MedicationState.Stopped => PatientWords.Stopped,
            MedicationState.Completed => new("疗程已完成", "completed"),
            MedicationState.Prohibited => DoNotGive,
            MedicationState.Proposed => new("建议（未开立）", "proposed, not prescribed"),
            MedicationState.Draft => new("草稿，尚未生效", "draft, not in force"),
            MedicationState.Cancelled => new("已取消", "cancelled"),
            MedicationState.Intended => new("拟用，尚未开始", "intended, not begun"),
            MedicationState.NotTaken => new("未服用", "not taken"),
            MedicationState.Withdrawn => ReportStatusWords.Withdrawn,
            _ => new("状态不明", "status unknown"),
        };
}
