namespace Xinglin.Analysis.Synthesis.Home;

/// <summary>What people measure at home.</summary>
public enum HomeVariable
{
    /// <summary>Systolic blood pressure, mmHg, LOINC 8480-6.</summary>
    Systolic,

    /// <summary>Diastolic blood pressure, mmHg, LOINC 8462-4; always at the same moment as a systolic one.</summary>
    Diastolic,

    /// <summary>Capillary blood glucose, mmol/L, LOINC 15074-8.</summary>
    Glucose,

    /// <summary>Body weight, kg, LOINC 29463-7.</summary>
    Weight,
}

/// <summary>One value as it stands in the device's memory or the patient's book.</summary>
/// <param name="Time">Local time of the measurement.</param>
/// <param name="Value">In mmHg, mmol/L or kg, with the device's resolution.</param>
/// <param name="Faulty">True when the simulator made a measuring error here; the truth a test may ask for.</param>
public sealed record HomeReading(DateTimeOffset Time, HomeVariable Variable, double Value, bool Faulty);
