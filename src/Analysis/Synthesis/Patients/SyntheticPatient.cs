using Hl7.Fhir.Model;

namespace Xinglin.Analysis.Synthesis.Patients;

/// <summary>One made-up patient: the record as a FHIR transaction Bundle, and the films as DICOM files.</summary>
/// <param name="Id">Id of the Patient, also the patient number in the DICOM files.</param>
/// <param name="Bundle">Transaction Bundle of PUT entries; every resource carries the synthetic label (HTEST).</param>
public sealed record SyntheticPatient(string Id, PatientStory Story, Bundle Bundle, IReadOnlyList<SyntheticFilm> Films);

/// <summary>A film of a synthetic patient.</summary>
/// <param name="FileName">Such as <c>syn-7-003-film.dcm</c>; holds no name of a person.</param>
/// <param name="Bytes">The DICOM file.</param>
public sealed record SyntheticFilm(string FileName, FilmStory Story, byte[] Bytes);
