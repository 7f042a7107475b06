using System.Runtime.CompilerServices;

namespace Xinglin.Learning.Tables.Estimators.Trees;

/// <summary>One tree. A row goes left where its value is at most the threshold, and where it is missing and told so.</summary>
/// <param name="Feature">For each node the column that is asked, −1 at a leaf.</param>
/// <param name="Left">The left child; the right one follows it.</param>
/// <param name="MissingLeft">Where a missing value goes.</param>
/// <param name="Cover">Training rows that came through.</param>
/// <param name="Value">[nodes, outputs] shares of classes; with two classes, of the positive one alone.</param>
internal sealed record DecisionTree(
    int[] Feature,
    float[] Threshold,
    int[] Left,
    bool[] MissingLeft,
    float[] Cover,
    float[] Value,
    int Outputs
)
{
    public int Nodes => Feature.Length;

    /// <summary>The leaf that a row comes to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Leaf(ReadOnlySpan<float> row)
    {
        var node = 0;
        while (Feature[node] is var f and >= 0)
            node = Left[node] + (GoesLeft(node, row[f]) ? 0 : 1);
        return node;
    }

    public bool GoesLeft(int node, float value) => float.IsNaN(value) ? MissingLeft[node] : value <= Threshold[node];

    public ReadOnlySpan<float> At(int node) => Value.AsSpan(node * Outputs, Outputs);

    /// <summary>The values after hierarchical shrinkage by λ.</summary>
    public float[] Shrunk(double lambda)
    {
        if (lambda <= 0)
            return Value;
        var shrunk = Value.ToArray();
        for (var node = 0; node < Nodes; node++) // parents stand before their children
        {
            if (Feature[node] < 0)
                continue;
            var share = 1 / (1 + lambda / Cover[node]);
            for (var side = 0; side < 2; side++)
            {
                for (var o = 0; o < Outputs; o++)
                {
                    var (child, parent) = ((Left[node] + side) * Outputs + o, node * Outputs + o);
                    shrunk[child] = (float)(shrunk[parent] + share * (Value[child] - Value[parent]));
                }
            }
        }
        return shrunk;
    }
}
