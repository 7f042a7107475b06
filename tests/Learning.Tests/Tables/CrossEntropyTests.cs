using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Tables;

/// <summary>The cross-entropy and its gradient against values worked out by hand (docs/formats.md).</summary>
public sealed class CrossEntropyTests
{
    [Fact]
    public void The_gradient_of_softmax_cross_entropy_is_prediction_minus_truth()
    {
        // softmax(1, 2, 3) = (1, e, e²) / (1 + e + e²) = (0.090031, 0.244728, 0.665241)
        double[] scores = [1, 2, 3];
        var loss = Scores.LossAndGradient(scores, label: 2);
        loss.Should().BeApproximately(0.407606, 1e-6); // −ln 0.665241
        scores[0].Should().BeApproximately(0.090031, 1e-6);
        scores[1].Should().BeApproximately(0.244728, 1e-6);
        scores[2].Should().BeApproximately(0.665241 - 1, 1e-6);
    }

    [Fact]
    public void The_gradient_of_binary_cross_entropy_is_prediction_minus_truth()
    {
        // σ(0.5) = 0.622459
        double[] score = [0.5];
        Scores.LossAndGradient(score, label: 1).Should().BeApproximately(0.474077, 1e-6); // −ln 0.622459
        score[0].Should().BeApproximately(0.622459 - 1, 1e-6);
    }

    [Fact]
    public void Prediction_times_one_minus_prediction_is_the_derivative_of_the_sigmoid_alone()
    {
        const double z = 0.5,
            h = 1e-6;
        var y = Calibration.Sigmoid(z);
        var slope = (Calibration.Sigmoid(z + h) - Calibration.Sigmoid(z - h)) / (2 * h);
        slope.Should().BeApproximately(y * (1 - y), 1e-9).And.BeApproximately(0.235004, 1e-6);
        // With cross-entropy on top it cancels: (y − t) / (y (1 − y)) · y (1 − y) = y − t, here with t = 1.
        double[] score = [z];
        Scores.LossAndGradient(score, label: 1);
        score[0].Should().BeApproximately(-1 / y * slope, 1e-9).And.NotBeApproximately(y * (1 - y), 0.1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_whole_gradient_equals_finite_differences(int classes)
    {
        var random = new SeededRandom(9);
        var x = new Encoded(
            [.. Enumerable.Range(0, 60 * 3).Select(_ => (float)random.NextGaussian())],
            60,
            3,
            [0, 1, 2]
        );
        var labels = Enumerable.Range(0, 60).Select(_ => random.Next(classes)).ToArray();
        var outputs = Scores.Outputs(classes);
        var w = Enumerable.Range(0, outputs * 4).Select(_ => random.NextGaussian()).ToArray();
        var gradient = new double[w.Length];
        LogisticRegression.Objective(w, gradient, x, labels, outputs, 0.5);
        for (var k = 0; k < w.Length; k++)
        {
            double At(double shift)
            {
                var moved = w.ToArray();
                moved[k] += shift;
                return LogisticRegression.Objective(moved, new double[w.Length], x, labels, outputs, 0.5);
            }
            ((At(1e-3) - At(-1e-3)) / 2e-3).Should().BeApproximately(gradient[k], 2e-4);
        }
    }

    [Fact]
    public void Extreme_scores_overflow_nothing()
    {
        double[] scores = [1000, -1000, 0];
        Scores.LossAndGradient(scores, label: 1).Should().BeApproximately(2000, 1e-6);
        scores.Should().Equal(1, -1, 0);
        double[] one = [-800];
        Scores.LossAndGradient(one, label: 1).Should().BeApproximately(800, 1e-6);
    }
}
