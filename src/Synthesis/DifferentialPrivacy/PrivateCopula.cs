using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Generators;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// A Gaussian copula from blurred numbers alone (the idea of Li, Xiong and Jiang, "DPCopula", EDBT 2014): the distributions of columns from blurred counts,
/// what differs between kinds and what goes with what from one blurred matrix. It asks the data twice, where training by small steps asks thousands
/// of times: of some hundred rows that is what can be learnt at all. Everything is drawn towards "no difference" by how much noise lies on it.
/// </summary>
internal static class PrivateCopula
{
    private const int Quantiles = 65;

    /// <summary>Variances that differences between kinds, and correlations, are expected to have.</summary>
    private const double KindVariance = 0.09;
    private const double CorrelationVariance = 0.04;

    /// <param name="noise">Of the matrix, over the influence of a row.</param>
    public static CopulaGenerator Fit(
        CohortSchema schema,
        Table table,
        int[] rows,
        double noise,
        CryptoGaussianNoise random
    )
    {
        var made = schema.Made;
        var margins = made.Select(Margin).ToArray();
        var moments = PrivateMoments.Tell(schema, margins, table, rows, noise, random);
        double count = rows.Length;
        var shares = schema.KindShares.ToArray();
        var scores = made.Select((column, c) => LevelScores(column, margins[c])).ToArray();

        var tables = shares.Select(_ => new float[made.Count][]).ToArray();
        var means = new double[shares.Length, made.Count];
        var within = new double[made.Count];
        for (var c = 0; c < made.Count; c++)
        {
            var total = made[c].Kind == CohortKind.Number ? 1 : Square(scores[c], made[c].Shares);
            var levels = new double[shares.Length][];
            for (var k = 0; k < shares.Length; k++)
            {
                if (made[c].Kind == CohortKind.Number)
                {
                    means[k, c] =
                        moments.OfKind(c, 0, k)
                        / (shares[k] * count)
                        * Kept(KindVariance, moments.Deviation / (shares[k] * count));
                }
                else
                {
                    levels[k] = Shares(moments, c, made[c], k, shares[k] * count);
                    means[k, c] = levels[k].Zip(scores[c], (share, score) => share * score).Sum();
                }
            }

            var centre = Enumerable.Range(0, shares.Length).Sum(k => shares[k] * means[k, c]);
            var between = 0.0;
            for (var k = 0; k < shares.Length; k++)
            {
                means[k, c] -= centre;
                between += shares[k] * means[k, c] * means[k, c];
            }
            within[c] = Math.Sqrt(Math.Max(0.2 * total, total - between));
            for (var k = 0; k < shares.Length; k++)
            {
                tables[k][c] =
                    made[c].Kind == CohortKind.Number
                        ? Moved(margins[c], means[k, c], within[c])
                        : Cumulative(margins[c][0], levels[k]);
            }
        }
        return new CopulaGenerator(
            schema,
            tables,
            CopulaFit.Factor(Correlations(moments, made, scores, shares, means, within, count))
        );
    }

    private static double[,] Correlations(
        PrivateMoments moments,
        IReadOnlyList<CohortColumn> made,
        double[][] scores,
        double[] shares,
        double[,] means,
        double[] within,
        double count
    )
    {
        var matrix = new double[made.Count, made.Count];
        for (var a = 0; a < made.Count; a++)
        {
            matrix[a, a] = 1;
            for (var b = 0; b < a; b++)
            {
                var sum = 0.0;
                for (var i = 0; i < scores[a].Length; i++)
                {
                    for (var j = 0; j < scores[b].Length; j++)
                        sum += scores[a][i] * scores[b][j] * moments.Of(a, i, b, j);
                }

                var between = Enumerable.Range(0, shares.Length).Sum(k => shares[k] * means[k, a] * means[k, b]);
                var spread = within[a] * within[b];
                if (spread <= 0)
                    continue;
                var noise = moments.Deviation / count * Length(scores[a]) * Length(scores[b]) / spread;
                var correlation = (sum / count - between) / spread * Kept(CorrelationVariance, noise);
                matrix[a, b] = matrix[b, a] = Math.Clamp(correlation, -0.95, 0.95);
            }
        }
        return matrix;
    }

    /// <summary>How much of a blurred number is to be believed: expected variance over that with the noise.</summary>
    private static double Kept(double variance, double deviation) => variance / (variance + deviation * deviation);

    /// <summary>The distribution of a column over all kinds, in the form of <see cref="CopulaMargins"/>.</summary>
    internal static float[] Margin(CohortColumn column)
    {
        if (column.Kind == CohortKind.Category)
            return Cumulative(column.Missing, column.Shares);
        var table = new float[1 + Quantiles];
        table[0] = (float)column.Missing;
        for (var q = 0; q < Quantiles; q++)
        {
            double low = column.Low,
                high = column.High;
            var wanted = (double)q / (Quantiles - 1);
            for (var i = 0; i < 50 && wanted is > 0 and < 1; i++)
            {
                var middle = (low + high) / 2;
                var below = column.Modes.Sum(mode =>
                    mode.Weight * NormalScores.Cumulative((middle - mode.Mean) / mode.Deviation)
                );
                if (below < wanted)
                    low = middle;
                else
                    high = middle;
            }
            table[1 + q] = (float)(wanted == 1 ? column.High : low);
        }
        return table;
    }

    private static float[] Cumulative(double missing, IReadOnlyList<double> shares)
    {
        var table = new float[1 + shares.Count];
        table[0] = (float)missing;
        var (sum, total) = (0.0, shares.Sum());
        for (var i = 0; i < shares.Count; i++)
            table[1 + i] = (float)((sum += shares[i]) / total);
        return table;
    }

    /// <summary>The distribution of a kind whose normal scores have another mean and spread than those of all.</summary>
    private static float[] Moved(float[] margin, double mean, double deviation)
    {
        double Place(double place) =>
            NormalScores.Cumulative(mean + deviation * NormalScores.Inverse(Math.Clamp(place, 1e-6, 1 - 1e-6)));
        var moved = new float[margin.Length];
        double missing = margin[0];
        moved[0] =
            missing <= 0
                ? 0
                : (float)
                    NormalScores.Cumulative((NormalScores.Inverse(Math.Min(missing, 1 - 1e-6)) - mean) / deviation);
        for (var q = 0; q < Quantiles; q++)
        {
            var place = Place(moved[0] + (double)q / (Quantiles - 1) * (1 - moved[0]));
            var filled = missing >= 1 ? 0 : Math.Clamp((place - missing) / (1 - missing), 0, 1) * (Quantiles - 1);
            var low = Math.Min((int)filled, Quantiles - 2);
            moved[1 + q] = (float)(margin[1 + low] + (filled - low) * (margin[2 + low] - margin[1 + low]));
        }
        return moved;
    }

    /// <summary>The normal score in the middle of each level's stretch; a quantity has a single entry that is its score.</summary>
    private static double[] LevelScores(CohortColumn column, float[] margin)
    {
        if (column.Kind == CohortKind.Number)
            return [1];
        var scores = new double[column.Levels.Count];
        for (var level = 0; level < scores.Length; level++)
        {
            var low = level == 0 ? 0 : margin[level];
            scores[level] = NormalScores.Inverse(
                Math.Clamp(margin[0] + (1 - margin[0]) * (low + margin[1 + level]) / 2, 0.002, 0.998)
            );
        }
        var mean = scores.Zip(column.Shares, (score, share) => score * share).Sum() / column.Shares.Sum();
        return Array.ConvertAll(scores, score => score - mean);
    }

    /// <summary>The shares of a category's levels within a kind.</summary>
    private static double[] Shares(PrivateMoments moments, int column, CohortColumn described, int kind, double rows)
    {
        var shares = new double[described.Levels.Count];
        var filled = rows * Math.Max(1e-3, 1 - described.Missing);
        for (var level = 0; level < shares.Length; level++)
        {
            var usual = described.Shares[level];
            var told = moments.OfKind(column, level, kind) / filled;
            var kept = Kept(KindVariance * usual * (1 - usual) + 1e-9, moments.Deviation / filled);
            shares[level] = Math.Max(0.1 * usual, usual + kept * (told - usual));
        }
        var sum = shares.Sum();
        return Array.ConvertAll(shares, share => share / sum);
    }

    private static double Square(double[] scores, IReadOnlyList<double> shares) =>
        scores.Zip(shares, (score, share) => share * score * score).Sum() / shares.Sum();

    private static double Length(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
