using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;

namespace Xinglin.Reports.Tests.Checking;

/// <summary>Sentences as a clinician might change them, against one set of facts.</summary>
public class WrittenByHandTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 7, 10, 0, TimeSpan.FromHours(8));

    private static readonly Fact[] Facts =
    [
        new("glucose", "observation", new("血糖", "glucose"), new("", ""), [new(7.8, "mmol/L")], Time, "Observation/1"),
        new(
            "bp",
            "observation",
            new("血压", "blood pressure"),
            new("", ""),
            [new(152, "mm[Hg]", NumberRoles.Systolic), new(94, "mm[Hg]", NumberRoles.Diastolic)],
            Time,
            "Observation/2"
        ),
        new("ahead", "forecast", new("预测", "forecast"), new("", ""), [new(7, "d", "horizon")], Time, null),
        new("pneumonia", "finding", new("肺炎", "pneumonia"), new("", ""), [], Time, null, "f1", Present: true),
        new(
            "region",
            "region",
            new("左下肺野", "left lower zone"),
            new("", ""),
            [],
            Time,
            null,
            "f1",
            "left",
            Present: true
        ),
    ];

    [Theory]
    [InlineData("血糖７．８ mmol/L，血压152/94毫米汞柱。")]
    [InlineData("七天内复查血糖。")]
    [InlineData("At 07:10 on 22 November 2026 glucose was 7.80 mmol/L.")]
    [InlineData("Repeat in seven days; BP 152 / 94 mmHg.")]
    [InlineData("左下肺野见肺炎征象。")]
    [InlineData("Pneumonia cannot be excluded.")]
    [InlineData("2026-11-22 07:10 HbA1c pending.")]
    public void True_sentences_pass(string text) => Objections(text).Should().BeEmpty();

    [Theory]
    [InlineData("血糖７．９ mmol/L。", ViolationKind.Number)]
    [InlineData("血糖7.8 mg/dL。", ViolationKind.Unit)]
    [InlineData("血糖8 mmol/L。", ViolationKind.Number)]
    [InlineData("血压94/152 mmHg。", ViolationKind.Number)]
    [InlineData("八天内复查血糖。", ViolationKind.Number)]
    [InlineData("Repeat in eight days.", ViolationKind.Number)]
    [InlineData("2026年11月23日血糖7.8 mmol/L。", ViolationKind.Date)]
    [InlineData("22 Nov 2026, 07:11: glucose 7.8 mmol/L.", ViolationKind.Date)]
    [InlineData("右下肺野见肺炎征象。", ViolationKind.Laterality)]
    [InlineData("Bilateral pneumonia.", ViolationKind.Laterality)]
    [InlineData("No effusion or pneumonia.", ViolationKind.Finding)]
    [InlineData("No pneumonia.", ViolationKind.Negation)]
    [InlineData("未见肺炎。", ViolationKind.Negation)]
    [InlineData("Pneumonia is not present.", ViolationKind.Negation)]
    [InlineData("考虑气胸。", ViolationKind.Finding)]
    public void False_sentences_meet_their_objection(string text, ViolationKind kind) =>
        Objections(text).Should().Contain(objection => objection.Kind == kind);

    private static IReadOnlyList<Violation> Objections(string text)
    {
        var reading = new RandomPredictions(1).CannotSay();
        var draft = new Draft(
            "d",
            DocumentKind.Diagnosis,
            "p1",
            reading,
            Facts,
            new Dictionary<string, DraftText>(),
            new Dictionary<string, Decision>()
        );
        var language = text.Any(letter => letter is >= '\u4e00' and <= '\u9fff') ? "zh-CN" : "en";
        return DraftChecker.Check(draft, new Sentence("s1", text, [.. Facts.Select(fact => fact.Id)]), language);
    }
}
