using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Writing;

namespace Xinglin.Reports.Tests.Writing;

public class ReaderNotesTests
{
    private static readonly string[] Orders =
    [
        "请阅片医师",
        "请对照",
        "请由医师",
        "请直接",
        "请关注",
        "请补充",
        "please",
        "for the reporting clinician to describe",
        "Have the film read",
        "is needed.",
        "Add the missing",
    ];

    [Fact]
    public async Task A_signed_report_still_told_its_own_author_to_describe_the_film_and_to_look_again()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var chart = Chart.Load(ward.Store, "p1");

        var reading = Ward.FilmWithPneumonia();
        var film = DraftWriter.Write(reading with { Context = reading.Context with { PatientId = "p1" } }, chart);

        foreach (var language in new[] { "zh-CN", "en" })
            TextOf(film, language).Should().NotContainAny(Orders);
        TextOf(film, "zh-CN").Should().Contain("所见骨骼未由模型评估。").And.Contain("并非病灶分割。");
        TextOf(film, "en").Should().Contain("were not assessed by it.").And.Contain("not a segmentation.");
        var notes = ReaderNotes.Of(film);
        notes.Select(note => note.Zh).Should().Contain(words => words.Contains("补充描述心影"));
        notes.Select(note => note.En).Should().Contain(words => words.StartsWith("Verify the model's area"));
        notes.Select(note => note.En).Should().Contain(words => words.StartsWith("Describe heart, mediastinum"));
    }

    [Fact]
    public async Task No_document_of_any_kind_gives_orders_to_who_signs_it()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var chart = Chart.Load(ward.Store, "p1");
        string[] reasons =
        [
            CannotSayReasons.TooManyMissing,
            CannotSayReasons.UnlikeTraining,
            CannotSayReasons.Unreadable,
            CannotSayReasons.OutsideLimits,
            CannotSayReasons.NoLimits,
        ];
        List<Prediction> readings =
        [
            .. Enumerable.Range(1, 40).Select(Prediction (seed) => new RandomPredictions(seed).Forecast()),
            .. Enumerable.Range(1, 40).Select(Prediction (seed) => new RandomPredictions(seed).Diagnosis()),
            .. Enumerable.Range(1, 40).Select(Prediction (seed) => new RandomPredictions(seed).Film()),
            .. from reason in reasons
            from seed in Enumerable.Range(1, 12)
            select new RandomPredictions(seed).CannotSay() with
            {
                Reason = reason,
                Explanation = new("资料不足", "not enough data"),
            },
        ];
        foreach (var reading in readings)
        {
            var draft = DraftWriter.Write(reading with { Context = reading.Context with { PatientId = "p1" } }, chart);
            foreach (var language in new[] { "zh-CN", "en" })
                TextOf(draft, language).Should().NotContainAny(Orders);
            if (reading is Prediction.CannotSay)
                ReaderNotes.Of(draft).Should().ContainSingle();
        }
    }

    private static string TextOf(Draft draft, string language) =>
        string.Concat(
            draft.Texts[language].Sections.SelectMany(section => section.Sentences).Select(sentence => sentence.Text)
        );
}
