using System.Globalization;
using System.Text;
using Xinglin.Formats;

namespace Xinglin.Learning.Onnx;

/// <summary>Trees as one <c>TreeEnsembleRegressor</c> of <c>ai.onnx.ml</c>: the sum of the leaves that a row comes to.</summary>
internal sealed class TreeGraph(int targets)
{
    private readonly List<long> _trees = [];
    private readonly List<long> _numbers = [];
    private readonly List<long> _features = [];
    private readonly List<string> _modes = [];
    private readonly List<float> _thresholds = [];
    private readonly List<long> _below = [];
    private readonly List<long> _above = [];
    private readonly List<long> _missing = [];
    private readonly List<long> _leafTrees = [];
    private readonly List<long> _leafNumbers = [];
    private readonly List<long> _leafTargets = [];
    private readonly List<float> _leafValues = [];
    private int _count;

    /// <summary>The trees of a LightGBM model file (its text, version 4); of several classes the trees take turns.</summary>
    /// <exception cref="InvalidInputException">A split by a set of categories or a linear leaf: ours have neither.</exception>
    public TreeGraph LightGbm(byte[] model)
    {
        var first = _count;
        foreach (var section in Encoding.UTF8.GetString(model).Split("\nTree=").Skip(1))
        {
            var lines = section
                .Split('\n')
                .Select(line => line.Split('=', 2))
                .Where(parts => parts.Length == 2)
                .DistinctBy(parts => parts[0])
                .ToDictionary(parts => parts[0], parts => parts[1].Trim());
            string[] Cells(string name) =>
                lines.GetValueOrDefault(name, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (lines.GetValueOrDefault("num_cat", "0") != "0" || lines.GetValueOrDefault("is_linear", "0") != "0")
            {
                throw new InvalidInputException(
                    "LightGBM model",
                    "It splits by sets of categories or has linear leaves; such trees are not exported."
                );
            }

            Booster(
                (_count - first) % targets,
                Array.ConvertAll(Cells("split_feature"), Integer),
                Array.ConvertAll(Cells("threshold"), Number),
                Array.ConvertAll(Cells("decision_type"), Integer),
                Array.ConvertAll(Cells("left_child"), Integer),
                Array.ConvertAll(Cells("right_child"), Integer),
                Array.ConvertAll(Cells("leaf_value"), Number)
            );
        }
        return this;
    }

    /// <summary>Adds one tree whose leaves carry a value for every target.</summary>
    /// <param name="feature">−1 at a leaf.</param>
    /// <param name="left">The left child; the right one follows it.</param>
    /// <param name="values">[nodes, targets]</param>
    public void Forest(int[] feature, float[] threshold, int[] left, bool[] missingLeft, ReadOnlySpan<float> values)
    {
        for (var node = 0; node < feature.Length; node++)
        {
            if (feature[node] < 0)
            {
                Leaf(node);
                for (var target = 0; target < targets; target++)
                    Value(node, target, values[node * targets + target]);
            }
            else
            {
                Split(node, feature[node], threshold[node], left[node], left[node] + 1, missingLeft[node]);
            }
        }

        _count++;
    }

    /// <returns>[rows, targets]</returns>
    public string Write(OnnxGraph graph, string x) =>
        graph.TreeNode(
            "TreeEnsembleRegressor",
            x,
            ("n_targets", (long)targets),
            ("aggregate_function", "SUM"),
            ("post_transform", "NONE"),
            ("nodes_treeids", _trees.ToArray()),
            ("nodes_nodeids", _numbers.ToArray()),
            ("nodes_featureids", _features.ToArray()),
            ("nodes_modes", _modes.ToArray()),
            ("nodes_values", _thresholds.ToArray()),
            ("nodes_truenodeids", _below.ToArray()),
            ("nodes_falsenodeids", _above.ToArray()),
            ("nodes_missing_value_tracks_true", _missing.ToArray()),
            ("target_treeids", _leafTrees.ToArray()),
            ("target_nodeids", _leafNumbers.ToArray()),
            ("target_ids", _leafTargets.ToArray()),
            ("target_weights", _leafValues.ToArray())
        );

    private void Booster(
        int target,
        int[] feature,
        double[] threshold,
        int[] decision,
        int[] left,
        int[] right,
        double[] leaves
    )
    {
        // Inner nodes keep their numbers; leaf ~n of the file follows them.
        int Child(int child) => child >= 0 ? child : feature.Length + ~child;
        for (var node = 0; node < feature.Length; node++)
        {
            // Where missing values were not learnt, LightGBM takes them for 0.
            var learnt = (decision[node] >> 2 & 3) == 2;
            var missingLeft = learnt ? (decision[node] & 2) != 0 : 0 <= threshold[node];
            Split(node, feature[node], NoLarger(threshold[node]), Child(left[node]), Child(right[node]), missingLeft);
        }
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            Leaf(feature.Length + leaf);
            Value(feature.Length + leaf, target, (float)leaves[leaf]);
        }
        _count++;
    }

    private void Split(int node, int feature, float threshold, int left, int right, bool missingLeft)
    {
        Add(node, "BRANCH_LEQ");
        _features.Add(feature);
        _thresholds.Add(threshold);
        _below.Add(left);
        _above.Add(right);
        _missing.Add(missingLeft ? 1 : 0);
    }

    private void Leaf(int node)
    {
        Add(node, "LEAF");
        _features.Add(0);
        _thresholds.Add(0);
        _below.Add(0);
        _above.Add(0);
        _missing.Add(0);
    }

    private void Value(int node, int target, float value)
    {
        _leafTrees.Add(_count);
        _leafNumbers.Add(node);
        _leafTargets.Add(target);
        _leafValues.Add(value);
    }

    private void Add(int node, string mode)
    {
        _trees.Add(_count);
        _numbers.Add(node);
        _modes.Add(mode);
    }

    /// <summary>The largest 32-bit number that is not above: what a 32-bit value is compared with, nothing changes.</summary>
    private static float NoLarger(double value)
    {
        var near = (float)Math.Clamp(value, float.MinValue, float.MaxValue);
        return near > value ? MathF.BitDecrement(near) : near;
    }

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A split that only tells missing from measured has no finite threshold: LightGBM writes <c>inf</c>.</summary>
    private static double Number(string text) =>
        text switch
        {
            "inf" => double.MaxValue,
            "-inf" => double.MinValue,
            _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
}
