using Xinglin.Formats;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Estimators.Trees;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// A forest as tensors, all trees one after the other: <c>roots</c> [trees] where each begins, and for each node
/// <c>nodes</c> [feature (−1 at a leaf), threshold, left child from its root, 1 where missing goes left, training rows] and
/// <c>values</c> [outputs]; <c>floor</c> [1].
/// </summary>
internal static class ForestWeights
{
    private const int PerNode = 5;

    public static void Save(RandomForest forest, Action<string, float[], long[]> floats)
    {
        var outputs = Scores.Outputs(forest.Classes);
        var count = forest.Trees.Sum(t => t.Nodes);
        var (nodes, values) = (new float[count * PerNode], new float[count * outputs]);
        var roots = new float[forest.Trees.Length];
        var at = 0;
        for (var t = 0; t < roots.Length; t++)
        {
            var tree = forest.Trees[t];
            roots[t] = at;
            tree.Value.CopyTo(values.AsSpan(at * outputs));
            for (var n = 0; n < tree.Nodes; n++, at++)
            {
                var cells = nodes.AsSpan(at * PerNode, PerNode);
                cells[0] = tree.Feature[n];
                cells[1] = tree.Threshold[n];
                cells[2] = tree.Left[n];
                cells[3] = tree.MissingLeft[n] ? 1 : 0;
                cells[4] = tree.Cover[n];
            }
        }
        floats("roots", roots, [roots.Length]);
        floats("nodes", nodes, [count, PerNode]);
        floats("values", values, [count, outputs]);
        floats("floor", [(float)forest.Floor], [1]);
    }

    /// <exception cref="InvalidInputException">A tensor is missing or leads out of its tree.</exception>
    public static RandomForest Load(int classes, int inputs, Func<string, long[], float[]> floats, string prefix)
    {
        var outputs = Scores.Outputs(classes);
        var nodes = floats("nodes", [-1, PerNode]);
        var count = nodes.Length / PerNode;
        var values = floats("values", [count, outputs]);
        int[] roots = [.. floats("roots", [-1]).Select(r => (int)r), count];
        var trees = new DecisionTree[roots.Length - 1];
        if (trees.Length == 0)
            throw Refused();
        for (var t = 0; t < trees.Length; t++)
        {
            var (from, size) = (roots[t], roots[t + 1] - roots[t]);
            if (from < 0 || size < 1 || from + size > count)
                throw Refused();
            float Cell(int node, int cell) => nodes[(from + node) * PerNode + cell];
            var each = Enumerable.Range(0, size).ToArray();
            trees[t] = new DecisionTree(
                [.. each.Select(n => (int)Cell(n, 0))],
                [.. each.Select(n => Cell(n, 1))],
                [.. each.Select(n => (int)Cell(n, 2))],
                [.. each.Select(n => Cell(n, 3) != 0)],
                [.. each.Select(n => Cell(n, 4))],
                values[(from * outputs)..((from + size) * outputs)],
                outputs
            );
            foreach (var n in each)
            {
                if (trees[t].Feature[n] is var f and >= 0)
                {
                    if (f >= inputs || trees[t].Left[n] <= n || trees[t].Left[n] + 1 >= size)
                        throw Refused();
                }
            }
        }
        return new RandomForest(classes, trees, floats("floor", [1])[0]);

        InvalidInputException Refused() =>
            new($"weights.safetensors, tensor '{prefix}nodes' is not a forest", "Train the model again from its plan.");
    }
}
