using System.Text.Json.Serialization;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Quality;

/// <summary>Something in a chart that a clinician should look at before trusting it. Nothing is changed by it.</summary>
/// <param name="Code">One of <see cref="QualityCodes"/>.</param>
/// <param name="Source">The resource concerned, <c>Type/id</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Time">The time of the datum, where it has one.</param>
public sealed record QualityMark(
    string Code,
    string Source,
    BilingualText Message,
    [property: JsonPropertyName("mend")] BilingualText Remedy,
    QualitySeverity Severity,
    DateTimeOffset? Time = null
)
{
    /// <summary>LOINC code of the one number of a record that is in doubt; null where it is the whole record.</summary>
    [JsonIgnore]
    public string? Part { get; init; }

    /// <summary>The mark of a chart that cannot be looked through at all.</summary>
    public static QualityMark DamagedChart(string patientId) =>
        new(
            QualityCodes.Damaged,
            "Patient/" + patientId,
            new("病历中有无法读取的内容。", "The record holds something that cannot be read."),
            new("请打开该患者查看；可从备份恢复。", "Open the patient to see it; it can be restored from a backup."),
            QualitySeverity.Error
        );
}

/// <summary>How much a mark matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QualitySeverity>))]
public enum QualitySeverity
{
    /// <summary>Worth knowing; results can be used.</summary>
    Note,

    /// <summary>May mislead; look before use.</summary>
    Warning,

    /// <summary>Cannot be right; must not be used for a conclusion.</summary>
    Error,
}

/// <summary>The kinds of quality mark.</summary>
public static class QualityCodes
{
    public const string UnitDoubtful = "unit-doubtful";
    public const string UnitUnknown = "unit-unknown";
    public const string Impossible = "impossible-value";
    public const string FutureDate = "future-date";
    public const string BeforeBirth = "before-birth";
    public const string EndBeforeStart = "end-before-start";
    public const string PressuresReversed = "pressures-reversed";
    public const string NoTime = "no-time";
    public const string SexContradiction = "sex-contradiction";
    public const string Duplicate = "duplicate-reading";
    public const string Conflict = "conflicting-reading";
    public const string Gap = "gap";
    public const string Unreadable = "unreadable-image";
    public const string Outlier = "outlier";
    public const string Damaged = "damaged";

    /// <summary>The name of a kind, for tables and filters.</summary>
    public static BilingualText Name(string code) =>
        code switch
        {
            UnitDoubtful => new("单位可疑", "Unit probably wrong"),
            UnitUnknown => new("单位未知", "Unknown unit"),
            Impossible => new("数值不可能", "Physiologically impossible"),
            FutureDate => new("日期在将来", "Future date"),
            BeforeBirth => new("早于出生日期", "Before birth"),
            EndBeforeStart => new("结束早于开始", "Ends before it starts"),
            PressuresReversed => new("收缩压不高于舒张压", "Systolic not above diastolic"),
            NoTime => new("缺少时间", "No time"),
            SexContradiction => new("性别与诊断矛盾", "Sex and diagnosis contradict"),
            Duplicate => new("重复记录", "Duplicate reading"),
            Conflict => new("同一时间数值不一致", "Conflicting readings"),
            Gap => new("记录中断", "Gap in the readings"),
            Unreadable => new("影像无法读取", "Unreadable image"),
            Damaged => new("记录损坏", "Damaged record"),
            Outlier => new("与本人既往相差过大", "Far from the patient's own values"),
            _ => new(code, code),
        };
}
