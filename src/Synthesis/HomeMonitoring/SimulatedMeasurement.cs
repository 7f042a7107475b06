using Xinglin.Terminology.Measurements;

namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>One value as it is in the device's memory or the patient's book.</summary>
/// <param name="Time">Local time of the measurement.</param>
/// <param name="Value">In mmHg, mmol/L or kg, with the device's resolution.</param>
/// <param name="Faulty">True when the simulator made a measuring error here; the truth a test may ask for.</param>
public sealed record SimulatedMeasurement(DateTimeOffset Time, HomeMeasurementType Variable, double Value, bool Faulty);
