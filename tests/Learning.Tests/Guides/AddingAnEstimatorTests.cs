using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Guides;

/// <summary>The example of docs/guides/adding-an-estimator.md.</summary>
public sealed class AddingAnEstimatorTests
{
    private const double Shift = 1.5;

    [Fact]
    public void Rows_it_had_not_seen_are_told_apart_nearly_as_well_as_can_be()
    {
        var (train, trainLabels) = TwoClasses(400, seed: 1);
        var (test, testLabels) = TwoClasses(2000, seed: 2);

        var model = NaiveBayes.Fit(train, trainLabels, classes: 2);

        var right = model
            .Score(test)
            .Select((scores, row) => Scores.Probabilities(scores)[testLabels[row]] > 0.5)
            .Count(hit => hit);
        // The best that can be: the normal distribution up to half the distance of the means, Φ(1.5 · √2 / 2) = 0.856.
        ((double)right / test.Rows)
            .Should()
            .BeInRange(0.83, 0.88);
    }

    [Fact]
    public void The_same_rows_give_the_same_model()
    {
        var (x, labels) = TwoClasses(100, seed: 3);
        NaiveBayes.Fit(x, labels, 2).Score(x).Should().BeEquivalentTo(NaiveBayes.Fit(x, labels, 2).Score(x));
    }

    /// <summary>Two columns, normal about 0 in the first class and about 1.5 in the second.</summary>
    private static (Encoded X, int[] Labels) TwoClasses(int rows, int seed)
    {
        var random = new SeededRandom(seed);
        var labels = Enumerable.Range(0, rows).Select(row => row % 2).ToArray();
        var values = labels
            .SelectMany(label => new[] { random.NextGaussian(), random.NextGaussian() }.Select(v => v + Shift * label))
            .Select(value => (float)value)
            .ToArray();
        return (new Encoded(values, rows, 2, [0, 1]), labels);
    }
}
