namespace Xinglin.Learning.Evaluation;

/// <summary>
/// Measures of probabilistic classification. Every method takes optional row weights (counts of a bootstrap resample);
/// null weighs each row once. A measure that is undefined on the rows given is <see cref="double.NaN"/>.
/// </summary>
public static class Metrics
{
    /// <summary>Probabilities are kept this far from 0 and 1 before a logarithm is taken.</summary>
    public const double Smallest = 1e-12;

    /// <summary>
    /// Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half
    /// (Hanley and McNeil 1982). 0.5 is chance, 1 is perfect; undefined with one class only.
    /// Example: scores 0.1, 0.4, 0.35, 0.8 for labels 0, 0, 1, 1 give 0.75.
    /// </summary>
    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> positive, int[]? weights = null) =>
        Auc(scores, positive, Ascending(scores), weights);

    /// <summary>
    /// Average precision: the sum over thresholds of precision times the step in recall, no interpolation.
    /// Between the share of positives (chance) and 1. Example: the rows of <see cref="Auc(IReadOnlyList{double}, IReadOnlyList{bool}, int[])"/> give 0.8333.
    /// </summary>
    public static double AveragePrecision(
        IReadOnlyList<double> scores,
        IReadOnlyList<bool> positive,
        int[]? weights = null
    ) => AveragePrecision(scores, positive, Ascending(scores), weights);

    /// <summary>The share of rows whose most probable class is the true one.</summary>
    public static double Accuracy(double[][] probabilities, int[] labels, int[]? weights = null)
    {
        double right = 0,
            all = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var w = weights?[i] ?? 1;
            all += w;
            if (MostProbable(probabilities[i]) == labels[i])
                right += w;
        }
        return right / all;
    }

    /// <summary>The mean over the classes present of the share of their rows called right.</summary>
    public static double BalancedAccuracy(double[][] probabilities, int[] labels, int[]? weights = null)
    {
        var classes = probabilities.Length == 0 ? 0 : probabilities[0].Length;
        var right = new double[classes];
        var all = new double[classes];
        for (var i = 0; i < labels.Length; i++)
        {
            var w = weights?[i] ?? 1;
            all[labels[i]] += w;
            if (MostProbable(probabilities[i]) == labels[i])
                right[labels[i]] += w;
        }
        var recalls = Enumerable.Range(0, classes).Where(c => all[c] > 0).Select(c => right[c] / all[c]).ToList();
        return recalls.Count == 0 ? double.NaN : recalls.Average();
    }

    /// <summary>
    /// Brier score (Brier 1950), lower is better. Two classes: mean of (p − y)² of the positive class, 0 to 1.
    /// More: mean over rows of the sum over classes of (p − y)², 0 to 2.
    /// </summary>
    public static double Brier(double[][] probabilities, int[] labels, int[]? weights = null)
    {
        double sum = 0,
            all = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var w = weights?[i] ?? 1;
            all += w;
            var p = probabilities[i];
            double error = 0;
            for (var c = p.Length == 2 ? 1 : 0; c < p.Length; c++)
                error += Square(p[c] - (labels[i] == c ? 1 : 0));
            sum += w * error;
        }
        return sum / all;
    }

    /// <summary>
    /// Expected calibration error (Naeini et al. 2015) in 10 bins of equal width, lower is better: the mean distance
    /// between stated and observed, weighted by the rows of a bin. Two classes: probability of the positive class
    /// against the share of positives. More: probability of the most probable class against the share called right.
    /// </summary>
    public static double CalibrationError(double[][] probabilities, int[] labels, int[]? weights = null, int bins = 10)
    {
        var stated = new double[bins];
        var observed = new double[bins];
        double all = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var w = weights?[i] ?? 1;
            var p = probabilities[i];
            var call = CallOf(p);
            var bin = BinOf(p[call], bins);
            stated[bin] += w * p[call];
            observed[bin] += labels[i] == call ? w : 0;
            all += w;
        }
        return Enumerable.Range(0, bins).Sum(b => Math.Abs(stated[b] - observed[b])) / all;
    }

    /// <summary>Mean negative logarithm of the probability given to the true class, in nats.</summary>
    public static double LogLoss(double[][] probabilities, int[] labels)
    {
        double sum = 0;
        for (var i = 0; i < labels.Length; i++)
            sum -= Math.Log(Math.Max(probabilities[i][labels[i]], Smallest));
        return sum / labels.Length;
    }

    /// <summary>The index of the largest probability; the first of equals.</summary>
    public static int MostProbable(double[] probabilities)
    {
        var best = 0;
        for (var c = 1; c < probabilities.Length; c++)
        {
            if (probabilities[c] > probabilities[best])
                best = c;
        }

        return best;
    }

    /// <summary>The class whose probability is judged: the positive one of two, otherwise the most probable.</summary>
    internal static int CallOf(double[] probabilities) => probabilities.Length == 2 ? 1 : MostProbable(probabilities);

    /// <summary>The bin ]low, high] of equal width that a probability falls into.</summary>
    internal static int BinOf(double probability, int bins) =>
        Math.Clamp((int)Math.Ceiling(probability * bins) - 1, 0, bins - 1);

    public static int[] Ascending(IReadOnlyList<double> scores)
    {
        var order = Enumerable.Range(0, scores.Count).ToArray();
        Array.Sort([.. scores], order);
        return order;
    }

    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> positive, int[] order, int[]? weights)
    {
        double below = 0,
            won = 0,
            positives = 0;
        for (var i = 0; i < order.Length; )
        {
            double tiedPositive = 0,
                tiedNegative = 0;
            var score = scores[order[i]];
            for (; i < order.Length && scores[order[i]] == score; i++)
            {
                var w = weights?[order[i]] ?? 1;
                if (positive[order[i]])
                    tiedPositive += w;
                else
                    tiedNegative += w;
            }
            won += tiedPositive * (below + tiedNegative / 2);
            below += tiedNegative;
            positives += tiedPositive;
        }
        return positives > 0 && below > 0 ? won / (positives * below) : double.NaN;
    }

    internal static double AveragePrecision(
        IReadOnlyList<double> scores,
        IReadOnlyList<bool> positive,
        int[] order,
        int[]? weights
    )
    {
        double positives = 0;
        for (var i = 0; i < order.Length; i++)
            positives += positive[i] ? weights?[i] ?? 1 : 0;
        if (positives == 0)
            return double.NaN;
        double area = 0,
            called = 0,
            right = 0;
        for (var i = order.Length - 1; i >= 0; )
        {
            var score = scores[order[i]];
            double step = 0;
            for (; i >= 0 && scores[order[i]] == score; i--)
            {
                var w = weights?[order[i]] ?? 1;
                called += w;
                step += positive[order[i]] ? w : 0;
            }
            right += step;
            if (step > 0)
                area += step / positives * (right / called);
        }
        return area;
    }

    private static double Square(double x) => x * x;
}
