using Xinglin.Formats;
using Xinglin.Formats.Safetensors;

namespace Xinglin.Learning.Onnx;

/// <summary>Layers of networks as operations of a graph, with the weights of a checkpoint under PyTorch's names.</summary>
public sealed class OnnxLayers(OnnxGraph graph, IReadOnlyDictionary<string, NamedTensor> weights)
{
    public OnnxGraph Graph => graph;

    public bool Has(string name) => weights.ContainsKey(name);

    /// <exception cref="InvalidInputException">The checkpoint has no such weight.</exception>
    public NamedTensor.Floats Floats(string name) =>
        weights.TryGetValue(name, out var tensor) && tensor is NamedTensor.Floats floats
            ? floats
            : throw new InvalidInputException(
                $"weight {name}",
                "The checkpoint lacks it: this version cannot export that architecture."
            );

    public byte[] Bytes(string name) =>
        weights.TryGetValue(name, out var tensor) && tensor is NamedTensor.Bytes bytes
            ? bytes.Values
            : throw new InvalidInputException($"weight {name}", "The checkpoint lacks it. Train the model again.");

    public string Weight(string name) => graph.Constant(Floats(name), name);

    public string Add(string a, string b) => graph.Node("Add", [a, b]);

    public string Multiply(string a, string b) => graph.Node("Mul", [a, b]);

    public string Scaled(string a, double factor) => factor == 1 ? a : Multiply(a, graph.Scalar(factor));

    public string Relu(string x) => graph.Node("Relu", [x]);

    public string Concat(long axis, params string[] parts) => graph.Node("Concat", parts, ("axis", axis));

    public string Transposed(string x, params long[] order) => graph.Node("Transpose", [x], ("perm", order));

    public string Shaped(string x, params long[] shape) => graph.Node("Reshape", [x, graph.Integers(shape)]);

    /// <summary>A part of an axis.</summary>
    public string Part(string x, long axis, long from, long length) =>
        graph.Node(
            "Slice",
            [x, graph.Integers(from), graph.Integers(from + length), graph.Integers(axis), graph.Integers(1)]
        );

    /// <summary>The mean over axes, which fall away.</summary>
    public string Mean(string x, params long[] axes) =>
        graph.Node("ReduceMean", [x, graph.Integers(axes)], ("keepdims", 0L));

    /// <summary>x·Wᵀ + b over the last axis; weight [out, in].</summary>
    public string Linear(string x, string name, bool matrix = true)
    {
        if (matrix)
            return graph.Node("Gemm", [x, Weight(name + ".weight"), Weight(name + ".bias")], ("transB", 1L));
        var turned = Transposed(Weight(name + ".weight"), 1, 0);
        return Add(graph.Node("MatMul", [x, turned]), Weight(name + ".bias"));
    }

    /// <summary>A convolution padded by half its kernel, with a step along each spatial axis.</summary>
    public string Convolution(string x, string name, long[] strides)
    {
        var kernel = Floats(name + ".weight");
        var around = kernel.Shape[2..].Select(side => side / 2).ToArray();
        return graph.Node(
            "Conv",
            [x, graph.Constant(kernel, name), Weight(name + ".bias")],
            ("kernel_shape", kernel.Shape[2..]),
            ("strides", strides),
            ("pads", (long[])[.. around, .. around])
        );
    }

    /// <summary>
    /// Group normalisation (Wu and He, 2018) without scale and shift: an instance normalisation of the groups, since the operator of
    /// its name has a scale for each group, not for each channel, before set 21.
    /// </summary>
    /// <param name="x">[B, C, …]</param>
    public string Even(string x, int groups)
    {
        var ones = new float[groups];
        Array.Fill(ones, 1);
        var even = graph.Node(
            "InstanceNormalization",
            [Shaped(x, 0, groups, -1), graph.Constant(ones, groups), graph.Constant(new float[groups], groups)],
            ("epsilon", 1e-5f)
        );
        return graph.Node("Reshape", [even, graph.Node("Shape", [x])]);
    }

    /// <summary>Group normalisation with a scale and a shift for each channel.</summary>
    /// <param name="x">[B, C, …]</param>
    public string GroupNorm(string x, string name, int groups)
    {
        var (weight, bias) = (Floats(name + ".weight"), Floats(name + ".bias"));
        var channels = Shaped(Even(x, groups), 0, weight.Values.Length, -1); // [B, C, places]
        var scaled = Add(
            Multiply(channels, graph.Constant(weight.Values, weight.Values.Length, 1)),
            graph.Constant(bias.Values, bias.Values.Length, 1)
        );
        return graph.Node("Reshape", [scaled, graph.Node("Shape", [x])]);
    }

    /// <param name="pads">Of each spatial axis at its beginning, then at its end; null: half the kernel.</param>
    public string Convolution(string x, string name, long stride = 1, bool depthwise = false, long[]? pads = null)
    {
        var kernel = Floats(name + ".weight");
        var sides = kernel.Shape[2..];
        var around = sides.Select(side => side / 2).ToArray();
        var weight = graph.Constant(kernel, name);
        return graph.Node(
            "Conv",
            Has(name + ".bias") ? [x, weight, Weight(name + ".bias")] : [x, weight],
            ("kernel_shape", sides),
            ("strides", Array.ConvertAll(sides, _ => stride)),
            ("pads", pads ?? [.. around, .. around]),
            ("group", depthwise ? kernel.Shape[0] : 1L)
        );
    }

    /// <summary>Batch normalisation with the running statistics.</summary>
    public string Norm(string x, string name, float epsilon = 1e-5f) =>
        graph.Node(
            "BatchNormalization",
            [
                x,
                Weight(name + ".weight"),
                Weight(name + ".bias"),
                Weight(name + ".running_mean"),
                Weight(name + ".running_var"),
            ],
            ("epsilon", epsilon)
        );

    public string LayerNorm(string x, string name) =>
        graph.Node(
            "LayerNormalization",
            [x, Weight(name + ".weight"), Weight(name + ".bias")],
            ("axis", -1L),
            ("epsilon", 1e-5f)
        );
}
