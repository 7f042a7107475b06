namespace Xinglin.Learning.Series.Members;

/// <summary>
/// How much each member says: ensemble selection with replacement (Caruana et al., 2004) on out-of-fold scores. The best
/// single member starts; vote after vote goes to the member that helps most, and the votes that did best of all are kept.
/// </summary>
internal static class MemberSelection
{
    private const int MostVotes = 20;
    private const int MostRows = 20_000;

    public delegate double Loss(ReadOnlySpan<double> scores, int row);

    /// <param name="scores">[members][rows][outputs]</param>
    /// <param name="rows">The rows to decide on; an even selection of them where there are very many.</param>
    /// <returns>The weight of each member; they add up to 1.</returns>
    public static double[] Choose(IReadOnlyList<double[][]> scores, int[] rows, Loss loss)
    {
        if (rows.Length > MostRows)
            rows = [.. Enumerable.Range(0, MostRows).Select(i => rows[(int)((long)i * rows.Length / MostRows)])];
        var outputs = scores[0][rows[0]].Length;
        var sums = new double[rows.Length * outputs];
        var votes = new double[scores.Count];
        var (lowest, best) = (double.PositiveInfinity, votes);
        for (var count = 0; count < MostVotes; count++)
        {
            var losses = Enumerable.Range(0, scores.Count).Select(m => LossWith(scores[m], count)).ToArray();
            var helpful = Array.IndexOf(losses, losses.Min());
            votes[helpful]++;
            for (var i = 0; i < rows.Length; i++)
            {
                for (var o = 0; o < outputs; o++)
                    sums[i * outputs + o] += scores[helpful][rows[i]][o];
            }

            if (losses[helpful] < lowest - 1e-9)
                (lowest, best) = (losses[helpful], [.. votes]);
        }
        var all = best.Sum();
        return all == 0 ? [.. votes.Select(_ => 1.0 / votes.Length)] : Array.ConvertAll(best, vote => vote / all);

        double LossWith(double[][] member, int count)
        {
            Span<double> blended = stackalloc double[outputs];
            var total = 0.0;
            for (var i = 0; i < rows.Length; i++)
            {
                for (var o = 0; o < outputs; o++)
                    blended[o] = (sums[i * outputs + o] + member[rows[i]][o]) / (count + 1);
                total += loss(blended, rows[i]);
            }
            return total / rows.Length;
        }
    }

    /// <summary>The weighted sum of the members' scores of one row.</summary>
    public static double[] Blend(IReadOnlyList<double[][]> scores, double[] weights, int row)
    {
        var blended = new double[scores[0][row].Length];
        for (var m = 0; m < scores.Count; m++)
        {
            if (weights[m] > 0)
            {
                for (var o = 0; o < blended.Length; o++)
                    blended[o] += weights[m] * scores[m][row][o];
            }
        }

        return blended;
    }
}
