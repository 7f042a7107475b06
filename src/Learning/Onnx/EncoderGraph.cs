using Xinglin.Formats;

namespace Xinglin.Learning.Onnx;

/// <summary>The recurrent networks and the transformer of a series model, reading a grid step by step.</summary>
internal static class EncoderGraph
{
    /// <returns>The state after each step, [series, steps, width].</returns>
    public static string States(OnnxLayers layers, string kind, string prefix, int width, SeriesInputs inputs) =>
        kind switch
        {
            // PyTorch keeps the gates as reset, update, new; ONNX as update, reset, hidden.
            "gru" => Recurrent(layers, "GRU", prefix + "course.", width, [1, 0, 2], inputs.Steps),
            // PyTorch: input, forget, cell, output; ONNX: input, output, forget, cell.
            "lstm" => Recurrent(layers, "LSTM", prefix + "course.", width, [0, 3, 1, 2], inputs.Steps),
            "grud" => DecayGraph.States(layers, prefix, width, inputs),
            "transformer" => AttentionGraph.States(layers, prefix, width, inputs),
            _ => throw new InvalidInputException($"network '{kind}'", "This version cannot export that kind."),
        };

    /// <param name="gates">The order in which ONNX keeps PyTorch's gates.</param>
    /// <param name="steps">[B, T, inputs]</param>
    /// <returns>[B, T, width]</returns>
    public static string Recurrent(
        OnnxLayers layers,
        string operation,
        string prefix,
        int width,
        int[] gates,
        string steps
    )
    {
        var graph = layers.Graph;
        string Gates(string name)
        {
            var weight = layers.Floats(prefix + name);
            return graph.Constant(Reordered(weight.Values, gates), [1, .. weight.Shape]);
        }
        float[] biases =
        [
            .. Reordered(layers.Floats(prefix + "bias_ih_l0").Values, gates),
            .. Reordered(layers.Floats(prefix + "bias_hh_l0").Values, gates),
        ];
        var byTime = layers.Transposed(steps, 1, 0, 2); // [T, B, inputs]
        string[] from =
        [
            byTime,
            Gates("weight_ih_l0"),
            Gates("weight_hh_l0"),
            graph.Constant(biases, 1, biases.Length),
        ];
        var states =
            operation == "GRU"
                ? graph.Node(operation, from, ("hidden_size", (long)width), ("linear_before_reset", 1L))
                : graph.Node(operation, from, ("hidden_size", (long)width)); // [T, 1, B, H]
        return layers.Transposed(graph.Node("Squeeze", [states, graph.Integers(1)]), 1, 0, 2);
    }

    private static float[] Reordered(float[] values, int[] gates)
    {
        var part = values.Length / gates.Length;
        return [.. gates.SelectMany(gate => values[(gate * part)..((gate + 1) * part)])];
    }
}

/// <summary>GRU-D (Che et al., 2018), its steps one after the other.</summary>
internal static class DecayGraph
{
    public static string States(OnnxLayers layers, string prefix, int width, SeriesInputs inputs)
    {
        var graph = layers.Graph;
        var parts = layers.Shaped(inputs.Steps, -1, inputs.Bins, inputs.Variables, 3);
        string Third(long which) => graph.Node("Squeeze", [layers.Part(parts, 3, which, 1), graph.Integers(3)]);
        var (last, measured, gap) = (Third(0), Third(1), Third(2)); // [B, T, V]
        string Faded(string x) => graph.Node("Exp", [graph.Node("Neg", [layers.Relu(x)])]);
        var kept = Faded(
            layers.Add(
                layers.Multiply(layers.Scaled(gap, 4), layers.Weight(prefix + "valueDecay")),
                layers.Weight(prefix + "valueDelay")
            )
        );
        var unmeasured = graph.Node("Sub", [graph.Scalar(1), measured]);
        var values = layers.Add(
            layers.Multiply(measured, last),
            layers.Multiply(layers.Multiply(unmeasured, kept), last)
        );
        var fading = Faded(layers.Linear(gap, prefix + "memoryDecay", matrix: false)); // [B, T, H]
        var fromInputs = layers.Linear(layers.Concat(2, values, measured), prefix + "input", matrix: false);

        string At(string x, long t) => graph.Node("Squeeze", [layers.Part(x, 1, t, 1), graph.Integers(1)]);
        var state = layers.Scaled(At(fading, 0), 0);
        var states = new List<string>();
        for (long t = 0; t < inputs.Bins; t++)
        {
            state = layers.Multiply(state, At(fading, t));
            var fromInput = At(fromInputs, t); // [B, 3H]
            var fromState = layers.Linear(state, prefix + "recurrent"); // [B, 3H]
            string Gate(long at) =>
                graph.Node(
                    "Sigmoid",
                    [layers.Add(layers.Part(fromInput, 1, at, width), layers.Part(fromState, 1, at, width))]
                );
            var (reset, update) = (Gate(0), Gate(width));
            var candidate = graph.Node(
                "Tanh",
                [
                    layers.Add(
                        layers.Part(fromInput, 1, 2L * width, width),
                        layers.Multiply(reset, layers.Part(fromState, 1, 2L * width, width))
                    ),
                ]
            );
            state = layers.Add(candidate, layers.Multiply(update, graph.Node("Sub", [state, candidate])));
            states.Add(graph.Node("Unsqueeze", [state, graph.Integers(1)]));
        }
        return layers.Concat(1, [.. states]);
    }
}

/// <summary>A small transformer (Vaswani et al., 2017) with normalisation before each part.</summary>
internal static class AttentionGraph
{
    public static string States(OnnxLayers layers, string prefix, int width, SeriesInputs inputs)
    {
        var graph = layers.Graph;
        var length = inputs.Bins;
        var embedded = layers.Linear(inputs.Steps, prefix + "embed", matrix: false);
        var tokens = layers.Add(embedded, graph.Constant(Times(length, width), 1, length, width));
        var unseen = Unseen(layers, inputs);
        for (var i = 0; layers.Has($"{prefix}layers.{i}.all.weight"); i++)
            tokens = Layer(layers, $"{prefix}layers.{i}.", width, length, tokens, unseen);
        return layers.LayerNorm(tokens, prefix + "norm");
    }

    private static string Layer(OnnxLayers layers, string prefix, int width, long length, string tokens, string unseen)
    {
        var graph = layers.Graph;
        long heads =
            width % 4 == 0 ? 4
            : width % 2 == 0 ? 2
            : 1;
        var part = width / heads;
        var three = layers.Linear(layers.LayerNorm(tokens, prefix + "before"), prefix + "all", matrix: false);
        var apart = layers.Transposed(layers.Shaped(three, -1, length, 3, heads, part), 2, 0, 3, 1, 4);
        string One(long which) => graph.Node("Squeeze", [layers.Part(apart, 0, which, 1), graph.Integers(0)]);
        var closeness = graph.Node("MatMul", [One(0), layers.Transposed(One(1), 0, 1, 3, 2)]); // [B, heads, T, T]
        var masked = layers.Add(layers.Scaled(closeness, 1 / Math.Sqrt(part)), unseen);
        var attention = graph.Node("Softmax", [masked], ("axis", 3L));
        var mixed = layers.Transposed(graph.Node("MatMul", [attention, One(2)]), 0, 2, 1, 3);
        var joined = layers.Linear(layers.Shaped(mixed, -1, length, width), prefix + "joined", matrix: false);
        var next = layers.Add(tokens, joined);
        var wide = layers.Linear(layers.LayerNorm(next, prefix + "between"), prefix + "wide", matrix: false);
        return layers.Add(next, layers.Linear(graph.Node("Gelu", [wide]), prefix + "narrow", matrix: false));
    }

    /// <summary>
    /// 0 where a step may look, −10⁴ where nothing was measured or, with answers at each moment, where it is later; every step
    /// may look at itself. [B, 1, T, T]
    /// </summary>
    private static string Unseen(OnnxLayers layers, SeriesInputs inputs)
    {
        var graph = layers.Graph;
        var length = inputs.Bins;
        var measured = layers.Part(layers.Shaped(inputs.Steps, -1, length, inputs.Variables, 3), 3, 1, 1);
        var any = graph.Node("ReduceSum", [measured, graph.Integers(2, 3)], ("keepdims", 0L)); // [B, T]
        var none = graph.Node("Cast", [graph.Node("Equal", [any, graph.Scalar(0)])], ("to", 1L));
        var others = new float[length * length];
        Array.Fill(others, -1e4f);
        for (long t = 0; t < length; t++)
            others[t * length + t] = 0;
        var hidden = graph.Node("Unsqueeze", [none, graph.Integers(1, 2)]); // [B, 1, 1, T]
        if (inputs.Hourly)
        {
            var later = new float[length * length];
            for (long t = 0; t < length; t++)
                later.AsSpan((int)(t * length + t + 1), (int)(length - t - 1)).Fill(1);
            hidden = graph.Node("Max", [hidden, graph.Constant(later, 1, 1, length, length)]);
        }
        return layers.Multiply(hidden, graph.Constant(others, 1, 1, length, length));
    }

    private static float[] Times(long length, int width)
    {
        var values = new float[length * width];
        for (var t = 0; t < length; t++)
        {
            for (var k = 0; k < width; k += 2)
            {
                var (sin, cos) = Math.SinCos(t / Math.Pow(1000, (double)k / width));
                values[t * width + k] = (float)sin;
                if (k + 1 < width)
                    values[t * width + k + 1] = (float)cos;
            }
        }

        return values;
    }
}
