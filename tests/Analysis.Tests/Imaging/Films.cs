using Xinglin.Dicom.DataSets;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Analysis.Tests.Imaging;

/// <summary>Films of the phantom whose headers say what a test wants.</summary>
internal static class Films
{
    /// <summary>A film of a child of four that is no phantom's by its header, as a modality would send it.</summary>
    public static DicomFile Of(
        PatientStory story = PatientStory.PneumoniaOneSided,
        params (Tag Tag, VR Vr, string[] Values)[] changes
    )
    {
        using var stream = new MemoryStream(Demonstration.Patient(story).Films.Single().Bytes);
        var file = DicomFile.Read(stream);
        file.DataSet.Remove(Tags.SyntheticData);
        file.DataSet.Remove(Tags.DerivationDescription);
        file.DataSet.Set(Tags.ImageType, VR.CS, "ORIGINAL", "PRIMARY");
        file.DataSet.Set(Tags.StudyDate, VR.DA, "20261120");
        file.DataSet.Set(Tags.PatientBirthDate, VR.DA, "20220301");
        foreach (var (tag, vr, values) in changes)
        {
            if (values.Length == 0)
                file.DataSet.Remove(tag);
            else
                file.DataSet.Set(tag, vr, values);
        }
        return file;
    }
}
