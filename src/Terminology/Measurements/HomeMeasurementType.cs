using System.Collections.Frozen;
using System.Collections.Immutable;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Text;
using Loincs = Xinglin.Terminology.Codes.LoincCodes;

namespace Xinglin.Terminology.Measurements;

/// <summary>A quantity that people measure at home: the names it comes under and how it is kept. The only list of them.</summary>
/// <param name="Key">Its name in event files and of a forecaster's folder.</param>
/// <param name="LoincCodes">The codes it comes under; it is kept under the first.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">The UCUM unit it is kept in.</param>
/// <param name="Category">FHIR observation category.</param>
/// <param name="Decimals">Decimals kept after a conversion; a value that was not converted is kept as sent.</param>
/// <param name="OtherNames">Further names in tables, lower case.</param>
public sealed record HomeMeasurementType(
    string Key,
    IReadOnlyList<string> LoincCodes,
    BilingualText Name,
    string Unit,
    string Category,
    int Decimals,
    IReadOnlyList<string> OtherNames
)
{
    /// <summary>Both pressures of one measurement.</summary>
    public static readonly HomeMeasurementType BloodPressure = new(
        "blood-pressure",
        [Loincs.BloodPressurePanel, "55284-4"],
        new("血压", "blood pressure"),
        "mm[Hg]",
        "vital-signs",
        0,
        ["bloodpressure", "bp"]
    );

    public static readonly HomeMeasurementType Systolic = new(
        "systolic",
        [Loincs.Systolic],
        new("收缩压", "systolic blood pressure"),
        "mm[Hg]",
        "vital-signs",
        0,
        ["sbp", "sys", "高压"]
    );

    public static readonly HomeMeasurementType Diastolic = new(
        "diastolic",
        [Loincs.Diastolic],
        new("舒张压", "diastolic blood pressure"),
        "mm[Hg]",
        "vital-signs",
        0,
        ["dbp", "dia", "低压"]
    );

    /// <summary>Capillary blood.</summary>
    public static readonly HomeMeasurementType Glucose = new(
        "glucose",
        [Loincs.GlucoseMoles, .. Loincs.Glucose.Where(code => code != Loincs.GlucoseMoles)],
        new("血糖", "blood glucose"),
        "mmol/L",
        "laboratory",
        2,
        ["blood sugar", "葡萄糖"]
    );

    public static readonly HomeMeasurementType Weight = new(
        "weight",
        [Loincs.BodyWeight, .. Loincs.Weight.Where(code => code != Loincs.BodyWeight)],
        new("体重", "body weight"),
        "kg",
        "vital-signs",
        2,
        []
    );

    public static readonly HomeMeasurementType HeartRate = new(
        "heart rate",
        [Loincs.HeartRate],
        new("心率", "heart rate"),
        "/min",
        "vital-signs",
        0,
        ["pulse", "hr", "脉搏"]
    );

    public static readonly HomeMeasurementType Temperature = new(
        "temperature",
        [Loincs.BodyTemperature, "8331-1"],
        new("体温", "body temperature"),
        "Cel",
        "vital-signs",
        1,
        []
    );

    public static readonly HomeMeasurementType OxygenSaturation = new(
        "oxygen saturation",
        [Loincs.OxygenSaturation, "2708-6"],
        new("血氧饱和度", "oxygen saturation"),
        "%",
        "vital-signs",
        0,
        ["spo2", "血氧"]
    );

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<HomeMeasurementType> All =
    [
        BloodPressure,
        Systolic,
        Diastolic,
        Glucose,
        Weight,
        HeartRate,
        Temperature,
        OxygenSaturation,
    ];

    private static readonly FrozenDictionary<string, HomeMeasurementType> ByName = All.SelectMany(v =>
            v.AllNames.Select(n => (Name: n, Variable: v))
        )
        .Distinct()
        .ToFrozenDictionary(p => p.Name, p => p.Variable, StringComparer.OrdinalIgnoreCase);

    /// <summary>The variable of a LOINC code or name, or null.</summary>
    public static HomeMeasurementType? Find(string name) => ByName.GetValueOrDefault(name.Trim().Replace('_', ' '));

    /// <summary>What a person may write in the column <c>code</c>.</summary>
    public static BilingualText Known { get; } =
        new(
            "血压（85354-9）、收缩压（8480-6）、舒张压（8462-4）、血糖（15074-8 或 2339-0）、体重（29463-7）、心率（8867-4）、体温（8310-5）、血氧饱和度（59408-5）",
            "blood pressure (85354-9), systolic (8480-6), diastolic (8462-4), glucose (15074-8 or 2339-0), weight (29463-7), heart rate (8867-4), temperature (8310-5), oxygen saturation (59408-5)"
        );

    /// <summary>What a home device can show and a living person can have.</summary>
    public PhysiologicalLimits? Limits => PhysiologicalLimits.AtHome(Loinc);

    /// <summary>Its place in <see cref="All"/>: pressures before glucose before weight.</summary>
    public int Order => All.IndexOf(this);

    /// <summary>The code it is kept under.</summary>
    public string Loinc => LoincCodes[0];

    private IEnumerable<string> AllNames => [.. LoincCodes, Key.Replace('-', ' '), Name.Zh, Name.En, .. OtherNames];
}
