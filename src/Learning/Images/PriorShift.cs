using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Images;

/// <summary>
/// Probabilities for other shares of the classes than those they were calibrated on, by Bayes' rule: p′(c) ∝ p(c) · new(c) / old(c)
/// (Saerens, Latinne and Decaestecker, 2002).
/// </summary>
internal static class PriorShift
{
    private const double Apart = 0.1;

    /// <returns>The factor of each class; null when nothing is to be changed.</returns>
    public static double[]? For(ClassPrior wanted, int classes, int[] training, int[] validation)
    {
        var (one, other) = (Shares(training, classes), Shares(validation, classes));
        var distance = one.Zip(other, (a, b) => Math.Abs(a - b)).Sum() / 2;
        // Two splits that disagree say nothing of the next hospital: neither is taken for the truth.
        if (wanted == ClassPrior.Validation || (wanted == ClassPrior.Auto && distance <= Apart) || other.Contains(0))
            return null;
        return [.. other.Select(share => 1 / (classes * share))];
    }

    public static double[] Apply(double[] p, IReadOnlyList<double>? factors)
    {
        if (factors is null)
            return p;
        var shifted = p.Select((one, c) => one * factors[c]).ToArray();
        var sum = shifted.Sum();
        return [.. shifted.Select(one => one / sum)];
    }

    private static double[] Shares(int[] labels, int classes) =>
        [.. Enumerable.Range(0, classes).Select(c => labels.Count(label => label == c) / (double)labels.Length)];
}
