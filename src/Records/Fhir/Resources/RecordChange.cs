namespace Xinglin.Records.Fhir.Resources;

/// <summary>One version that was stored.</summary>
/// <param name="Sequence">Grows in the order of the commits, whichever process made them: where to go on from.</param>
/// <param name="Patients">Ids of the patients whose chart it is in, or was in before.</param>
/// <param name="Deleted">The version is the deletion.</param>
public sealed record RecordChange(
    long Sequence,
    string Type,
    string Id,
    long Version,
    IReadOnlyList<string> Patients,
    bool Deleted
)
{
    /// <summary>True when it changes what a patient's chart shows.</summary>
    public bool Concerns(string patientId) => Patients.Contains(patientId);
}
