namespace Xinglin.Records.Fhir.Resources;

/// <summary>An archived DICOM object, as the transaction that stores its study knows it.</summary>
/// <param name="Sop">Its SOP Instance UID.</param>
/// <param name="Patient">Id of the patient whose film it was when it came in.</param>
/// <param name="Hash">SHA-256 of the file.</param>
public sealed record ArchivedInstance(string Sop, string Patient, byte[] Hash)
{
    /// <summary>The name of its entry in the trail.</summary>
    public string Entity => $"instance {Sop}";

    /// <summary>What its entry says of the file.</summary>
    public string Item => $"sha256:{Convert.ToHexStringLower(Hash)}";
}
