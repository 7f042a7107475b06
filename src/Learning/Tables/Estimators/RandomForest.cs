using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Estimators.Trees;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// A forest of classification trees whose leaves vote with shares of classes (Breiman 2001; Geurts et al. 2006), drawn
/// towards their parents (Agarwal et al. 2022). Trees are grown side by side; the result does not depend on how many.
/// </summary>
public sealed class RandomForest
{
    private static readonly double[] Shrinkages = [0, 1, 3, 10, 30, 100];

    private readonly double _floor;

    internal RandomForest(int classes, DecisionTree[] trees, double floor) =>
        (Classes, Trees, _floor) = (classes, trees, floor);

    public int Classes { get; }
    internal DecisionTree[] Trees { get; }

    /// <summary>A share that is added to every class, so that a class no leaf has seen is improbable and not impossible.</summary>
    internal double Floor => _floor;

    public static RandomForest Fit(
        Encoded x,
        int[] labels,
        int classes,
        ForestSettings settings,
        int seed,
        CancellationToken ct = default
    )
    {
        var trees = Grow(x, labels, classes, settings, seed, ct);
        return new RandomForest(
            classes,
            [.. trees.Select(t => t with { Value = t.Shrunk(settings.Shrinkage) })],
            FloorOf(labels.Length)
        );
    }

    /// <summary>One forest, its scores of the held-out rows under each strength of shrinkage.</summary>
    internal static IReadOnlyList<(Candidate, double[][])> Follow(
        Encoded x,
        int[] labels,
        int classes,
        Candidate.Forest plan,
        Encoded held,
        int seed,
        CancellationToken ct
    )
    {
        var trees = Grow(x, labels, classes, plan.Settings, seed, ct);
        var leaves = trees
            .Select(t =>
            {
                var at = new int[held.Rows];
                for (var r = 0; r < at.Length; r++)
                    at[r] = t.Leaf(held.Row(r));
                return at;
            })
            .ToArray();
        var outputs = Scores.Outputs(classes);
        return
        [
            .. Shrinkages.Select(lambda =>
            {
                var sums = new double[held.Rows * outputs];
                for (var t = 0; t < trees.Length; t++)
                {
                    var values = trees[t].Shrunk(lambda);
                    for (var r = 0; r < held.Rows; r++)
                    {
                        for (var o = 0; o < outputs; o++)
                            sums[r * outputs + o] += values[leaves[t][r] * outputs + o];
                    }
                }
                Candidate stop = plan with { Path = false, Settings = plan.Settings with { Shrinkage = lambda } };
                var floor = FloorOf(labels.Length);
                return (
                    stop,
                    Enumerable
                        .Range(0, held.Rows)
                        .Select(r => ToScores(sums.AsSpan(r * outputs, outputs), trees.Length, classes, floor))
                        .ToArray()
                );
            }),
        ];
    }

    /// <summary>Scores of each row, see <see cref="Scores"/>.</summary>
    public double[][] Score(Encoded x)
    {
        var scores = new double[x.Rows][];
        const int Block = 256; // rows of a block meet one tree after the other, while it is in the cache
        Parallel.For(
            0,
            (x.Rows + Block - 1) / Block,
            block =>
            {
                var (from, to) = (block * Block, Math.Min(x.Rows, (block + 1) * Block));
                var outputs = Scores.Outputs(Classes);
                var sums = new double[(to - from) * outputs];
                foreach (var tree in Trees)
                {
                    for (var r = from; r < to; r++)
                    {
                        var leaf = tree.At(tree.Leaf(x.Row(r)));
                        for (var o = 0; o < outputs; o++)
                            sums[(r - from) * outputs + o] += leaf[o];
                    }
                }

                for (var r = from; r < to; r++)
                    scores[r] = ToScores(sums.AsSpan((r - from) * outputs, outputs), Trees.Length, Classes, _floor);
            }
        );
        return scores;
    }

    /// <summary>The score of a class's mean share; with two classes the log-odds of the positive one.</summary>
    internal static double Link(double share, int classes, double floor) =>
        classes == 2
            ? Math.Log((share + floor) / (1 - share + floor))
            : Math.Log((share + floor) / (1 + classes * floor));

    private static double[] ToScores(ReadOnlySpan<double> sums, int trees, int classes, double floor)
    {
        var scores = new double[classes];
        for (var o = 0; o < sums.Length; o++)
            scores[classes == 2 ? 1 : o] = Link(Math.Clamp(sums[o] / trees, 0, 1), classes, floor);
        return scores;
    }

    private static double FloorOf(int rows) => 0.5 / (rows + 1);

    private static DecisionTree[] Grow(
        Encoded x,
        int[] labels,
        int classes,
        ForestSettings settings,
        int seed,
        CancellationToken ct
    )
    {
        var binned = BinnedColumns.Of(x);
        var trees = new DecisionTree[settings.Trees];
        Concurrently.ForEach(
            Enumerable.Range(0, settings.Trees),
            Environment.ProcessorCount,
            ct,
            t => trees[t] = new TreeGrower(binned, labels, classes, settings, unchecked(seed * 31 + t * 7907)).Grow()
        );
        return trees;
    }
}
