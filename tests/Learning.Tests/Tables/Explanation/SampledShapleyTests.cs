using System.Numerics;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Explanation;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Tables.Explanation;

public sealed class SampledShapleyTests
{
    private const int Features = 6;

    private static readonly double[][] Background = Rows(5, seed: 8);

    private static double[][] Rows(int count, int seed)
    {
        var random = new SeededRandom(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => Enumerable.Range(0, Features).Select(_ => random.NextGaussian()).ToArray()),
        ];
    }

    /// <summary>A model with interactions and a bend.</summary>
    private static double Score(double[] x) => x[0] * x[1] + Math.Max(0, x[2] + x[3]) - 0.5 * x[4] + 0 * x[5] + 0.7;

    private static double[] Mixed(double[] own, double[] background, Func<int, bool> mine) =>
        [.. own.Select((v, f) => mine(f) ? v : background[f])];

    /// <summary>The definition: the weighted mean over all coalitions of what a feature adds (Shapley 1953).</summary>
    private static double[] BruteForce(double[] row)
    {
        double Worth(int coalition) => Background.Average(b => Score(Mixed(row, b, f => (coalition >> f & 1) == 1)));
        double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (a, b) => a * b);
        return
        [
            .. Enumerable
                .Range(0, Features)
                .Select(f =>
                    Enumerable
                        .Range(0, 1 << Features)
                        .Where(s => (s >> f & 1) == 0)
                        .Sum(s =>
                        {
                            var size = BitOperations.PopCount((uint)s);
                            var weight = Factorial(size) * Factorial(Features - size - 1) / Factorial(Features);
                            return weight * (Worth(s | 1 << f) - Worth(s));
                        })
                ),
        ];
    }

    [Fact]
    public void Sampled_values_are_near_the_definition_and_add_up_exactly()
    {
        foreach (var row in Rows(3, seed: 21))
        {
            var told = SampledShapley.Of(
                Features,
                Background.Length,
                rounds: 200,
                seed: 1,
                hybrids =>
                    [.. hybrids.Select(h => new[] { 0, Score(Mixed(row, Background[h.Background], f => h.Own[f])) })]
            );
            var truth = BruteForce(row);
            for (var f = 0; f < Features; f++)
                told.ByFeature[f][1].Should().BeApproximately(truth[f], 0.08);
            told.ByFeature[5][1].Should().Be(0, "a feature without effect gets nothing");
            told.Base[1].Should().BeApproximately(Background.Average(Score), 1e-9);
            told.Total()[1].Should().BeApproximately(Score(row), 1e-9);
        }
    }

    [Fact]
    public void Beyond_256_features_the_values_still_add_up()
    {
        var own = Enumerable.Range(0, 600).Select(i => Math.Sin(i)).ToArray();
        var told = SampledShapley.Of(
            600,
            backgrounds: 1,
            rounds: 1,
            seed: 2,
            hybrids => [.. hybrids.Select(h => new[] { own.Where((_, f) => h.Own[f]).Sum() })]
        );
        told.Total()[0].Should().BeApproximately(own.Sum(), 1e-9);
    }

    /// <summary>
    /// TreeSHAP of one tree by its own definition: the worth of a coalition is the tree's expectation when the features outside of it
    /// are followed down both branches, weighted by training rows. Trees of depth 2 on independent columns, by hand enumeration.
    /// </summary>
    [Fact]
    public void TreeShap_of_boosted_trees_equals_brute_force_over_coalitions()
    {
        var random = new SeededRandom(9);
        const int rows = 400;
        var labels = new int[rows];
        var values = new float[rows * 3];
        for (var i = 0; i < rows; i++)
        {
            for (var c = 0; c < 3; c++)
                values[i * 3 + c] = (float)random.NextGaussian();
            labels[i] = values[i * 3] * values[i * 3 + 1] + values[i * 3 + 2] > 0 ? 1 : 0;
        }
        var x = new Encoded(values, rows, 3, [0, 1, 2]);
        using var trees = BoostedTrees.Fit(x, labels, 2, new BoostedTreesSettings(6, 0.3, 6, 10, 1, 1), 3);
        var parsed = PathDependentTrees.Parse(System.Text.Encoding.UTF8.GetString(trees.Text));
        for (var row = 0; row < 10; row++)
        {
            var told = Attributions.OfTrees(trees, 2, x.Take([row]), 3);
            double Worth(int s) => parsed.Sum(t => t.Expectation(x.Row(row).ToArray(), s));
            for (var f = 0; f < 3; f++)
            {
                var others = new[] { 0, 1, 2 }.Where(o => o != f).ToArray();
                var (a, b) = (1 << others[0], 1 << others[1]);
                var own = 1 << f;
                var expected =
                    (Worth(own) - Worth(0)) / 3
                    + (Worth(own | a) - Worth(a)) / 6
                    + (Worth(own | b) - Worth(b)) / 6
                    + (Worth(own | a | b) - Worth(a | b)) / 3;
                told.ByFeature[f][1].Should().BeApproximately(expected, 1e-6);
            }
            told.Base[1].Should().BeApproximately(Worth(0), 1e-6);
        }
    }
}
