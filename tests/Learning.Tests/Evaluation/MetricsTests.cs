using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Tests.Evaluation;

public sealed class MetricsTests
{
    private static readonly double[] Scores = [0.1, 0.4, 0.35, 0.8];
    private static readonly bool[] Positive = [false, false, true, true];

    [Fact]
    public void The_worked_examples_of_the_documentation_hold()
    {
        Metrics.Auc(Scores, Positive).Should().BeApproximately(0.75, 1e-12);
        Metrics.AveragePrecision(Scores, Positive).Should().BeApproximately(0.8333333, 1e-6);
    }

    [Fact]
    public void Ties_count_half_and_one_class_alone_is_undefined()
    {
        Metrics.Auc([1, 1, 1, 1], Positive).Should().Be(0.5);
        Metrics.Auc([1, 2], [true, true]).Should().Be(double.NaN);
    }

    [Fact]
    public void A_weight_of_two_equals_the_row_twice()
    {
        double[] doubled = [.. Scores, 0.35];
        bool[] labels = [.. Positive, true];
        Metrics.Auc(Scores, Positive, [1, 1, 2, 1]).Should().BeApproximately(Metrics.Auc(doubled, labels), 1e-12);
        Metrics
            .AveragePrecision(Scores, Positive, [1, 1, 2, 1])
            .Should()
            .BeApproximately(Metrics.AveragePrecision(doubled, labels), 1e-12);
    }

    [Fact]
    public void Brier_calibration_error_and_accuracies_equal_values_worked_by_hand()
    {
        double[][] p =
        [
            [0.9, 0.1],
            [0.6, 0.4],
            [0.65, 0.35],
            [0.2, 0.8],
        ];
        int[] y = [0, 0, 1, 1];
        Metrics.Brier(p, y).Should().BeApproximately((0.01 + 0.16 + 0.4225 + 0.04) / 4, 1e-12);
        // bins ]0,0.1] {0.1}, ]0.3,0.4] {0.4, 0.35}, ]0.7,0.8] {0.8}
        Metrics.CalibrationError(p, y).Should().BeApproximately((0.1 + Math.Abs(0.75 - 1) + 0.2) / 4, 1e-12);
        Metrics.Accuracy(p, y).Should().Be(0.75);
        Metrics.BalancedAccuracy(p, [0, 0, 0, 1]).Should().Be(1);
        Metrics
            .LogLoss(p, y)
            .Should()
            .BeApproximately(-(Math.Log(0.9) + Math.Log(0.6) + Math.Log(0.35) + Math.Log(0.8)) / 4, 1e-12);
    }

    [Fact]
    public void The_report_has_exactly_the_members_that_the_design_names()
    {
        double[][] p = [.. Scores.Select(s => new[] { 1 - s, s })];
        var json = EvaluationReport.Of(["0", "1"], p, [0, 0, 1, 1], 1.5).ToJson();
        json.Select(m => m.Key)
            .Should()
            .Equal("n", "auc", "auprc", "accuracy", "balanced_accuracy", "brier", "ece", "ci95", "classes", "seconds");
        ((double)json["auc"]!).Should().Be(0.75);
        json["ci95"]!["auc"]!.AsArray().Should().HaveCount(2);
        JsonNode.Parse(json.ToJsonString()).Should().NotBeNull();
    }

    [Fact]
    public void Auc_is_averaged_over_folds_and_its_interval_brackets_it()
    {
        var random = new SeededRandom(3);
        var labels = Enumerable.Range(0, 400).Select(i => i % 2).ToArray();
        var p = labels
            .Select(l => Calibration.Sigmoid(l + random.NextGaussian()))
            .Select(v => new[] { 1 - v, v })
            .ToArray();
        var folds = labels.Select((_, i) => i / 2 % 4).ToArray();
        var report = EvaluationReport.Of(["a", "b"], p, labels, folds: folds);
        var mean = Enumerable
            .Range(0, 4)
            .Average(f =>
            {
                var rows = Enumerable.Range(0, 400).Where(i => folds[i] == f).ToList();
                return Metrics.Auc([.. rows.Select(i => p[i][1])], [.. rows.Select(i => labels[i] == 1)]);
            });
        report.Auc.Value.Should().BeApproximately(mean, 1e-12);
        report.Auc.Low.Should().BeLessThan(mean);
        report.Auc.High.Should().BeGreaterThan(mean);
    }
}
