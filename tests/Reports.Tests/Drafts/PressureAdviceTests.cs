using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Facts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.Drafts;

/// <summary>Whose treatment the advice on blood pressure speaks of.</summary>
public sealed class PressureAdviceTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("Pulmonary hypertension", null, false)]
    [InlineData("Essential hypertension", null, true)]
    [InlineData(null, "Amlodipine 5 mg", true)]
    [InlineData(null, "缬沙坦", true)]
    [InlineData(null, "Metformin", false)]
    public void A_patient_without_hypertension_was_to_have_antihypertensives_adjusted(
        string? problem,
        string? medicine,
        bool treated
    )
    {
        var forecast = new RandomPredictions(12).Forecast();
        var pressure = forecast.Trajectories[0] with { Code = LoincCodes.Systolic, Unit = "mm[Hg]" };
        var alert = new LatestAlert(
            "latest-one",
            LatestRules.Level,
            LoincCodes.Systolic,
            new("收缩压", "Systolic pressure"),
            165,
            "mm[Hg]",
            135,
            false,
            0,
            new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero),
            "Observation/o1",
            null,
            new("某指南", "Some guideline")
        );
        var patient = new PatientSummary("p", null, "male", null, Named(problem), Named(medicine));

        var advice = FactSheet
            .Collect(forecast with { Trajectories = [pressure], Alerts = [alert] }, patient)
            .Facts.Single(fact => fact.Id == "guideline-pressure-review");

        advice.Statement.Zh.Contains("降压方案").Should().Be(treated);
        advice.Statement.En.Contains("adherence").Should().Be(treated);
    }

    private static NamedItem[] Named(string? label) =>
        label is null ? [] : [new(BilingualText.Same(label), "Condition/c")];
}
