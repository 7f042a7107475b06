using Xinglin.Learning.Tables.Candidates;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Explanation;

/// <summary>
/// The attribution of one row by each kind of model. The columns that a feature was encoded into are added up, so that an
/// answer speaks of features a clinician knows.
/// </summary>
public static class Attributions
{
    /// <summary>Points of the path along which <see cref="OfNetwork"/> averages the gradient.</summary>
    public const int Steps = 128;

    /// <summary>
    /// Exact: weight times the distance from the training mean (encoded columns have mean 0). The base is the intercept,
    /// the score of a row at the mean of every column. These are the Shapley values of a linear model (Lundberg and Lee 2017).
    /// </summary>
    public static Attribution OfLogistic(LogisticRegression model, Encoded row, int features)
    {
        var (answer, first) = Empty(model.Classes, features);
        for (var o = 0; o < model.Intercepts.Length; o++)
        {
            answer.Base[first + o] = model.Intercepts[o];
            for (var j = 0; j < row.Columns; j++)
                answer.ByFeature[row.Source[j]][first + o] +=
                    model.Weights[o * row.Columns + j] * (double)row.Values[j];
        }
        return answer;
    }

    /// <summary>Exact: TreeSHAP (Lundberg et al. 2020). The base is the mean score of the training rows.</summary>
    public static Attribution OfTrees(BoostedTrees model, int classes, Encoded row, int features)
    {
        var (answer, first) = Empty(classes, features);
        var parts = model.Contributions(row);
        for (var o = 0; o < LogisticRegression.Outputs(classes); o++)
        {
            var offset = o * (row.Columns + 1);
            answer.Base[first + o] = parts[offset + row.Columns];
            for (var j = 0; j < row.Columns; j++)
                answer.ByFeature[row.Source[j]][first + o] += parts[offset + j];
        }
        return answer;
    }

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
        for (var o = 0; o < LogisticRegression.Outputs(model.Classes); o++)
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
                for (var f = 0; f < features; f++)
                    answer.ByFeature[f][first + o] += missed * Math.Abs(parts[f]) / size;
        }
        return answer;
    }

    private static (Attribution Answer, int FirstOutput) Empty(int classes, int features) =>
        (
            new Attribution(new double[classes], [.. Enumerable.Range(0, features).Select(_ => new double[classes])]),
            classes == 2 ? 1 : 0
        );
}
