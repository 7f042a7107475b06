using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Tests.Evaluation;

public sealed class ReliabilityTests
{
    [Fact]
    public void The_interval_of_eight_of_ten_is_the_textbook_s()
    {
        var (low, high) = Reliability.Wilson(8, 10);
        low.Should().BeApproximately(0.4902, 1e-4);
        high.Should().BeApproximately(0.9433, 1e-4);
        Reliability.Wilson(0, 5).Low.Should().Be(0);
        Reliability.Wilson(5, 5).High.Should().Be(1);
    }

    [Fact]
    public void Bins_hold_every_row_and_their_weighted_gap_is_the_calibration_error()
    {
        const int seed = 8;
        var random = new Random(seed);
        var p = Enumerable
            .Range(0, 400)
            .Select(_ => random.NextDouble())
            .Select(one => new[] { 1 - one, one })
            .ToArray();
        var labels = p.Select(one => random.NextDouble() < one[1] * one[1] ? 1 : 0).ToArray();

        var bins = Reliability.Of(p, labels);

        bins.Sum(bin => bin.Count).Should().Be(400, $"seed {seed}");
        bins.Should().OnlyContain(bin => bin.Low <= bin.Observed && bin.Observed <= bin.High && bin.Count > 0);
        bins.Select(bin => bin.Predicted).Should().BeInAscendingOrder();
        bins.Sum(bin => bin.Count * Math.Abs(bin.Predicted - bin.Observed) / 400)
            .Should()
            .BeApproximately(Metrics.CalibrationError(p, labels), 1e-12);
    }

    [Fact]
    public void With_three_classes_the_most_probable_one_is_judged()
    {
        double[][] p =
        [
            [0.1, 0.1, 0.8],
            [0.7, 0.2, 0.1],
            [0.05, 0.85, 0.1],
        ];
        var bins = Reliability.Of(p, [2, 1, 1]);
        bins.Should().HaveCount(3);
        bins.Select(bin => bin.Observed).Should().Equal(0, 1, 1);
    }

    [Fact]
    public void A_report_carries_the_table_under_the_names_that_pages_read()
    {
        double[][] p =
        [
            [0.2, 0.8],
            [0.9, 0.1],
            [0.3, 0.7],
            [0.6, 0.4],
        ];
        var table = EvaluationReport.Of(["no", "yes"], p, [1, 0, 1, 0], resamples: 0).ForModel()[
            "reliability"
        ]!.AsArray();
        table.Should().HaveCount(4);
        table[0]!.AsObject().Select(part => part.Key).Should().Equal("predicted", "observed", "count", "low", "high");
    }
}
