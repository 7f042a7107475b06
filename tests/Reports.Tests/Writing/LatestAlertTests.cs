using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Writing;

namespace Xinglin.Reports.Tests.Writing;

/// <summary>What the latest readings show by themselves is in the draft, with its evidence and its guideline.</summary>
public class LatestAlertTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 7, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(LatestRules.Level, 2.8, 3.0, true, 0, "2.8 mmol/L", "below 3.0 mmol/L", "低于3.0 mmol/L")]
    [InlineData(LatestRules.Level, 14.2, 13.9, false, 0, "14.2 mmol/L", "above 13.9 mmol/L", "高于13.9 mmol/L")]
    [InlineData(LatestRules.Mean, 14.2, 13.9, false, 7, "the last 7 days", "above 13.9 mmol/L", "最近7天")]
    public void An_alert_on_a_level_is_said_with_its_threshold(
        string rule,
        double value,
        double threshold,
        bool below,
        int days,
        string english,
        string bound,
        string chinese
    )
    {
        var (en, zh) = Written(Alert(rule, value, "mmol/L", threshold, below, days, "15074-8"), slope: 0);
        en.Should().Contain(english).And.Contain(bound).And.Contain("Some guideline 2025");
        zh.Should().Contain(chinese).And.Contain("某指南2025");
    }

    [Fact]
    public void A_glucose_beyond_the_range_of_the_meter_was_said_as_its_last_number()
    {
        var alert = Alert(LatestRules.Level, 33.3, "mmol/L", 13.9, false, 0, "15074-8") with { Comparator = ">" };
        var (en, zh) = Written(alert, slope: 0);
        en.Should().Contain("is above 33.3 mmol/L, the end of what the device shows");
        zh.Should().Contain("高于33.3 mmol/L（设备量程端点");
        alert.IsCritical.Should().BeTrue();
    }

    [Fact]
    public void A_sudden_gain_is_said_and_no_trend_contradicts_it()
    {
        var gain = Alert(LatestRules.Gain, 2.6, "kg", 2, false, 3, "15074-8");
        var (en, zh) = Written(gain, slope: -1.2);
        en.Should().Contain("risen by 2.6 kg within 3 days").And.Contain("warning threshold of 2.0 kg");
        en.Should()
            .Contain("follows late")
            .And.NotContain("body weight is falling")
            .And.NotContain("body weight is steady");
        zh.Should().Contain("3天内增加2.6 kg").And.Contain("反应滞后").And.NotContain("体重呈下降");
    }

    private static LatestAlert Alert(
        string rule,
        double value,
        string unit,
        double threshold,
        bool below,
        int days,
        string code
    ) =>
        new(
            "latest-one",
            rule,
            code,
            unit == "kg" ? new("体重", "Body weight") : new("血糖", "Blood glucose"),
            value,
            unit,
            threshold,
            below,
            days,
            Time,
            "Observation/o1",
            rule == LatestRules.Gain ? "Observation/o0" : null,
            new("某指南2025：界限", "Some guideline 2025: the threshold")
        );

    /// <summary>The alerts and the forecast of a note in both languages; the checker must not object.</summary>
    private static (string En, string Zh) Written(LatestAlert alert, double slope)
    {
        var predictions = new RandomPredictions(12);
        var forecast = predictions.Forecast();
        var one = forecast.Trajectories[0] with
        {
            Code = alert.Code,
            Label = alert.Label,
            Unit = alert.Unit,
            UpperLimit = null,
            LowerLimit = null,
            SlopePerWeek = slope,
        };
        var reading = forecast with { Trajectories = [one], Alerts = [alert] };
        var draft = DraftWriter.Write(reading, predictions.Patient(forecast.Context.PatientId));
        foreach (var language in draft.Texts.Keys)
        {
            DraftChecker.Check(draft, language).Should().BeEmpty();
        }
        draft.Facts.Should().Contain(fact => fact.Id == "alert-latest-one" && fact.Source == "Observation/o1");
        return (Text("en"), Text("zh-CN"));

        string Text(string language) =>
            string.Join(
                ' ',
                draft
                    .Texts[language]
                    .Sections.Where(section => section.Code is "alerts" or "forecast")
                    .SelectMany(section => section.Sentences)
                    .Select(sentence => sentence.Text)
            );
    }
}
