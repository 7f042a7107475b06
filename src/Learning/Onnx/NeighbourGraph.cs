using Xinglin.Learning.Tables.Estimators;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// The votes of the nearest training rows, as <see cref="NearestNeighbours"/> counts them. The rows themselves
/// stand in the file, prepared as they stand in the model folder.
/// </summary>
internal static class NeighbourGraph
{
    private const long FloatType = 1;
    private const long DoubleType = 11;

    /// <param name="x">[rows, inputs]</param>
    /// <returns>Logarithms of the classes' shares of the votes [rows, classes]; of two classes the log-odds [rows, 1].</returns>
    public static string Votes(OnnxLayers layers, int k, string prefix, string x, int classes)
    {
        var graph = layers.Graph;
        var rows = layers.Floats(prefix + "rows");
        var labels = layers.Floats(prefix + "labels").Values;
        var shares = layers.Floats(prefix + "shares").Values;
        k = Math.Min(k, labels.Length);
        var best = graph.Nodes(
            "TopK",
            [Squared(graph, rows.Values, rows.Shape[0], rows.Shape[1], x), graph.Integers(k)],
            2,
            ("axis", 1L),
            ("largest", 0L),
            ("sorted", 1L)
        );
        var distances = graph.Node("Sqrt", [best[0]]); // [rows, k]
        var middle = graph.Node("Max", [layers.Part(distances, 1, k / 2, 1), graph.Scalar(1e-6)]);
        var apart = layers.Scaled(graph.Node("Div", [distances, middle]), 0.75);
        var weights = graph.Node("Reciprocal", [layers.Add(apart, graph.Scalar(0.25))]);
        var ofClass = new float[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++)
            ofClass[i * classes + (int)labels[i]] = 1;
        var voters = graph.Node("Gather", [graph.Constant(ofClass, labels.Length, classes), best[1]], ("axis", 0L)); // [rows, k, classes]
        var spoken = graph.Node("MatMul", [graph.Node("Unsqueeze", [weights, graph.Integers(1)]), voters]);
        var votes = layers.Add(
            graph.Node("Squeeze", [spoken, graph.Integers(1)]),
            graph.Constant(shares, shares.Length)
        ); // [rows, classes]
        var logarithms = graph.Node("Log", [votes]);
        if (classes == 2)
            return graph.Node("MatMul", [logarithms, graph.Constant([-1f, 1f], 2, 1)]);
        var all = graph.Node("ReduceSum", [votes, graph.Integers(1)], ("keepdims", 1L));
        return graph.Node("Sub", [logarithms, graph.Node("Log", [all])]);
    }

    /// <summary>
    /// |x − r|² = |x|² − 2 x·r + |r|² in 64 bits, where the differences lose nothing that a 32-bit number holds; what is left of
    /// two equal rows is cut off. [rows, training rows]
    /// </summary>
    private static string Squared(OnnxGraph graph, float[] rows, long count, long inputs, string x)
    {
        var turned = new double[rows.Length];
        var squares = new double[count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < inputs; j++)
            {
                var value = (double)rows[i * inputs + j];
                turned[j * count + i] = -2 * value;
                squares[i] += value * value;
            }
        }

        var wide = graph.Node("Cast", [x], ("to", DoubleType));
        var own = graph.Node("ReduceSum", [graph.Node("Mul", [wide, wide]), graph.Integers(1)], ("keepdims", 1L));
        var products = graph.Node("MatMul", [wide, graph.Doubles(turned, inputs, count)]);
        var sum = graph.Node("Add", [graph.Node("Add", [own, products]), graph.Doubles(squares, 1, count)]);
        var apart = graph.Node("Greater", [sum, graph.Doubles([1e-10], 1)]);
        var kept = graph.Node("Where", [apart, sum, graph.Doubles([0], 1)]);
        return graph.Node("Cast", [kept], ("to", FloatType));
    }
}
