using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir;

namespace Xinglin.Exchange.Import.Films;

/// <summary>Whose an archived film is of which only the file itself knows: it came in before that was recorded.</summary>
public static class FilmOwners
{
    /// <summary>Id of the patient with the film's number; null when none, or several, have it.</summary>
    public static string? Of(FhirStore store, DicomFile film) =>
        DicomPatient.Text(film.DataSet, Tags.PatientID) is { Length: > 0 } number
        && new PatientFinder(store).Find(number) is PatientMatch.One one
            ? one.Patient.Id
            : null;
}
