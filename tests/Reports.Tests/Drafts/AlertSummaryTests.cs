using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.Drafts;

public class AlertSummaryTests
{
    [Theory]
    [InlineData("zh-CN", "家庭体重7天内增加4.2 kg（警戒值2.3 kg）")]
    [InlineData("en", "home body weight +4.2 kg within 7 days (alert from 2.3 kg)")]
    public void A_sudden_gain_of_weight_is_said_with_its_threshold(string language, string line) =>
        AlertSummary.Of(Alert(LatestRules.Gain, 4.2, "kg", 2.3, below: false), language).Should().Be(line);

    [Theory]
    [InlineData("zh-CN", "家庭体重2.8 mmol/L（低于3.0 mmol/L）")]
    [InlineData("en", "home body weight 2.8 mmol/L (below 3.0 mmol/L)")]
    public void A_reading_below_its_threshold_is_said_to_be_below(string language, string line) =>
        AlertSummary.Of(Alert(LatestRules.Level, 2.8, "mmol/L", 3, below: true), language).Should().Be(line);

    [Fact]
    public void A_gain_goes_before_a_level_and_a_mean_is_not_urgent()
    {
        var gain = Alert(LatestRules.Gain, 4.2, "kg", 2.3, below: false);
        var level = Alert(LatestRules.Level, 15, "mmol/L", 13.9, below: false);
        var mean = Alert(LatestRules.Mean, 140, "mm[Hg]", 135, below: false);
        AlertSummary.Gravest(Forecast(mean, level, gain)).Should().Be(gain);
        AlertSummary.Gravest(Forecast(mean)).Should().BeNull();
        AlertSummary.Gravest(new Prediction.Forecast(null!, [], [])).Should().BeNull("older readings have none");
    }

    private static Prediction.Forecast Forecast(params LatestAlert[] alerts) => new(null!, [], [], alerts);

    private static LatestAlert Alert(string rule, double value, string unit, double threshold, bool below) =>
        new(
            "latest-weight",
            rule,
            "29463-7",
            new BilingualText("家庭体重", "Home body weight"),
            value,
            unit,
            threshold,
            below,
            7,
            new DateTimeOffset(2026, 6, 1, 7, 0, 0, TimeSpan.Zero),
            "Observation/1",
            null,
            new BilingualText("指南", "A guideline")
        );
}
