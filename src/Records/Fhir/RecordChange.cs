namespace Xinglin.Records.Fhir;

/// <summary>One version that was stored.</summary>
/// <param name="Sequence">Grows in the order of the commits, whichever process made them: where to go on from.</param>
/// <param name="PatientId">Id of the patient whose chart it is in; null for nobody's.</param>
/// <param name="LeftPatientId">Id of the patient whose chart it was in before, where that is another.</param>
/// <param name="Deleted">The version is the deletion.</param>
public sealed record RecordChange(
    long Sequence,
    string Type,
    string Id,
    long Version,
    string? PatientId,
    string? LeftPatientId,
    bool Deleted
)
{
    /// <summary>True when it changes what a patient's chart shows.</summary>
    public bool Concerns(string patientId) => PatientId == patientId || LeftPatientId == patientId;
}
