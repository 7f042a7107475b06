using Xinglin.Analysis.Readings;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The English document of a reading that gives no answer: what was looked at, why there is none, what to do.</summary>
internal static class CannotSayEn
{
    private static readonly Voice V = Voice.English;

    public static DraftText Write(Reading.CannotSay reading, FactSheet facts)
    {
        var note = new Composition(V, facts);
        var film = reading.Context.Kind == ReadingKind.Imaging;
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
        note.Say(Phrase.Of($"The model cannot say: {Trim(V.Statement(reason))}."));
        note.Say(
            film
                ? Phrase.Of($"Nothing is asserted or excluded on this film.").Citing(reason.Id)
                : Phrase
                    .Of($"Nothing is asserted or excluded, and no probability or forecast is given.")
                    .Citing(reason.Id)
        );
        note.Section(film ? "recommendation" : "plan", film ? "Recommendation" : "Suggestions");
        note.Say(Advice(reading).Citing(reason.Id));
        note.Section("limits", "Basis and limits");
        OpeningEn.Imputed(note);
        OpeningEn.Model(note);
        return note.Build(
            reading.Context.Kind switch
            {
                ReadingKind.Imaging => "Chest radiograph report",
                ReadingKind.Forecast => "Home monitoring forecast",
                _ => "Diagnostic assessment",
            }
        );
    }

    private static Phrase Advice(Reading.CannotSay reading) =>
        (reading.Reason, reading.Context.Kind) switch
        {
            (CannotSayReasons.TooManyMissing, _) => Phrase.Of(
                $"Add the missing tests or entries and the analysis will run again; until then assess clinically as usual."
            ),
            (CannotSayReasons.TooFewReadings, _) => Phrase.Of(
                $"Continue home monitoring with good technique; the forecast will be made once there are enough readings."
            ),
            (CannotSayReasons.Unreadable, _) => Phrase.Of(
                $"Check the original image file, send it again or repeat the film if needed, and have it read directly by a clinician."
            ),
            (_, ReadingKind.Imaging) => Phrase.Of(
                $"Direct reading by a clinician is needed; repeat the film if exposure or positioning is poor."
            ),
            _ => Phrase.Of($"Direct assessment by a clinician is needed."),
        };

    private static Spoken Trim(Spoken words) => words with { Text = words.Text.TrimEnd('。', '.', ' ') };
}
