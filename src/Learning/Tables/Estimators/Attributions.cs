using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Estimators.FeedForward;
using Xinglin.Learning.Tables.Estimators.Trees;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// The attribution of one row by each kind of model. The columns that a feature was encoded into are added up, so that an
/// answer speaks of features a clinician knows.
/// </summary>
public static class Attributions
{
    /// <summary>Points of the path along which <see cref="OfNetwork(FeedForwardNetwork, Encoded, int)"/> averages the gradient.</summary>
    public const int Steps = 128;

    /// <summary>
    /// Exact: weight times the distance from the training mean (encoded columns and their products have mean 0). The base is the intercept,
    /// the score of a row at the mean of every column. These are the Shapley values of a linear model (Lundberg and Lee 2017).
    /// </summary>
    public static Attribution OfLogistic(LogisticRegression model, Encoded row, int features)
    {
        var (answer, first) = Empty(model.Classes, features);
        for (var o = 0; o < model.Intercepts.Length; o++)
        {
            answer.Base[first + o] = model.Intercepts[o];
            for (var j = 0; j < row.Columns; j++)
            {
                answer.ByFeature[row.Source[j]][first + o] +=
                    model.Weights[o * model.Width + j] * (double)row.Values[j];
            }
            // A product of two columns belongs to both in equal parts.
            for (var p = 0; p < (model.Products?.Count ?? 0); p++)
            {
                var half =
                    model.Weights[o * model.Width + row.Columns + p] * (double)model.Products!.Of(row.Values, p) / 2;
                answer.ByFeature[row.Source[model.Products.Pairs[p].First]][first + o] += half;
                answer.ByFeature[row.Source[model.Products.Pairs[p].Second]][first + o] += half;
            }
        }
        return answer;
    }

    /// <summary>
    /// TreeSHAP of the trees' mean share of each class, exact, carried to the score by the slope between the base and the
    /// answer (the rescale rule, Chen, Lundberg and Lee 2022): contributions keep their signs and proportions and add up.
    /// </summary>
    internal static Attribution OfForest(RandomForest model, Encoded row, int features)
    {
        var (answer, first) = Empty(model.Classes, features);
        var outputs = Scores.Outputs(model.Classes);
        var parts = new double[row.Columns, outputs];
        var shares = new double[outputs];
        foreach (var tree in model.Trees)
        {
            ForestShap.Add(tree, row.Values, parts);
            ForestShap.AddBase(tree, shares);
        }
        for (var o = 0; o < outputs; o++)
        {
            var from = Math.Clamp(shares[o] / model.Trees.Length, 0, 1);
            double moved = 0;
            for (var j = 0; j < row.Columns; j++)
                moved += parts[j, o] / model.Trees.Length;
            var start = RandomForest.Link(from, model.Classes, model.Floor);
            var end = RandomForest.Link(Math.Clamp(from + moved, 0, 1), model.Classes, model.Floor);
            answer.Base[first + o] = start;
            if (Math.Abs(moved) < 1e-12)
                continue;
            for (var j = 0; j < row.Columns; j++)
                answer.ByFeature[row.Source[j]][first + o] += parts[j, o] / model.Trees.Length * (end - start) / moved;
        }
        return answer;
    }

    /// <summary>
    /// An estimate for any model on columns of mean 0: Shapley values by drawing orders in which the features come in, each
    /// order and its reverse (Štrumbelj and Kononenko 2014), from the mean row. They add up to the score.
    /// </summary>
    internal static Attribution OfAny(Func<float[], double[]> score, int classes, Encoded row, int features)
    {
        const int Orders = 16;
        var (answer, first) = Empty(classes, features);
        var random = new SeededRandom(11);
        int[] used = [.. row.Source.Distinct()];
        var mean = score(new float[row.Columns]);
        for (var c = first; c < classes; c++)
            answer.Base[c] = mean[c];
        for (var n = 0; n < 2 * Orders; n++)
        {
            if (n % 2 == 0)
                random.Shuffle(used);
            else
                Array.Reverse(used);
            var point = new float[row.Columns];
            var before = mean;
            foreach (var feature in used)
            {
                for (var j = 0; j < point.Length; j++)
                {
                    if (row.Source[j] == feature)
                        point[j] = row.Values[j];
                }

                var after = score(point);
                for (var c = first; c < classes; c++)
                    answer.ByFeature[feature][c] += (after[c] - before[c]) / (2 * Orders);
                before = after;
            }
        }
        return answer;
    }

    /// <summary>Exact: TreeSHAP (Lundberg et al. 2020). The base is the mean score of the training rows.</summary>
    public static Attribution OfTrees(BoostedTrees model, int classes, Encoded row, int features)
    {
        var (answer, first) = Empty(classes, features);
        var parts = model.Contributions(row);
        for (var o = 0; o < Scores.Outputs(classes); o++)
        {
            var offset = o * (row.Columns + 1);
            answer.Base[first + o] = parts[offset + row.Columns];
            for (var j = 0; j < row.Columns; j++)
                answer.ByFeature[row.Source[j]][first + o] += parts[offset + j];
        }
        return answer;
    }

    /// <summary>The mean of <see cref="OfNetwork(FeedForwardNetwork, Encoded, int)"/> over networks that are averaged.</summary>
    public static Attribution OfNetwork(NetworkAverage model, Encoded row, int features) =>
        model
            .Networks.Select(n => OfNetwork(n, row, features).Times(1.0 / model.Networks.Count))
            .Aggregate((a, b) => a.Plus(b));

    /// <summary>
    /// An estimate: integrated gradients (Sundararajan et al. 2017) along the straight path from the mean of the training
    /// rows. What the sum over <see cref="Steps"/> points misses of the score is shared out in proportion.
    /// </summary>
    public static Attribution OfNetwork(FeedForwardNetwork model, Encoded row, int features)
    {
        var (answer, first) = Empty(model.Classes, features);
        var mean = model.Score(new float[row.Columns]);
        var score = model.Score(row.Row(0));
        var point = new float[row.Columns];
        for (var o = 0; o < Scores.Outputs(model.Classes); o++)
        {
            answer.Base[first + o] = mean[first + o];
            for (var step = 0; step < Steps; step++)
            {
                for (var j = 0; j < point.Length; j++)
                    point[j] = row.Values[j] * ((step + 0.5f) / Steps);
                var gradient = model.Gradient(point, o);
                for (var j = 0; j < point.Length; j++)
                    answer.ByFeature[row.Source[j]][first + o] += gradient[j] * (double)row.Values[j] / Steps;
            }
            var parts = answer.ByFeature.Select(f => f[first + o]).ToArray();
            var missed = score[first + o] - mean[first + o] - parts.Sum();
            var size = parts.Sum(Math.Abs);
            if (size > 0)
            {
                for (var f = 0; f < features; f++)
                    answer.ByFeature[f][first + o] += missed * Math.Abs(parts[f]) / size;
            }
        }
        return answer;
    }

    private static (Attribution Answer, int FirstOutput) Empty(int classes, int features) =>
        (
            new Attribution(new double[classes], [.. Enumerable.Range(0, features).Select(_ => new double[classes])]),
            classes == 2 ? 1 : 0
        );
}
