using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Tests.Evaluation;

public sealed class CalibrationTests
{
    private static (double[][] Stated, int[] Labels, int[] Folds) Overconfident(int n, double exaggeration)
    {
        var random = new SeededRandom(11);
        var logits = Enumerable.Range(0, n).Select(_ => 1.5 * random.NextGaussian()).ToArray();
        var labels = logits.Select(z => random.NextDouble() < Calibration.Sigmoid(z) ? 1 : 0).ToArray();
        var stated = logits
            .Select(z => Calibration.Sigmoid(exaggeration * z))
            .Select(p => new[] { 1 - p, p })
            .ToArray();
        return (stated, labels, [.. Enumerable.Range(0, n).Select(i => i % 5)]);
    }

    [Theory]
    [InlineData("platt")]
    [InlineData("isotonic")]
    [InlineData("temperature")]
    [InlineData("beta")]
    public void Exaggerated_probabilities_are_brought_back(string kind)
    {
        var (stated, labels, _) = Overconfident(4000, 3);
        var map = Calibration.Fit(kind, stated, labels);
        var after = stated.Select(map.Apply).ToArray();
        Metrics.CalibrationError(stated, labels).Should().BeGreaterThan(0.08);
        Metrics.CalibrationError(after, labels).Should().BeLessThan(0.025);
        after.Should().OnlyContain(p => Math.Abs(p.Sum() - 1) < 1e-9);
    }

    [Fact]
    public void Platt_finds_the_slope_that_was_exaggerated()
    {
        var (stated, labels, _) = Overconfident(8000, 2);
        var platt = (Calibration.Platt)Calibration.Fit("platt", stated, labels);
        platt.Slope.Should().BeApproximately(0.5, 0.05);
        platt.Intercept.Should().BeApproximately(0, 0.1);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_temperature_has_a_smaller_log_loss_than_any_other(double exaggeration)
    {
        var (stated, labels, _) = Overconfident(3000, exaggeration);
        var found = (Calibration.Temperature)Calibration.Fit("temperature", stated, labels);
        double Loss(double t) => Metrics.LogLoss([.. stated.Select(new Calibration.Temperature(t).Apply)], labels);
        foreach (var factor in new[] { 0.5, 0.9, 0.999, 1.001, 1.1, 2 })
            Loss(found.T).Should().BeLessThan(Loss(found.T * factor));
        found.T.Should().BeApproximately(exaggeration, 0.15 * exaggeration);
    }

    [Fact]
    public void A_temperature_stays_finite_where_rows_are_separated_or_say_nothing()
    {
        double[][] sure = [.. Enumerable.Range(0, 40).Select(i => i < 20 ? new[] { 0.8, 0.2 } : [0.2, 0.8])];
        int[] right = [.. Enumerable.Range(0, 40).Select(i => i < 20 ? 0 : 1)];
        Temperature(sure, right).Should().BeApproximately(Math.Exp(-2), 1e-6, "no less than e⁻² is looked for");
        Temperature(sure, [.. right.Select(label => 1 - label)]).Should().BeApproximately(Math.Exp(2), 1e-6);
        Temperature([.. sure.Select(_ => new[] { 0.5, 0.5 })], right).Should().Be(1);

        static double Temperature(double[][] stated, int[] labels) =>
            ((Calibration.Temperature)Calibration.Fit("temperature", stated, labels)).T;
    }

    [Fact]
    public void Probabilities_that_are_right_are_left_alone()
    {
        var (stated, labels, folds) = Overconfident(400, 1);
        Calibration.Choose(stated, labels, folds).Should().Be("none");
        var (wrong, truth, parts) = Overconfident(400, 3);
        Calibration.Choose(wrong, truth, parts).Should().NotBe("none");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("platt")]
    [InlineData("isotonic")]
    [InlineData("temperature")]
    [InlineData("beta")]
    public void A_map_survives_being_saved(string kind)
    {
        var (stated, labels, _) = Overconfident(200, 2);
        var map = Calibration.Fit(kind, stated, labels);
        var again = Calibration.FromJson(System.Text.Json.Nodes.JsonNode.Parse(map.ToJson().ToJsonString())!);
        again.Apply(stated[7]).Should().Equal(map.Apply(stated[7]));
    }

    [Fact]
    public void Beta_bends_the_two_ends_apart_and_finds_what_was_bent()
    {
        var random = new SeededRandom(3);
        var stated = Enumerable.Range(0, 20_000).Select(_ => 0.01 + 0.98 * random.NextDouble()).ToArray();
        var truth = new Calibration.Beta(2, 0.5, 0.4);
        int[] labels = [.. stated.Select(p => random.NextDouble() < truth.Apply([1 - p, p])[1] ? 1 : 0)];
        var found = (Calibration.Beta)Calibration.Fit("beta", [.. stated.Select(p => new[] { 1 - p, p })], labels);
        found.A.Should().BeApproximately(2, 0.15);
        found.B.Should().BeApproximately(0.5, 0.15);
        found.C.Should().BeApproximately(0.4, 0.15);
    }

    [Fact]
    public void Beta_never_turns_the_order_of_rows_around()
    {
        var (stated, labels, _) = Overconfident(500, 1);
        int[] turned = [.. labels.Select(l => 1 - l)];
        var map = Calibration.Fit("beta", stated, turned);
        double[] at = [.. new[] { 0.1, 0.4, 0.6, 0.9 }.Select(p => map.Apply([1 - p, p])[1])];
        at.Should().BeInAscendingOrder();
    }
}
