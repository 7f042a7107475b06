namespace Xinglin.Analysis.Imaging;

/// <summary>Whose film it is and where it is.</summary>
/// <param name="Study">Reference of the study, <c>ImagingStudy/id</c>.</param>
/// <param name="TakenAt">When the film was taken, where known.</param>
/// <param name="Synthetic">True when the patient or the film was made by a program.</param>
public sealed record FilmSubject(string PatientId, string Study, DateTimeOffset? TakenAt, bool Synthetic);
