using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Decisions;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Tests.Evaluation;

public sealed class DecisionCurveTests
{
    private static readonly double[] Stated = [0.05, 0.15, 0.15, 0.35, 0.45, 0.65, 0.85, 0.95];
    private static readonly bool[] Truth = [false, false, true, false, true, false, true, true];

    private static DecisionPoint At(DecisionCurve curve, double threshold) =>
        curve.Points.Single(p => Math.Abs(p.Threshold - threshold) < 1e-9);

    [Fact]
    public void Net_benefit_is_what_it_is_by_hand()
    {
        var curve = DecisionCurve.Of(Stated, Truth);
        // At 0.2: 5 called, 3 of them true; 3/8 − 2/8 · 0.25. All: 4/8 − 4/8 · 0.25.
        At(curve, 0.20).Model.Should().BeApproximately(3 / 8.0 - 2 / 8.0 * 0.25, 1e-12);
        At(curve, 0.20).All.Should().BeApproximately(0.375, 1e-12);
        At(curve, 0.50).Model.Should().BeApproximately(2 / 8.0 - 1 / 8.0, 1e-12);
        At(curve, 0.50).All.Should().BeApproximately(0, 1e-12);
    }

    [Fact]
    public void A_stated_harm_ratio_is_the_threshold_s_odds()
    {
        var point = OperatingPoint.Choose(Stated, Truth, null, harm: 0.25);
        point.Threshold.Should().BeApproximately(0.2, 1e-12);
        point.Rule.Should().Be(ThresholdRule.StatedHarm);
        point.Sensitivity.Should().Be(new Proportion(3, 4));
        point.Specificity.Should().Be(new Proportion(2, 4));
        point.PositivePredictiveValue.Should().Be(new Proportion(3, 5));
        point.NegativePredictiveValue.Should().Be(new Proportion(2, 3));
        point.NetBenefit.Should().BeApproximately(3 / 8.0 - 2 / 8.0 * 0.25, 1e-12);
    }

    [Fact]
    public void For_a_calibrated_model_of_a_rare_disease_the_chosen_threshold_is_near_its_prevalence_and_not_one_half()
    {
        var random = new SeededRandom(11);
        var p = new double[8000];
        var truth = new bool[p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            p[i] = Calibration.Sigmoid(-2.6 + 1.3 * random.NextGaussian());
            truth[i] = random.NextDouble() < p[i];
        }
        var prevalence = truth.Count(t => t) / (double)truth.Length;
        var point = OperatingPoint.Choose(p, truth, [.. Enumerable.Range(0, p.Length).Select(i => i % 5)], null);
        point.Rule.Should().Be(ThresholdRule.LargestGain);
        point.Threshold.Should().BeApproximately(prevalence, 0.05).And.BeLessThan(0.25);
        var curve = DecisionCurve.Of(p, truth);
        curve.Useful()!.Value.From.Should().BeLessThanOrEqualTo(point.Threshold);
        curve.Useful()!.Value.To.Should().BeGreaterThanOrEqualTo(point.Threshold);
    }

    [Fact]
    public void A_model_that_knows_nothing_is_said_to_be_useless()
    {
        double[] constant = [.. Enumerable.Repeat(0.3, 100)];
        bool[] truth = [.. Enumerable.Range(0, 100).Select(i => i % 10 < 3)];
        DecisionCurve.Of(constant, truth).Useful().Should().BeNull();
        OperatingPoint.Choose(constant, truth, null, null).Rule.Should().Be(ThresholdRule.Prevalence);
    }

    [Theory]
    [InlineData(15, 20, 0.5313, 0.8881)] // Newcombe 1998 and R's prop.test(correct = FALSE)
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    public void Wilson_intervals_are_the_published_ones(int count, int of, double low, double high)
    {
        var p = new Proportion(count, of);
        p.Low.Should().BeApproximately(low, 1e-4);
        p.High.Should().BeApproximately(high, 1e-4);
    }
}
