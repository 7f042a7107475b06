using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The English document of a prediction that gives no answer: what was looked at, why there is none, what to do.</summary>
internal static class CannotSayEn
{
    private static readonly Phrasing V = Phrasing.English;

    public static DraftText Write(Prediction.CannotSay prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        var film = prediction.Context.Kind == PredictionKind.Imaging;
        var reason = facts["reason"];
        if (film)
        {
            ImagingReportEn.Technique(note);
        }
        else
        {
            note.Section("summary", "Clinical summary");
            OpeningEn.Patient(note);
        }
        note.Section(film ? "impression" : "assessment", film ? "Impression" : "Conclusion");
        note.Add(CitedText.Of($"The model cannot say: {Trim(V.Statement(reason))}."));
        note.Add(
            film
                ? CitedText.Of($"Nothing is asserted or excluded on this film.").Citing(reason.Id)
                : CitedText
                    .Of($"Nothing is asserted or excluded, and no probability or forecast is given.")
                    .Citing(reason.Id)
        );
        note.Section(film ? "recommendation" : "plan", film ? "Recommendation" : "Suggestions");
        note.Add(Advice(prediction).Citing(reason.Id));
        note.Section("limits", "Basis and limits");
        OpeningEn.Imputed(note);
        OpeningEn.Model(note);
        return note.Build(
            prediction.Context.Kind switch
            {
                PredictionKind.Imaging => "Chest radiograph report",
                PredictionKind.Forecast => "Home monitoring forecast",
                _ => "Diagnostic assessment",
            }
        );
    }

    private static CitedText Advice(Prediction.CannotSay prediction) =>
        (prediction.Reason, prediction.Context.Kind) switch
        {
            (CannotSayReasons.TooManyMissing, _) => CitedText.Of(
                $"The analysis can be run again once the missing tests or entries are there; until then clinical assessment takes precedence."
            ),
            (CannotSayReasons.TooFewReadings, _) => CitedText.Of(
                $"Continue home monitoring with good technique; the forecast will be made once there are enough readings."
            ),
            (CannotSayReasons.Unreadable, _) => CitedText.Of(
                $"A clinician's reading of the original at its source takes precedence; nothing here says that the film need be taken again."
            ),
            (_, PredictionKind.Imaging) => CitedText.Of($"The clinician's own reading takes precedence."),
            _ => CitedText.Of($"Clinical assessment takes precedence."),
        };

    private static Spoken Trim(Spoken words) => words with { Text = words.Text.TrimEnd('。', '.', ' ') };
}
