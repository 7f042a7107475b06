using Hl7.Fhir.Model;
using Xinglin.Synthesis.Thorax;

namespace Xinglin.Synthesis.Patients;

/// <summary>One made-up patient: the record as a FHIR transaction Bundle, and the films as DICOM files.</summary>
public sealed class SyntheticPatient
{
    private readonly Lazy<IReadOnlyList<SyntheticFilm>> _films;

    internal SyntheticPatient(string id, PatientStory story, Bundle bundle, Func<IReadOnlyList<SyntheticFilm>> films)
    {
        Id = id;
        Story = story;
        Bundle = bundle;
        _films = new Lazy<IReadOnlyList<SyntheticFilm>>(films);
    }

    /// <summary>Id of the Patient, also the patient number in the DICOM files.</summary>
    public string Id { get; }

    public PatientStory Story { get; }

    /// <summary>Transaction Bundle of PUT entries; every resource carries the synthetic label (HTEST).</summary>
    public Bundle Bundle { get; }

    /// <summary>The films; drawn when they are first asked for, about a second each.</summary>
    public IReadOnlyList<SyntheticFilm> Films => _films.Value;
}

/// <summary>A film of a synthetic patient.</summary>
/// <param name="FileName">Such as <c>syn-7-003-film.dcm</c>; holds no name of a person.</param>
/// <param name="Bytes">The DICOM file.</param>
/// <param name="Truth">What the phantom behind the film has; of a spoilt film, what it would have shown.</param>
public sealed record SyntheticFilm(string FileName, FilmStory Story, byte[] Bytes, ThoraxTruth Truth);
