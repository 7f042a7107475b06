using System.Runtime.CompilerServices;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// Weights of candidates in a blend of their scores, found on out-of-fold scores by bagged ensemble selection (Caruana et al.
/// 2004): on a bootstrap of the rows and a random part of the candidates, the candidate that helps most is added again and
/// again; the weights are the mean over many such rounds. Candidates that cannot be told apart share alike, which is what
/// small tables need; where one is clearly better it takes most.
/// </summary>
internal static class EnsembleSelection
{
    private const int Steps = 15;

    /// <summary>Weights below this are not worth a model.</summary>
    private const double MinWeight = 0.05;

    /// <summary>Candidates of a blend at most.</summary>
    public const int MostParts = 7;

    /// <param name="scores">Out-of-fold scores [candidates][rows][classes].</param>
    /// <param name="rowWeights">How much each row counts.</param>
    /// <returns>One weight per candidate, adding up to 1.</returns>
    public static double[] Choose(IReadOnlyList<double[][]> scores, int[] labels, double[] rowWeights, int seed)
    {
        if (scores.Count == 1)
            return [1];
        var rounds = labels.Length switch
        {
            < 5_000 => 24,
            < 20_000 => 10,
            _ => 5,
        };
        var weights = new double[rounds][];
        Parallel.For(0, rounds, r => weights[r] = Round(scores, labels, rowWeights, unchecked(seed + 613 * r)));
        var mean = Enumerable.Range(0, scores.Count).Select(m => weights.Average(w => w[m])).ToArray();
        return Pruned(mean);
    }

    private static double[] Round(IReadOnlyList<double[][]> scores, int[] labels, double[] rowWeights, int seed)
    {
        var random = new SeededRandom(seed);
        var rows = new int[labels.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = random.Next(rows.Length);
        var offered = Enumerable.Range(0, scores.Count).ToList();
        random.Shuffle(offered);
        offered = [.. offered.Take(Math.Max(2, (scores.Count * 2 + 2) / 3))];
        var sum = new double[rows.Length][];
        for (var i = 0; i < rows.Length; i++)
            sum[i] = new double[scores[0][0].Length];
        var taken = new int[scores.Count];
        for (var step = 1; step <= Steps; step++)
        {
            var best = offered.MinBy(m => Loss(sum, scores[m], rows, labels, rowWeights, step));
            taken[best]++;
            for (var i = 0; i < rows.Length; i++)
            {
                for (var c = 0; c < sum[i].Length; c++)
                    sum[i][c] += scores[best][rows[i]][c];
            }
        }
        return [.. taken.Select(t => (double)t / Steps)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Loss(
        double[][] sum,
        double[][] more,
        int[] rows,
        int[] labels,
        double[] rowWeights,
        int count
    )
    {
        double loss = 0;
        var scores = new double[sum[0].Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var c = 0; c < scores.Length; c++)
                scores[c] = (sum[i][c] + more[rows[i]][c]) / count;
            loss += rowWeights[rows[i]] * Scores.Loss(scores, labels[rows[i]]);
        }
        return loss;
    }

    /// <summary>Without the weights that are not worth a model.</summary>
    public static double[] Pruned(double[] weights)
    {
        var limit = Math.Max(MinWeight, weights.OrderDescending().Take(MostParts).Last());
        if (weights.Max() < limit)
            limit = weights.Max();
        var kept = weights.Select(w => w >= limit ? w : 0).ToArray();
        var sum = kept.Sum();
        return [.. kept.Select(w => Math.Round(w / sum, 4))];
    }
}
