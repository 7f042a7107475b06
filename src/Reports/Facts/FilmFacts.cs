using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>What became of each film of a study of several: which one the findings are of, and which was not read and why.</summary>
internal static class FilmFacts
{
    public static IEnumerable<Fact> Of(Prediction prediction)
    {
        if (prediction.Context.Films is not { Count: > 1 } films)
            yield break;
        var answered = films.FirstOrDefault(film => film.Outcome == FilmOutcomes.Answered)?.Number ?? 0;
        foreach (var film in films)
        {
            yield return new Fact(
                $"film-{film.Number}",
                FactKinds.Film,
                new BilingualText("检查中的影像", "film of the study"),
                Place(film, films.Count) + Became(film, answered),
                [],
                prediction.Context.MadeAt,
                prediction.Context.Focus
            );
        }
    }

    private static BilingualText Place(FilmOfStudy film, int count)
    {
        var view = film.View is { } named ? (Zh: $"（{named}）", En: $" ({named})") : (Zh: "", En: "");
        return new($"共{count}张影像，第{film.Number}张{view.Zh}：", $"Film {film.Number} of {count}{view.En}: ");
    }

    private static BilingualText Became(FilmOfStudy film, int answered) =>
        film.Outcome switch
        {
            FilmOutcomes.Answered => new("模型的结论来自该张", "the model's findings are of this film"),
            FilmOutcomes.ReadToo => new(
                $"模型也读了该张，所示不及第{answered}张明显",
                $"the model read it too, and it shows less than film {answered}"
            ),
            _ => new(
                "模型未读。" + (film.Why?.Zh.TrimEnd('。') ?? ""),
                "not read by the model. " + (film.Why?.En.TrimEnd('.') ?? "")
            ),
        };
}
