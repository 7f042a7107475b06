using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir;

namespace Xinglin.Server.Pages.Findings;

/// <summary>Which film of a study a prediction is about, and which stand next to it.</summary>
/// <param name="Instance">SOP Instance UID of the film to show; empty when there is none.</param>
/// <param name="Others">The others, in the order of the study: where there is a prediction, they are no part of it.</param>
public sealed record ReadFilm(string Instance, IReadOnlyList<string> Others)
{
    /// <summary>
    /// The film that the prediction names. Of a prediction made before it was kept: the first film of the study as it was then. Without a
    /// prediction: the first that the archive has.
    /// </summary>
    /// <param name="isKept">Whether the archive has an instance.</param>
    public static ReadFilm Of(FhirStore store, ImagingStudy study, Prediction? prediction, Func<string, bool> isKept)
    {
        var all = Sops(study);
        var shown = prediction is null
            ? null
            : prediction.Context.Instance ?? FirstWhenRead(store, study, prediction, isKept);
        shown ??= First(all, isKept);
        return new(shown ?? "", [.. all.Where(sop => sop != shown)]);
    }

    private static string? FirstWhenRead(
        FhirStore store,
        ImagingStudy study,
        Prediction prediction,
        Func<string, bool> isKept
    )
    {
        var then = store
            .History("ImagingStudy", study.Id!)
            .OfType<ImagingStudy>()
            .FirstOrDefault(version => version.Meta?.LastUpdated <= prediction.Context.MadeAt);
        return then is null ? null : First(Sops(then), isKept);
    }

    private static string? First(IReadOnlyList<string> sops, Func<string, bool> isKept) =>
        sops.FirstOrDefault(isKept) ?? (sops.Count > 0 ? sops[0] : null);

    private static IReadOnlyList<string> Sops(ImagingStudy study) =>
        [
            .. study
                .Series.SelectMany(series => series.Instance)
                .Select(instance => instance.Uid)
                .OfType<string>()
                .Distinct(),
        ];
}
