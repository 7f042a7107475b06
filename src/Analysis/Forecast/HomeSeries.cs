using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Forecast;

/// <summary>One home-measured variable: how it is coded, in which unit it is forecast, and what limits it has.</summary>
/// <param name="Name">Name in event files and of the model's folder.</param>
/// <param name="Loinc">LOINC codes by which it is taken from a chart; the first names it in a reading.</param>
/// <param name="Unit">UCUM unit of the model.</param>
/// <param name="LowerLimit">In <paramref name="Unit"/>, where the guideline has one.</param>
/// <param name="UpperLimit">In <paramref name="Unit"/>, where the guideline has one.</param>
/// <param name="Resolution">Step of the shown quantiles.</param>
public sealed record HomeSeries(
    string Name,
    IReadOnlyList<string> Loinc,
    BilingualText Label,
    string Unit,
    double? LowerLimit,
    double? UpperLimit,
    BilingualText? LimitSource,
    double Resolution
)
{
    private static readonly BilingualText PressureGuideline = new(
        "《中国高血压防治指南（2024年修订版）》：家庭血压≥135/85 mmHg为高血压",
        "Chinese Guidelines for the Management of Hypertension, 2024 revision: home blood pressure ≥ 135/85 mmHg is hypertension"
    );

    private static readonly BilingualText GlucoseGuideline = new(
        "《中国糖尿病防治指南（2024版）》：空腹毛细血管血糖控制目标上限7.0 mmol/L；血糖低于3.9 mmol/L为低血糖（ADA 2025：1级，低于70 mg/dL）",
        "Chinese Guideline for the Prevention and Treatment of Diabetes, 2024 edition: fasting capillary glucose at most 7.0 mmol/L; below 3.9 mmol/L is hypoglycaemia (ADA 2025: level 1, below 70 mg/dL)"
    );

    private static readonly BilingualText WeightGuideline = new(
        "《2021 ESC急慢性心力衰竭诊断和治疗指南》：3天内体重增加超过2 kg应警惕容量负荷过重并联系医师（此处界限为此前4～14天体重中位数加2 kg）",
        "ESC 2021 guidelines for acute and chronic heart failure: a gain of more than 2 kg in 3 days calls for attention to fluid overload and contact with the care team (here: 2 kg above the median of days 4 to 14 before)"
    );

    public static readonly HomeSeries Systolic = new(
        HomeMeasurementType.Systolic.Key,
        HomeMeasurementType.Systolic.LoincCodes,
        new("家庭收缩压", "Home systolic blood pressure"),
        "mm[Hg]",
        null,
        135,
        PressureGuideline,
        0.1
    );

    public static readonly HomeSeries Diastolic = new(
        HomeMeasurementType.Diastolic.Key,
        HomeMeasurementType.Diastolic.LoincCodes,
        new("家庭舒张压", "Home diastolic blood pressure"),
        "mm[Hg]",
        null,
        85,
        PressureGuideline,
        0.1
    );

    public static readonly HomeSeries Glucose = new(
        HomeMeasurementType.Glucose.Key,
        HomeMeasurementType.Glucose.LoincCodes,
        new("家庭血糖", "Home blood glucose"),
        "mmol/L",
        3.9,
        7.0,
        GlucoseGuideline,
        0.01
    );

    /// <summary>The limit of the weight is a gain, not a level: its upper limit is found from each person's readings.</summary>
    public static readonly HomeSeries Weight = new(
        HomeMeasurementType.Weight.Key,
        HomeMeasurementType.Weight.LoincCodes,
        new("家庭体重", "Home body weight"),
        "kg",
        null,
        null,
        WeightGuideline,
        0.01
    );

    /// <summary>All four, in the order of a reading's trajectories.</summary>
    public static readonly IReadOnlyList<HomeSeries> All = [Systolic, Diastolic, Glucose, Weight];
}
