using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// How candidates are put together: weights that add up to 1 on their scores, from <see cref="EnsembleSelection"/>, drawn
/// towards the best plain logistic regression as far as the blend is not shown to be better than it. A blend that gains one
/// standard error is as it is (Breiman et al. 1984), one that gains nothing gives way, and one between is in part.
/// </summary>
public static class WeightedEnsemble
{
    /// <summary>Held-out rows from which on weights are judged on the rows that chose them.</summary>
    private const int RowsWithoutCrossFitting = 5_000;

    private const int Parts = 5;

    internal static double[] Choose(CandidateSearch search, int seed)
    {
        var library = search.Library;
        var simple = Enumerable
            .Range(0, library.Count)
            .Where(m =>
                library[m].Trial.Candidate is Candidate.Logistic { Splines: false, Pairs: 0, Lasso: 0, Impute: false }
            )
            .OrderBy(m => library[m].Trial.LogLoss)
            .Cast<int?>()
            .FirstOrDefault();
        return Choose(
            [.. library.Select(l => l.Scores)],
            search.Labels,
            search.Positions,
            search.RowWeights,
            simple,
            seed
        );
    }

    /// <param name="scores">Out-of-fold scores [candidates][held-out rows][classes].</param>
    /// <param name="positions">Which row each held-out row is: one that was held out twice is one row still.</param>
    /// <param name="rowWeights">How much each held-out row counts.</param>
    /// <param name="simple">The candidate that is the simple model, or null.</param>
    internal static double[] Choose(
        IReadOnlyList<double[][]> scores,
        int[] labels,
        int[] positions,
        double[] rowWeights,
        int? simple,
        int seed
    )
    {
        var weights = EnsembleSelection.Choose(scores, labels, rowWeights, seed);
        if (simple is not { } plain)
            return weights;
        var alone = new double[weights.Length];
        alone[plain] = 1;
        var gains = new double[positions.Max() + 1];
        var (blended, by) = (
            Unseen(scores, labels, positions, rowWeights, weights, seed),
            Losses(scores, alone, labels)
        );
        for (var i = 0; i < labels.Length; i++)
            gains[positions[i]] += rowWeights[i] * (by[i] - blended[i]);
        var held = positions.Distinct().ToArray();
        var stands = Math.Clamp(InStandardErrors([.. held.Select(p => gains[p])]), 0, 1);
        for (var m = 0; m < weights.Length; m++)
            weights[m] = Math.Round(stands * weights[m] + (1 - stands) * alone[m], 4);
        return EnsembleSelection.Pruned(weights);
    }

    /// <summary>The same choice where every row was held out once and the first candidate is the simple one.</summary>
    public static double[] Choose(IReadOnlyList<double[][]> scores, int[] labels, int seed = 1) =>
        Choose(scores, labels, [.. labels.Select((_, i) => i)], [.. labels.Select(_ => 1.0)], 0, seed);

    public static double[] Losses(IReadOnlyList<double[][]> scores, double[] weights, int[] labels) =>
        [.. labels.Select((label, i) => Scores.Loss(Scores.Blend([.. scores.Select(s => s[i])], weights), label))];

    /// <summary>
    /// Losses of blends whose weights were chosen without the row itself: on few rows the weights fit the rows that chose them,
    /// and a gain measured on those flatters every blend. On many rows they hardly can.
    /// </summary>
    private static double[] Unseen(
        IReadOnlyList<double[][]> scores,
        int[] labels,
        int[] positions,
        double[] rowWeights,
        double[] weights,
        int seed
    )
    {
        if (labels.Length >= RowsWithoutCrossFitting || scores.Count == 1)
            return Losses(scores, weights, labels);
        var part = new int[positions.Max() + 1];
        for (var p = 0; p < part.Length; p++)
            part[p] = p % Parts;
        new SeededRandom(seed).Shuffle(part);
        var losses = new double[labels.Length];
        for (var left = 0; left < Parts; left++)
        {
            var chosen = Rows(i => part[positions[i]] != left);
            var judged = Rows(i => part[positions[i]] == left);
            var of = EnsembleSelection.Choose(
                [.. scores.Select(s => Array.ConvertAll(chosen, i => s[i]))],
                Array.ConvertAll(chosen, i => labels[i]),
                Array.ConvertAll(chosen, i => rowWeights[i]),
                seed
            );
            foreach (var i in judged)
                losses[i] = Scores.Loss(Scores.Blend([.. scores.Select(s => s[i])], of), labels[i]);
        }
        return losses;

        int[] Rows(Predicate<int> where) => Array.FindAll([.. Enumerable.Range(0, labels.Length)], where);
    }

    /// <summary>The mean in standard errors of the mean.</summary>
    private static double InStandardErrors(double[] gains)
    {
        var mean = gains.Average();
        var variance = gains.Sum(g => (g - mean) * (g - mean)) / Math.Max(1, gains.Length - 1);
        return mean <= 1e-9 ? 0 : mean / Math.Sqrt(variance / gains.Length);
    }
}
