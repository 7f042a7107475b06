using System.Numerics;
using System.Runtime.InteropServices;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// The k nearest training rows by Euclidean distance on scaled columns vote, a near one more (weight 1 / distance,
/// Dudani 1976), and the shares of the classes count as one more vote. Of large tables a random part of the rows is kept.
/// </summary>
/// <param name="Rows">[kept rows, inputs]</param>
public sealed record NearestNeighbours(int Classes, int Inputs, int K, float[] Rows, int[] Labels, double[] Shares)
{
    /// <summary>Training rows kept at most.</summary>
    public const int MaxRows = 4000;

    private static readonly int[] Numbers = [3, 5, 10, 20, 40, 80];

    public static NearestNeighbours Fit(Encoded x, int[] labels, int classes, int k, int seed)
    {
        var kept = Enumerable.Range(0, x.Rows).ToArray();
        if (kept.Length > MaxRows)
        {
            new SeededRandom(seed).Shuffle(kept);
            kept = [.. kept.Take(MaxRows).Order()];
        }
        var shares = new double[classes];
        foreach (var label in labels)
            shares[label] += 1.0 / labels.Length;
        for (var c = 0; c < classes; c++)
            shares[c] = (shares[c] * labels.Length + 0.5) / (labels.Length + 0.5 * classes);
        return new NearestNeighbours(
            classes,
            x.Columns,
            k,
            x.Take(kept).Values,
            [.. kept.Select(i => labels[i])],
            shares
        );
    }

    internal static IReadOnlyList<(Candidate, double[][])> Follow(
        Encoded x,
        int[] labels,
        int classes,
        Candidate.Neighbours plan,
        Encoded held,
        int seed
    )
    {
        var ks = Numbers.Where(k => k <= Math.Max(3, x.Rows / 3)).ToArray();
        var model = Fit(x, labels, classes, ks[^1], seed);
        var scores = ks.Select(_ => new double[held.Rows][]).ToArray();
        Parallel.For(
            0,
            held.Rows,
            r =>
            {
                var near = model.Nearest(held.Row(r));
                for (var i = 0; i < ks.Length; i++)
                    scores[i][r] = model.Vote(near.AsSpan(0, Math.Min(ks[i], near.Length)));
            }
        );
        return [.. ks.Select((k, i) => ((Candidate)(plan with { K = k, Path = false }), scores[i]))];
    }

    /// <summary>Scores of each row, see <see cref="Scores"/>.</summary>
    public double[][] Score(Encoded x)
    {
        var scores = new double[x.Rows][];
        Parallel.For(0, x.Rows, r => scores[r] = Score(x.Row(r)));
        return scores;
    }

    public double[] Score(ReadOnlySpan<float> row) => Vote(Nearest(row));

    /// <summary>
    /// The nearest K rows, the nearest first; of rows equally far (a table of levels has many) those that stand first, so that
    /// every machine, and an exported model, asks the same ones.
    /// </summary>
    private (float Distance, int Row)[] Nearest(ReadOnlySpan<float> row)
    {
        // The bits of a number that is not negative sort as the number does; below them is the row.
        var order = new ulong[Labels.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var squared = Squared(row, Rows.AsSpan(i * Inputs, Inputs));
            order[i] = (ulong)BitConverter.SingleToUInt32Bits(squared) << 32 | (uint)i;
        }
        Array.Sort(order);
        var near = new (float, int)[Math.Min(K, order.Length)];
        for (var i = 0; i < near.Length; i++)
            near[i] = (MathF.Sqrt(BitConverter.UInt32BitsToSingle((uint)(order[i] >> 32))), (int)(uint)order[i]);
        return near;
    }

    private double[] Vote(ReadOnlySpan<(float Distance, int Row)> near)
    {
        // Weights are taken about the middle neighbour, so that they do not depend on the scale of the distances.
        var middle = Math.Max(1e-6, near[near.Length / 2].Distance);
        var votes = Shares.ToArray();
        double all = 1;
        foreach (var (distance, row) in near)
        {
            var weight = 1 / (0.25 + 0.75 * distance / middle);
            votes[Labels[row]] += weight;
            all += weight;
        }
        if (Classes == 2)
            return [0, Math.Log(votes[1] / votes[0])];
        for (var c = 0; c < votes.Length; c++)
            votes[c] = Math.Log(votes[c] / all);
        return votes;
    }

    /// <summary>The squared distance, added up in 64 bits and rounded once: the same in whatever order it is added.</summary>
    private static float Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<double>.Zero;
        for (var i = 0; i < va.Length; i++)
        {
            Vector.Widen(va[i], out var firstA, out var secondA);
            Vector.Widen(vb[i], out var firstB, out var secondB);
            var (first, second) = (firstA - firstB, secondA - secondB);
            sum += first * first + second * second;
        }
        var total = Vector.Sum(sum);
        for (var i = va.Length * Vector<float>.Count; i < a.Length; i++)
        {
            var d = (double)a[i] - b[i];
            total += d * d;
        }
        return (float)total;
    }
}
