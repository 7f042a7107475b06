using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Patients;

/// <summary>A laboratory test with its unit and reference range.</summary>
/// <param name="Loinc">LOINC code.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Healthy">Mean in health, the level of a person without a reason to differ.</param>
/// <param name="Variation">Coefficient of variation within a person over months (biological and analytical).</param>
/// <param name="Resolution">Smallest step of a reported value.</param>
/// <remarks>
/// Reference ranges: WS/T 404 (clinical chemistry) and WS/T 405-2012 (blood count) for adults in China; lipids:
/// Chinese guideline for lipid management 2023; NT-proBNP below 125 pg/mL: ESC 2021 (ambulatory rule-out).
/// </remarks>
internal sealed record LaboratoryTest(
    string Loinc,
    BilingualText Label,
    string Unit,
    double Healthy,
    double Variation,
    double Resolution,
    double? Low,
    double? High,
    double? FemaleLow = null,
    double? FemaleHigh = null
)
{
    public static readonly LaboratoryTest FastingGlucose = new(
        "14771-0",
        new("空腹血糖", "Fasting glucose"),
        "mmol/L",
        5.1,
        0.06,
        0.1,
        3.9,
        6.1
    );
    public static readonly LaboratoryTest HbA1c = new(
        "4548-4",
        new("糖化血红蛋白", "Haemoglobin A1c"),
        "%",
        5.4,
        0.03,
        0.1,
        4.0,
        6.0
    );
    public static readonly LaboratoryTest Creatinine = new(
        "14682-9",
        new("肌酐", "Creatinine"),
        "umol/L",
        74,
        0.06,
        1,
        57,
        97,
        41,
        73
    );
    public static readonly LaboratoryTest Egfr = new(
        "98979-8",
        new("估算肾小球滤过率", "Estimated GFR (CKD-EPI 2021)"),
        "mL/min/{1.73_m2}",
        95,
        0,
        1,
        90,
        null
    );
    public static readonly LaboratoryTest Urea = new(
        "22664-7",
        new("尿素", "Urea"),
        "mmol/L",
        5.2,
        0.12,
        0.1,
        3.1,
        8.0,
        2.6,
        7.5
    );
    public static readonly LaboratoryTest Potassium = new(
        "2823-3",
        new("钾", "Potassium"),
        "mmol/L",
        4.2,
        0.05,
        0.1,
        3.5,
        5.3
    );
    public static readonly LaboratoryTest Sodium = new(
        "2951-2",
        new("钠", "Sodium"),
        "mmol/L",
        141,
        0.008,
        1,
        137,
        147
    );
    public static readonly LaboratoryTest Cholesterol = new(
        "14647-2",
        new("总胆固醇", "Total cholesterol"),
        "mmol/L",
        4.6,
        0.06,
        0.01,
        null,
        5.2
    );

    /// <summary>The same analyte as older analysers report it.</summary>
    public static readonly LaboratoryTest CholesterolMass = new(
        "2093-3",
        new("总胆固醇", "Total cholesterol"),
        "mg/dL",
        178,
        0.06,
        1,
        null,
        200
    );
    public static readonly LaboratoryTest Ldl = new(
        "22748-8",
        new("低密度脂蛋白胆固醇", "LDL cholesterol"),
        "mmol/L",
        2.6,
        0.08,
        0.01,
        null,
        3.4
    );
    public static readonly LaboratoryTest Hdl = new(
        "14646-4",
        new("高密度脂蛋白胆固醇", "HDL cholesterol"),
        "mmol/L",
        1.3,
        0.07,
        0.01,
        1.0,
        null
    );
    public static readonly LaboratoryTest Triglycerides = new(
        "14927-8",
        new("甘油三酯", "Triglycerides"),
        "mmol/L",
        1.3,
        0.18,
        0.01,
        null,
        1.7
    );
    public static readonly LaboratoryTest Alt = new(
        "1742-6",
        new("丙氨酸氨基转移酶", "Alanine aminotransferase"),
        "U/L",
        22,
        0.18,
        1,
        9,
        50,
        7,
        40
    );
    public static readonly LaboratoryTest Haemoglobin = new(
        "718-7",
        new("血红蛋白", "Haemoglobin"),
        "g/L",
        142,
        0.03,
        1,
        130,
        175,
        115,
        150
    );
    public static readonly LaboratoryTest WhiteCells = new(
        "6690-2",
        new("白细胞计数", "White blood cells"),
        "10*9/L",
        6.2,
        0.12,
        0.1,
        3.5,
        9.5
    );
    public static readonly LaboratoryTest Platelets = new(
        "777-3",
        new("血小板计数", "Platelets"),
        "10*9/L",
        228,
        0.08,
        1,
        125,
        350
    );
    public static readonly LaboratoryTest Crp = new(
        "1988-5",
        new("C反应蛋白", "C-reactive protein"),
        "mg/L",
        2.5,
        0.4,
        0.1,
        null,
        10
    );
    public static readonly LaboratoryTest NtProBnp = new(
        "33762-6",
        new("N末端B型钠尿肽原", "NT-proBNP"),
        "pg/mL",
        60,
        0.2,
        1,
        null,
        125
    );
    public static readonly LaboratoryTest UricAcid = new(
        "14933-6",
        new("尿酸", "Uric acid"),
        "umol/L",
        330,
        0.08,
        1,
        208,
        428,
        155,
        357
    );
    public static readonly LaboratoryTest Tsh = new(
        "3016-3",
        new("促甲状腺激素", "Thyrotropin (TSH)"),
        "m[IU]/L",
        2.1,
        0.18,
        0.01,
        0.27,
        4.2
    );

    /// <summary>The panel that every patient has.</summary>
    public static readonly IReadOnlyList<LaboratoryTest> Basic =
    [
        FastingGlucose,
        HbA1c,
        Creatinine,
        Urea,
        Potassium,
        Sodium,
        Cholesterol,
        Ldl,
        Hdl,
        Triglycerides,
        Alt,
        Haemoglobin,
        WhiteCells,
        Platelets,
    ];

    public double? LowFor(bool female) => female ? FemaleLow ?? Low : Low;

    public double? HighFor(bool female) => female ? FemaleHigh ?? High : High;
}
