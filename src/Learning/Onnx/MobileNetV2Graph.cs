namespace Xinglin.Learning.Onnx;

/// <summary>The body of MobileNetV2 (Sandler et al., 2018) with the names and the padding of keras.applications.</summary>
internal static class MobileNetV2Graph
{
    /// <summary>Blocks whose depthwise convolution steps by two: the first of the stages with a step.</summary>
    private static readonly int[] Steps = [1, 3, 6, 13];

    public static string Body(OnnxLayers layers, string prefix, string x)
    {
        x = Layer(layers, prefix + "Conv1", x, step: true, bounded: true);
        for (var block = 0; ; block++)
        {
            var name = prefix + (block == 0 ? "expanded_conv" : $"block_{block}");
            if (!layers.Has(name + "_project.weight"))
                break;
            var step = Steps.Contains(block);
            var y = x;
            if (layers.Has(name + "_expand.weight"))
                y = Layer(layers, name + "_expand", y, step: false, bounded: true);
            y = Layer(layers, name + "_depthwise", y, step, bounded: true, depthwise: true);
            y = Layer(layers, name + "_project", y, step: false, bounded: false);
            // A shortcut where nothing changes the shape.
            var from = layers.Has(name + "_expand.weight")
                ? layers.Floats(name + "_expand.weight").Shape[1]
                : layers.Floats(name + "_depthwise.weight").Shape[0];
            var to = layers.Floats(name + "_project.weight").Shape[0];
            x = !step && from == to ? layers.Add(x, y) : y;
        }
        return Layer(layers, prefix + "Conv_1", x, step: false, bounded: true);
    }

    private static string Layer(
        OnnxLayers layers,
        string name,
        string x,
        bool step,
        bool bounded,
        bool depthwise = false
    )
    {
        // Steps of two pad an even side at its end alone; an odd one on both sides.
        x = step
            ? layers.Convolution(Padded(layers, x), name, 2, depthwise, [0, 0, 0, 0])
            : layers.Convolution(x, name, 1, depthwise);
        if (layers.Has(name + "_BN.weight"))
            x = layers.Norm(x, name + "_BN", 1e-3f);
        var graph = layers.Graph;
        return bounded ? graph.Node("Clip", [x, graph.Scalar(0), graph.Scalar(6)]) : x;
    }

    private static string Padded(OnnxLayers layers, string x)
    {
        var graph = layers.Graph;
        var sides = layers.Part(graph.Node("Shape", [x]), 0, 2, 2);
        var odd = graph.Node("Mod", [sides, graph.Integers(2)]);
        var pads = layers.Concat(0, graph.Integers(0, 0), odd, graph.Integers(0, 0, 1, 1));
        return graph.Node("Pad", [x, pads]);
    }
}
