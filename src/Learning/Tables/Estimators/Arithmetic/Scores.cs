using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Tables.Estimators.Arithmetic;

/// <summary>
/// A model's raw answer for a row is one score per class; the probabilities are their softmax. With two classes the first
/// score is 0 and the second the log-odds of the positive class, so that the softmax is the sigmoid.
/// </summary>
public static class Scores
{
    /// <summary>How many scores a model computes: one with two classes, else one per class.</summary>
    public static int Outputs(int classes) => classes == 2 ? 1 : classes;

    public static double[] Probabilities(double[] scores)
    {
        if (scores.Length == 2)
        {
            var p = Calibration.Sigmoid(scores[1] - scores[0]);
            return [1 - p, p];
        }
        var top = scores.Max();
        var weights = scores.Select(s => Math.Exp(s - top)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    /// <summary>The negative logarithm of the probability of the true class, in nats.</summary>
    public static double Loss(double[] scores, int label)
    {
        if (scores.Length == 2)
        {
            var z = scores[1 - label] - scores[label];
            return Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
        }
        var top = scores[0];
        foreach (var s in scores)
            top = Math.Max(top, s);
        double sum = 0;
        foreach (var s in scores)
            sum += Math.Exp(s - top);
        return Math.Log(sum) + top - scores[label];
    }

    /// <summary>The loss of one row; <paramref name="scores"/> are replaced by the gradient ŷ − y.</summary>
    internal static double LossAndGradient(Span<double> scores, int label)
    {
        if (scores.Length == 1)
        {
            var z = scores[0];
            var p = Calibration.Sigmoid(z);
            scores[0] = p - label;
            return Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - label * z;
        }
        var top = double.NegativeInfinity;
        foreach (var s in scores)
            top = Math.Max(top, s);
        double sum = 0;
        foreach (var s in scores)
            sum += Math.Exp(s - top);
        var loss = Math.Log(sum) + top - scores[label];
        for (var o = 0; o < scores.Length; o++)
            scores[o] = Math.Exp(scores[o] - top) / sum - (o == label ? 1 : 0);
        return loss;
    }

    /// <summary>The weighted sum of the scores of several models: their weighted geometric mean of probabilities.</summary>
    public static double[] Blend(IReadOnlyList<double[]> scores, IReadOnlyList<double> weights)
    {
        var blended = new double[scores[0].Length];
        for (var m = 0; m < scores.Count; m++)
        {
            for (var c = 0; c < blended.Length; c++)
                blended[c] += weights[m] * scores[m][c];
        }

        return blended;
    }
}
