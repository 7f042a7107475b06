using Xinglin.Learning.Evaluation.PredictionSets;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Tests.Evaluation;

public sealed class ConformalSetTests
{
    private static (double[][] P, int[] Labels) Made(int rows, int classes, int seed)
    {
        var random = new SeededRandom(seed);
        var labels = new int[rows];
        var p = new double[rows][];
        for (var i = 0; i < rows; i++)
        {
            labels[i] = Math.Min(classes - 1, (int)(random.NextDouble() * random.NextDouble() * classes * 1.3));
            p[i] = Scores.Probabilities([
                .. Enumerable.Range(0, classes).Select(c => 1.5 * random.NextGaussian() + (c == labels[i] ? 1.5 : 0)),
            ]);
        }
        return (p, labels);
    }

    [Theory]
    [InlineData(2, 0.9)]
    [InlineData(4, 0.9)]
    [InlineData(3, 0.8)]
    public void Every_class_is_covered_as_stated_on_new_rows(int classes, double coverage)
    {
        var (p, labels) = Made(8000, classes, 1);
        var (unseen, truth) = Made(8000, classes, 2);
        var sets = ConformalSets.Fit(p, labels, coverage, classes);
        var figures = CoverageMetrics.Of(sets, unseen, truth);
        foreach (var share in figures.ByClass)
            share.Value.Should().BeApproximately(coverage, 0.04);
        figures.MeanSize.Should().BeGreaterThan(1).And.BeLessThan(classes);
    }

    [Fact]
    public void The_limit_is_the_n_plus_1_quantile()
    {
        // Nine rows of class 1 with scores 0.1 to 0.9: the (9 + 1) · 0.9 = 9th smallest score is 0.9.
        double[][] p = [.. Enumerable.Range(1, 9).Select(k => new[] { k / 10.0, 1 - k / 10.0 })];
        var sets = ConformalSets.Fit(p, [.. Enumerable.Repeat(1, 9)], 0.9, 2);
        sets.Limits[1].Should().BeApproximately(0.1, 1e-12);
        sets.Limits[0].Should().Be(0, "a class without rows enters every set");
        ConformalSets.Fit(p[..8], [.. Enumerable.Repeat(1, 8)], 0.9, 2).Limits[1].Should().Be(0);
    }

    [Fact]
    public void No_set_is_empty_and_sets_survive_their_document()
    {
        var sets = new ConformalSets(0.9, [0.6, 0.7]);
        sets.Of([0.5, 0.5]).Should().Equal(0);
        string[] classes = ["no", "yes"];
        var again = ConformalSets.FromJson(sets.ToJson(classes), classes);
        again.Limits.Should().Equal(sets.Limits);
        again.Text([0.65, 0.72], classes).Should().Be("no|yes");
    }

    [Fact]
    public void Cross_fitted_coverage_is_near_the_stated_one()
    {
        var (p, labels) = Made(2000, 3, 4);
        int[] folds = [.. Enumerable.Range(0, 2000).Select(i => i % 5)];
        CoverageMetrics.CrossFitted(p, labels, folds, 0.9, 3).Covered.Value.Should().BeInRange(0.87, 0.93);
    }
}
