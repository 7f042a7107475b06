using System.Collections.Frozen;
using Xinglin.Records.Quality;
using Xinglin.Records.Terminology;

namespace Xinglin.Records.Import;

/// <summary>A quantity that people measure at home: the names it comes under and how it is kept.</summary>
/// <param name="Loinc">The code it is kept under.</param>
/// <param name="Unit">The UCUM unit it is kept in.</param>
/// <param name="Category">FHIR observation category.</param>
/// <param name="Decimals">Decimals kept after a conversion; a value that was not converted is kept as sent.</param>
/// <param name="Names">LOINC codes and names, Chinese and English, lower case.</param>
public sealed record HomeVariable(string Loinc, string Unit, string Category, int Decimals, string[] Names)
{
    private static readonly HomeVariable[] All =
    [
        new(
            LoincCodes.BloodPressurePanel,
            "mm[Hg]",
            "vital-signs",
            0,
            ["85354-9", "55284-4", "blood pressure", "bloodpressure", "bp", "血压"]
        ),
        new(
            LoincCodes.Systolic,
            "mm[Hg]",
            "vital-signs",
            0,
            ["8480-6", "systolic", "systolic blood pressure", "sbp", "sys", "收缩压", "高压"]
        ),
        new(
            LoincCodes.Diastolic,
            "mm[Hg]",
            "vital-signs",
            0,
            ["8462-4", "diastolic", "diastolic blood pressure", "dbp", "dia", "舒张压", "低压"]
        ),
        new(
            LoincCodes.GlucoseMoles,
            "mmol/L",
            "laboratory",
            2,
            [.. LoincCodes.Glucose, "glucose", "blood glucose", "blood sugar", "血糖", "葡萄糖"]
        ),
        new(LoincCodes.BodyWeight, "kg", "vital-signs", 2, [.. LoincCodes.Weight, "weight", "body weight", "体重"]),
        new(LoincCodes.HeartRate, "/min", "vital-signs", 0, ["8867-4", "heart rate", "pulse", "hr", "心率", "脉搏"]),
        new(
            LoincCodes.BodyTemperature,
            "Cel",
            "vital-signs",
            1,
            ["8310-5", "8331-1", "temperature", "body temperature", "体温"]
        ),
        new(
            LoincCodes.OxygenSaturation,
            "%",
            "vital-signs",
            0,
            ["59408-5", "2708-6", "oxygen saturation", "spo2", "血氧", "血氧饱和度"]
        ),
    ];

    private static readonly FrozenDictionary<string, HomeVariable> ByName = All.SelectMany(v =>
            v.Names.Select(n => (Name: n, Variable: v))
        )
        .ToFrozenDictionary(p => p.Name, p => p.Variable, StringComparer.OrdinalIgnoreCase);

    /// <summary>The variable of a LOINC code or name, or null.</summary>
    public static HomeVariable? Find(string name) => ByName.GetValueOrDefault(name.Trim().Replace('_', ' '));

    /// <summary>What a person may write in the column <c>code</c>.</summary>
    public static BilingualText Known { get; } =
        new(
            "血压（85354-9）、收缩压（8480-6）、舒张压（8462-4）、血糖（15074-8 或 2339-0）、体重（29463-7）、心率（8867-4）、体温（8310-5）、血氧饱和度（59408-5）",
            "blood pressure (85354-9), systolic (8480-6), diastolic (8462-4), glucose (15074-8 or 2339-0), weight (29463-7), heart rate (8867-4), temperature (8310-5), oxygen saturation (59408-5)"
        );

    /// <summary>What a home device can show and a living person can have.</summary>
    public PhysiologicalLimits? Limits => PhysiologicalLimits.AtHome(Loinc);
}
