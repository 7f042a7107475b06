using System.Security.Cryptography;
using System.Text;

namespace Xinglin.Records.Archive;

/// <summary>FHIR ids that follow from DICOM's: the same study, sent by anybody at any time, is the same resource.</summary>
public static class DicomIds
{
    /// <summary>Id of the ImagingStudy of a Study Instance UID (0020,000D).</summary>
    public static string Study(string studyInstanceUid) => "study-" + Hash(studyInstanceUid);

    /// <summary>Id of the Patient made for a Patient ID (0010,0020) that no patient of the store has.</summary>
    /// <param name="issuer">Issuer of Patient ID (0010,0021); empty for none.</param>
    public static string Patient(string issuer, string patientId) => "patient-" + Hash(issuer + "\n" + patientId);

    /// <summary>24 hexadecimal digits of SHA-256: long enough to be unique, and telling nothing.</summary>
    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
