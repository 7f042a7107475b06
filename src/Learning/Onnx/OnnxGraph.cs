using System.Runtime.InteropServices;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// A graph of operations as the ONNX format keeps it (onnx.proto of onnx.ai, IR version 9, operators of set 20 and of
/// <c>ai.onnx.ml</c> 3). Values are known by name; each method adds to the graph and answers the name of what it made.
/// </summary>
public sealed class OnnxGraph
{
    public const int Operators = 20;
    public const int TreeOperators = 3;
    public const string Trees = "ai.onnx.ml";

    private const int IrVersion = 9;
    private const int FloatType = 1;
    private const int IntegerType = 7;
    private const int DoubleType = 11;

    private readonly List<Protobuf> _nodes = [];
    private readonly List<Protobuf> _constants = [];
    private readonly List<Protobuf> _inputs = [];
    private readonly List<Protobuf> _outputs = [];
    private readonly Dictionary<string, string> _known = [];

    /// <param name="shape">A number, or the name of a dimension that may be any.</param>
    public string Input(string name, params object[] shape)
    {
        _inputs.Add(Described(name, shape));
        return name;
    }

    /// <summary>Names a value as an answer of the graph.</summary>
    public void Output(string name, string value, params object[] shape)
    {
        _nodes.Add(Named("Identity", [value], [name], "", []));
        _outputs.Add(Described(name, shape));
    }

    public string Constant(NamedTensor tensor, string name) =>
        tensor is NamedTensor.Floats floats
            ? Constant(floats.Values, floats.Shape)
            : throw new InvalidInputException($"weight {name}", "It is not made of numbers. Train the model again.");

    public string Constant(float[] values, params long[] shape) =>
        Kept(FloatType, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    public string Doubles(double[] values, params long[] shape) =>
        Kept(DoubleType, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    public string Integers(params long[] values) =>
        Kept(IntegerType, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    public string Scalar(double value) => Constant([(float)value], []);

    /// <summary>An operation with one answer.</summary>
    /// <param name="attributes">Values are long, float, string, long[], float[] or string[].</param>
    public string Node(string operation, string[] from, params (string Name, object Value)[] attributes)
    {
        var made = $"v{_nodes.Count}";
        _nodes.Add(Named(operation, from, [made], "", attributes));
        return made;
    }

    /// <summary>An operation with several answers.</summary>
    public string[] Nodes(string operation, string[] from, int answers, params (string Name, object Value)[] attributes)
    {
        var made = Enumerable.Range(0, answers).Select(i => $"v{_nodes.Count}_{i}").ToArray();
        _nodes.Add(Named(operation, from, made, "", attributes));
        return made;
    }

    /// <summary>An operation of <see cref="Trees"/>.</summary>
    public string TreeNode(string operation, string from, params (string Name, object Value)[] attributes)
    {
        var made = $"v{_nodes.Count}";
        _nodes.Add(Named(operation, [from], [made], Trees, attributes));
        return made;
    }

    /// <returns>The bytes of the file.</returns>
    public byte[] ToModel(string name, IReadOnlyDictionary<string, string> metadata)
    {
        var graph = new Protobuf();
        foreach (var node in _nodes)
            graph.Message(1, node);
        graph.Text(2, name);
        foreach (var constant in _constants)
            graph.Message(5, constant);
        foreach (var input in _inputs)
            graph.Message(11, input);
        foreach (var output in _outputs)
            graph.Message(12, output);
        var model = new Protobuf()
            .Integer(1, IrVersion)
            .Text(2, "Xinglin")
            .Message(7, graph)
            .Message(8, new Protobuf().Text(1, "").Integer(2, Operators))
            .Message(8, new Protobuf().Text(1, Trees).Integer(2, TreeOperators));
        foreach (var (key, value) in metadata)
            model.Message(14, new Protobuf().Text(1, key).Text(2, value));
        return model.ToArray();
    }

    private string Kept(int type, ReadOnlySpan<byte> values, long[] shape)
    {
        var name = $"c{_constants.Count}";
        // The small constants of shapes and axes stand in many places: kept once.
        var key = values.Length <= 64 ? $"{type}:{string.Join(',', shape)}:{Convert.ToHexString(values)}" : name;
        if (_known.TryGetValue(key, out var same))
            return same;
        _constants.Add(new Protobuf().Integers(1, shape).Integer(2, type).Text(8, name).Bytes(9, values));
        return _known[key] = name;
    }

    private static Protobuf Described(string name, object[] shape)
    {
        var dimensions = new Protobuf();
        foreach (var side in shape)
        {
            dimensions.Message(
                1,
                side is string any
                    ? new Protobuf().Text(2, any)
                    : new Protobuf().Integer(
                        1,
                        Convert.ToInt64(side, System.Globalization.CultureInfo.InvariantCulture)
                    )
            );
        }

        return new Protobuf()
            .Text(1, name)
            .Message(2, new Protobuf().Message(1, new Protobuf().Integer(1, FloatType).Message(2, dimensions)));
    }

    private static Protobuf Named(
        string operation,
        string[] from,
        string[] to,
        string domain,
        (string Name, object Value)[] attributes
    )
    {
        var node = new Protobuf();
        foreach (var value in from)
            node.Text(1, value);
        foreach (var value in to)
            node.Text(2, value);
        node.Text(3, to[0]).Text(4, operation);
        foreach (var (name, value) in attributes)
            node.Message(5, Attribute(name, value));
        return domain.Length == 0 ? node : node.Text(7, domain);
    }

    private static Protobuf Attribute(string name, object value)
    {
        var attribute = new Protobuf().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Single(2, number).Integer(20, 1);
            case long or int:
                return attribute
                    .Integer(3, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture))
                    .Integer(20, 2);
            case string text:
                return attribute.Text(4, text).Integer(20, 3);
            case float[] numbers:
                return attribute.Singles(7, numbers).Integer(20, 6);
            case long[] numbers:
                return attribute.Integers(8, numbers).Integer(20, 7);
            case string[] texts:
                foreach (var text in texts)
                    attribute.Text(9, text);
                return attribute.Integer(20, 8);
            default:
                throw new ArgumentException($"An attribute cannot be a {value.GetType().Name}.", nameof(value));
        }
    }
}
