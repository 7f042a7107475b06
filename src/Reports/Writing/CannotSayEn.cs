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
                $"Add the missing tests or entries and the analysis will run again; until then assess clinically as usual."
            ),
            (CannotSayReasons.TooFewReadings, _) => CitedText.Of(
                $"Continue home monitoring with good technique; the forecast will be made once there are enough readings."
            ),
            (CannotSayReasons.Unreadable, _) => CitedText.Of(
                $"Have the film read directly by a clinician, from the original at its source; nothing here says that it need be taken again."
            ),
            (_, PredictionKind.Imaging) => CitedText.Of($"Direct reading by a clinician is needed."),
            _ => CitedText.Of($"Direct assessment by a clinician is needed."),
        };

    private static Spoken Trim(Spoken words) => words with { Text = words.Text.TrimEnd('。', '.', ' ') };
}
