using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Persons;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Findings;

/// <summary>A film of the patient: one study with the image that was read, or its first.</summary>
/// <param name="Sent">What the modality called the study.</param>
public sealed record FilmLine(
    string StudyId,
    string? Instance,
    BilingualText Title,
    ChartTime? Time,
    string? Unreadable,
    string? Sent,
    bool Damaged = false
)
{
    /// <param name="predictionOf">What was read of a study, by its id.</param>
    public static IReadOnlyList<FilmLine> Of(
        FhirStore store,
        Chart chart,
        DamageCollector each,
        Func<string, Prediction?> predictionOf
    ) =>
        [
            .. each.Of(
                    chart.Studies,
                    study => new FilmLine(
                        study.Id!,
                        ReadFilm.Of(store, study, predictionOf(study.Id!), sop => store.PatientOfFilm(sop) is not null)
                            is { Instance.Length: > 0 } film
                            ? film.Instance
                            : null,
                        TitleOf(study),
                        ChartTimes.Of(study),
                        UnreadableOf(study),
                        study.Description
                    ),
                    lost =>
                    {
                        var last = store.LastWhole<ImagingStudy>(lost.Id!) ?? new ImagingStudy();
                        return new FilmLine(lost.Id!, null, TitleOf(last), ChartTimes.Of(last), null, null, true);
                    }
                )
                .OrderByDescending(film => film.Time),
        ];

    /// <summary>What the study calls itself; else its modality.</summary>
    public static BilingualText TitleOf(ImagingStudy study)
    {
        if (!string.IsNullOrWhiteSpace(study.Description))
            return StudyNames.Of(LongTexts.Shortened(study.Description));
        var modality = study
            .Modality.Concat(study.Series.Select(series => series.Modality))
            .FirstOrDefault(coding => coding is not null);
        return CodeNames.Name(CodeSystems.DicomModality, modality?.Code) ?? new("影像检查", "Imaging study");
    }

    private static string? UnreadableOf(ImagingStudy study) =>
        study
            .Series.SelectMany(series => series.Instance)
            .Cast<IExtendable>()
            .Append(study)
            .Select(part => part.GetExtension(Labels.UnreadableImage))
            .OfType<Extension>()
            .Select(extension => extension.Value?.ToString() ?? "")
            .FirstOrDefault();
}
