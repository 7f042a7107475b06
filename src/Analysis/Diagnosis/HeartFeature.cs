using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Diagnosis;

/// <summary>One category of a feature and the number by which the Cleveland table knows it.</summary>
/// <param name="Number">The number in the training table.</param>
/// <param name="Code">Code in <see cref="HeartFeature.WorkupSystem"/>.</param>
/// <param name="Snomed">SNOMED CT concept that means the same, where there is one.</param>
public sealed record HeartCategory(int Number, string Code, string? Snomed, BilingualText Label);

/// <summary>
/// One of the 13 features of the Cleveland heart disease table (Detrano et al., Am J Cardiol 1989;64:304): how it is
/// named there, and by which code and unit it is in a chart. Never taken by position.
/// </summary>
/// <param name="Column">Column of the training table.</param>
/// <param name="Codes">LOINC codes, or codes of <see cref="WorkupSystem"/>; the first found newest counts.</param>
/// <param name="Unit">UCUM unit of the model; empty for a category or a count.</param>
/// <param name="Categories">The known categories; empty for a number.</param>
/// <param name="Core">The model may not answer without it.</param>
public sealed record HeartFeature(
    string Column,
    IReadOnlyList<string> Codes,
    BilingualText Label,
    string Unit,
    IReadOnlyList<HeartCategory> Categories,
    bool Core = false
)
{
    /// <summary>Our code system of findings of a cardiac work-up that LOINC does not name; see docs/models.md.</summary>
    public const string WorkupSystem = CodeSystems.Base + "CodeSystem/cardiac-workup";

    private static readonly HeartCategory No = new(0, "no", "373067005", new("否", "No"));
    private static readonly HeartCategory Yes = new(1, "yes", "373066001", new("是", "Yes"));

    public static readonly HeartFeature Age = new("age", ["30525-0"], new("年龄", "Age"), "a", [], Core: true);

    public static readonly HeartFeature Sex = new(
        "sex",
        ["76689-9"],
        new("性别", "Sex"),
        "",
        [new(0, "female", "248152002", new("女", "Female")), new(1, "male", "248153007", new("男", "Male"))],
        Core: true
    );

    public static readonly HeartFeature ChestPain = new(
        "cp",
        ["chest-pain-type"],
        new("胸痛类型", "Type of chest pain"),
        "",
        [
            new(1, "typical-angina", "429559004", new("典型心绞痛", "Typical angina")),
            new(2, "atypical-angina", "371807002", new("不典型心绞痛", "Atypical angina")),
            new(3, "non-anginal-pain", "274668005", new("非心绞痛性胸痛", "Non-anginal chest pain")),
            new(4, "asymptomatic", "84387000", new("无症状", "Asymptomatic")),
        ],
        Core: true
    );

    public static readonly HeartFeature RestingPressure = new(
        "trestbps",
        [LoincCodes.Systolic],
        new("静息收缩压", "Resting systolic blood pressure"),
        "mm[Hg]",
        []
    );

    public static readonly HeartFeature Cholesterol = new(
        "chol",
        [LoincCodes.TotalCholesterol, "14647-2"],
        new("血清总胆固醇", "Serum total cholesterol"),
        "mg/dL",
        []
    );

    /// <summary>Fasting glucose above 120 mg/dL (6.7 mmol/L): a number in the chart, a category for the model.</summary>
    public static readonly HeartFeature FastingGlucose = new(
        "fbs",
        ["1558-6", "14771-0"],
        new("空腹血糖 > 120 mg/dL", "Fasting glucose above 120 mg/dL"),
        "",
        [No, Yes]
    );

    public static readonly HeartFeature RestingEcg = new(
        "restecg",
        ["8601-7"],
        new("静息心电图", "Resting electrocardiogram"),
        "",
        [
            new(0, "normal", "164854000", new("正常", "Normal")),
            new(1, "st-t-abnormality", "428750005", new("ST-T异常", "ST-T wave abnormality")),
            new(2, "left-ventricular-hypertrophy", "164873001", new("左心室肥厚", "Left ventricular hypertrophy")),
        ]
    );

    public static readonly HeartFeature MaximumHeartRate = new(
        "thalach",
        ["exercise-max-heart-rate"],
        new("运动最大心率", "Maximum heart rate on exercise"),
        "/min",
        []
    );

    public static readonly HeartFeature ExerciseAngina = new(
        "exang",
        ["exercise-induced-angina"],
        new("运动诱发心绞痛", "Exercise-induced angina"),
        "",
        [No, Yes]
    );

    public static readonly HeartFeature StDepression = new(
        "oldpeak",
        ["exercise-st-depression"],
        new("运动ST段压低", "ST depression on exercise"),
        "mm",
        []
    );

    public static readonly HeartFeature StSlope = new(
        "slope",
        ["exercise-st-slope"],
        new("运动峰值ST段斜率", "Slope of the peak exercise ST segment"),
        "",
        [
            new(1, "upsloping", null, new("上斜型", "Upsloping")),
            new(2, "flat", null, new("水平型", "Flat")),
            new(3, "downsloping", null, new("下斜型", "Downsloping")),
        ]
    );

    public static readonly HeartFeature Vessels = new(
        "ca",
        ["major-vessels-fluoroscopy"],
        new("透视显影的主要血管数", "Major vessels coloured by fluoroscopy"),
        "{count}",
        []
    );

    public static readonly HeartFeature Thallium = new(
        "thal",
        ["thallium-scan"],
        new("铊负荷心肌显像", "Thallium stress scan"),
        "",
        [
            new(3, "normal", "17621005", new("正常", "Normal")),
            new(6, "fixed-defect", null, new("固定缺损", "Fixed defect")),
            new(7, "reversible-defect", null, new("可逆性缺损", "Reversible defect")),
        ]
    );

    /// <summary>All 13, in the order of the published table (the order carries no meaning).</summary>
    public static readonly IReadOnlyList<HeartFeature> All =
    [
        Age,
        Sex,
        ChestPain,
        RestingPressure,
        Cholesterol,
        FastingGlucose,
        RestingEcg,
        MaximumHeartRate,
        ExerciseAngina,
        StDepression,
        StSlope,
        Vessels,
        Thallium,
    ];

    /// <summary>System of the feature's codes.</summary>
    public string System => char.IsAsciiDigit(Codes[0][0]) ? CodeSystems.Loinc : WorkupSystem;
}
