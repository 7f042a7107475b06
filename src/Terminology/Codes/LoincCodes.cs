namespace Xinglin.Terminology.Codes;

/// <summary>The LOINC codes that the product's own rules rest on (all others only have names).</summary>
public static class LoincCodes
{
    public const string BloodPressurePanel = "85354-9";
    public const string Systolic = "8480-6";
    public const string Diastolic = "8462-4";
    public const string HeartRate = "8867-4";
    public const string RespiratoryRate = "9279-1";
    public const string BodyTemperature = "8310-5";
    public const string OxygenSaturation = "59408-5";
    public const string BodyWeight = "29463-7";
    public const string BodyHeight = "8302-2";
    public const string BodyMassIndex = "39156-5";

    /// <summary>Glucose, blood, amount per volume (mmol/L): the unit of Chinese and European meters.</summary>
    public const string GlucoseMoles = "15074-8";

    /// <summary>Glucose, blood, mass per volume (mg/dL).</summary>
    public const string GlucoseMass = "2339-0";
    public const string HbA1c = "4548-4";
    public const string TotalCholesterol = "2093-3";
    public const string Creatinine = "2160-0";

    /// <summary>Codes under which a blood glucose may come, blood, serum or capillary, in either unit.</summary>
    public static readonly IReadOnlyList<string> Glucose =
    [
        GlucoseMoles,
        GlucoseMass,
        "2345-7",
        "14749-6",
        "1558-6",
        "14771-0",
        "14743-9",
        "41653-7",
    ];

    /// <summary>Codes under which a body weight may come.</summary>
    public static readonly IReadOnlyList<string> Weight = [BodyWeight, "3141-9"];
}
