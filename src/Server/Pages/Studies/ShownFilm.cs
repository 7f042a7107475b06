using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Studies;

/// <summary>A film in the list of its study: its place, and what the model did with it.</summary>
/// <param name="View">What its header calls the projection; null when it does not say.</param>
/// <param name="State">What became of it, and why the model said nothing of it.</param>
/// <param name="Answered">The findings are those of this film.</param>
/// <param name="LeftOut">The prediction does not know it: it came later.</param>
public sealed record ShownFilm(
    int Number,
    string Instance,
    string? View,
    BilingualText State,
    bool Answered,
    bool LeftOut
)
{
    /// <summary>Every film of the study in its order.</summary>
    /// <param name="answered">The film that the prediction is about, also where an older prediction does not list its films.</param>
    public static IReadOnlyList<ShownFilm> Of(
        ImagingStudy study,
        Prediction? prediction,
        string answered,
        Func<string, bool> isKept
    ) =>
        [
            .. study
                .Series.SelectMany(series => series.Instance)
                .Where(instance => instance.Uid is not null)
                .DistinctBy(instance => instance.Uid)
                .Select((instance, at) => One(instance, at + 1, prediction, answered, isKept)),
        ];

    private static ShownFilm One(
        ImagingStudy.InstanceComponent instance,
        int number,
        Prediction? prediction,
        string answered,
        Func<string, bool> isKept
    )
    {
        var known = prediction?.Context.Films?.FirstOrDefault(film => film.Instance == instance.Uid);
        var isAnswered = prediction is Prediction.Findings && instance.Uid == answered;
        var leftOut = prediction is not null && known is null && instance.Uid != answered;
        return new(
            number,
            instance.Uid!,
            string.IsNullOrWhiteSpace(instance.Title) ? known?.View : instance.Title,
            (isAnswered || known is { Outcome: FilmOutcomes.ReadToo }) && !isKept(instance.Uid!) ? StudyWords.LostFilm
                : isAnswered ? StudyWords.Answered
                : leftOut ? StudyWords.NotInReport
                : known is { Outcome: FilmOutcomes.ReadToo } ? StudyWords.ReadToo
                : known is { Why: { } why } ? Because(why)
                : !isKept(instance.Uid!) ? StudyWords.NotReceived
                : prediction is null ? StudyWords.NotYetRead
                : prediction is Prediction.CannotSay silence ? Because(silence.Explanation)
                : StudyWords.NotReadFilm,
            isAnswered,
            leftOut
        );
    }

    private static BilingualText Because(BilingualText why) =>
        new($"{StudyWords.NotReadFilm.Zh}。{why.Zh}", $"{StudyWords.NotReadFilm.En}. {why.En}");
}
