using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.FeedForward;
using Xinglin.Learning.Tables.Estimators.Trees;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Tables.Explanation;

public sealed class AttributionTests
{
    private static (Encoded X, int[] Labels) Data(int classes, int rows = 300)
    {
        var random = new SeededRandom(4);
        var labels = Enumerable.Range(0, rows).Select(_ => random.Next(classes)).ToArray();
        // Five columns that came from three features; the first feature tells the class.
        var values = labels
            .SelectMany(l => Enumerable.Range(0, 5).Select(c => (float)(random.NextGaussian() + (c < 2 ? l : 0))))
            .ToArray();
        return (new Encoded(values, rows, 5, [0, 0, 1, 1, 2]), labels);
    }

    public static TheoryData<string, int> Models =>
        new()
        {
            { "logistic", 2 },
            { "logistic", 3 },
            { "products", 2 },
            { "products", 3 },
            { "neighbours", 2 },
            { "neighbours", 3 },
            { "forest", 2 },
            { "forest", 3 },
            { "residual", 2 },
            { "residual", 3 },
            { "lightgbm", 2 },
            { "lightgbm", 3 },
            { "network", 2 },
            { "network", 3 },
        };

    private static FittedEstimator Fit(string kind, int classes, Encoded x, int[] labels)
    {
        Candidate candidate = kind switch
        {
            "logistic" => new Candidate.Logistic(1, false),
            "products" => new Candidate.Logistic(1, false) { Pairs = 2 },
            "neighbours" => new Candidate.Neighbours(15, false),
            "forest" => new Candidate.Forest(new ForestSettings(20, 0.6, 3, false, 5)),
            "residual" => new Candidate.Network(
                new NetworkSettings(5, 2e-3, 0.01, 32)
                {
                    Width = 16,
                    Blocks = 2,
                    Dropout = 0.1,
                    Copies = 2,
                },
                false
            ),
            "lightgbm" => new Candidate.Trees(new BoostedTreesSettings(30, 0.1, 7, 10, 1, 1)),
            _ => new Candidate.Network(new NetworkSettings(5, 2e-3, 0.01, 32), false),
        };
        return candidate.Fit(x, labels, classes, 1, TimeProvider.System, CancellationToken.None);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Base_plus_contributions_is_the_score_and_the_telling_feature_says_most(string kind, int classes)
    {
        var (x, labels) = Data(classes);
        var model = Fit(kind, classes, x, labels);
        var scores = model.Score(x);
        var size = new double[3];
        for (var row = 0; row < 40; row++)
        {
            var attribution = model.Explain(x.Take([row]), features: 3);
            var total = attribution.Total();
            for (var c = 0; c < classes; c++)
                total[c].Should().BeApproximately(scores[row][c], 1e-4);
            for (var f = 0; f < 3; f++)
                size[f] += attribution.ByFeature[f].Sum(Math.Abs);
        }
        size[0].Should().BeGreaterThan(1.5 * size[1]).And.BeGreaterThan(1.5 * size[2]);
    }

    [Fact]
    public void A_logistic_contribution_is_weight_times_value()
    {
        var model = new LogisticRegression(2, 3, [0.5f, -1, 2], [0.25f]);
        var row = new Encoded([2, 3, -1], 1, 3, [0, 1, 1]);
        var attribution = Attributions.OfLogistic(model, row, 2);
        attribution.Base.Should().Equal(0, 0.25);
        attribution.ByFeature[0][1].Should().Be(1); // 0.5 · 2
        attribution.ByFeature[1][1].Should().Be(-5); // −1 · 3 + 2 · −1
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_network_s_gradient_equals_finite_differences(int blocks)
    {
        var settings = new NetworkSettings(1, 1e-3, 0, 1) { Blocks = blocks, Width = 32 };
        var fresh = FeedForwardNetwork.Fresh(5, 3, settings, seed: 2);
        var random = new SeededRandom(3);
        // Layers that begin at zero would hide a fault.
        var network = fresh with
        {
            Layers =
            [
                .. fresh.Layers.Select(l =>
                    l with
                    {
                        Weights = [.. l.Weights.Select(w => w == 0 ? (float)(0.2 * random.NextGaussian()) : w)],
                    }
                ),
            ],
        };
        float[] point = [0.3f, -1.2f, 0.7f, 2, -0.1f];
        for (var output = 0; output < 3; output++)
        {
            var gradient = network.Gradient(point, output);
            for (var j = 0; j < point.Length; j++)
            {
                double At(float shift)
                {
                    var moved = point.ToArray();
                    moved[j] += shift;
                    return network.Score(moved)[output];
                }
                ((At(1e-3f) - At(-1e-3f)) / 2e-3).Should().BeApproximately(gradient[j], 0.05);
            }
        }
    }
}
