using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// A table model as a graph: for each way in which its parts encode a row one input [rows, columns], the parts' scores, their
/// weighted sum, the calibration.
/// </summary>
internal static class TableGraph
{
    /// <returns>Training rows that went into the file: those of nearest-neighbour parts, prepared.</returns>
    public static int Write(OnnxGraph graph, Checkpoint checkpoint)
    {
        var document = checkpoint.Document;
        var layers = new OnnxLayers(graph, checkpoint.Weights);
        var classes = document["classes"]!.AsArray().Count;
        var preparation = Preparation.FromJson(document["preparation"]!);
        var inputs = new Dictionary<string, string>();
        string? scores = null;
        var carried = 0;
        foreach (var (i, part) in document["parts"]!.AsArray().Index())
        {
            var candidate = part!["candidate"]!;
            var encoding = EncodingOf(candidate);
            if (!inputs.TryGetValue(encoding, out var x))
            {
                inputs[encoding] = x = graph.Input(
                    encoding,
                    "rows",
                    preparation.Width(Enum.Parse<Encoding>(encoding, ignoreCase: true))
                );
            }

            if (layers.Has($"main.{i}.rows"))
                carried = Math.Max(carried, layers.Floats($"main.{i}.labels").Values.Length);
            var score = layers.Scaled(Part(layers, candidate, $"main.{i}.", x, classes), (double)part["weight"]!);
            scores = scores is null ? score : layers.Add(scores, score);
        }
        graph.Output("scores", scores!, "rows", classes);
        graph.Output(
            "probabilities",
            CalibrationGraph.Probabilities(layers, scores!, classes, document["calibration"]!, null),
            "rows",
            classes
        );
        return carried;
    }

    /// <summary>The name of the input that a candidate reads: how its rows are encoded.</summary>
    public static string EncodingOf(JsonNode candidate) =>
        CandidateJson.FromJson(candidate).Encoding.ToString().ToLowerInvariant();

    /// <returns>Scores [rows, classes]; with two classes 0 and the log-odds of the second.</returns>
    private static string Part(OnnxLayers layers, JsonNode candidate, string prefix, string x, int classes)
    {
        var outputs = classes == 2 ? 1 : classes;
        var kind = (string?)candidate["kind"];
        return Scores(
            layers,
            kind switch
            {
                "logistic" => Logistic(layers, prefix, x),
                "lightgbm" => new TreeGraph(outputs).LightGbm(layers.Bytes(prefix + "trees")).Write(layers.Graph, x),
                "forest" => Forest(layers, prefix, x, outputs),
                "network" => Network(layers, candidate, prefix, x),
                "neighbours" => NeighbourGraph.Votes(layers, (int)candidate["k"]!, prefix, x, classes),
                _ => throw new InvalidInputException(
                    $"model.json, part '{kind}'",
                    "This version cannot export it. Train the model again."
                ),
            },
            classes
        );
    }

    private static string Scores(OnnxLayers layers, string raw, int classes) =>
        classes == 2 ? layers.Graph.Node("MatMul", [raw, layers.Graph.Constant([0f, 1f], 1, 2)]) : raw;

    private static string Logistic(OnnxLayers layers, string prefix, string x)
    {
        if (layers.Has(prefix + "products"))
        {
            var graph = layers.Graph;
            var rows = layers.Floats(prefix + "products").Values.Chunk(4).ToArray();
            string Columns(int which) =>
                graph.Node("Gather", [x, graph.Integers([.. rows.Select(r => (long)r[which])])], ("axis", 1L));
            var products = layers.Multiply(Columns(0), Columns(1));
            var centred = graph.Node("Sub", [products, graph.Constant([.. rows.Select(r => r[2])], rows.Length)]);
            x = layers.Concat(
                1,
                x,
                graph.Node("Div", [centred, graph.Constant([.. rows.Select(r => r[3])], rows.Length)])
            );
        }
        return layers.Graph.Node(
            "Gemm",
            [x, layers.Weight(prefix + "weight"), layers.Weight(prefix + "bias")],
            ("transB", 1L)
        );
    }

    private static string Network(OnnxLayers layers, JsonNode candidate, string prefix, string x)
    {
        var blocks = (int?)candidate["blocks"] ?? 0;
        string? sum = null;
        var copies = 0;
        for (; copies == 0 || layers.Has($"{prefix}copy{copies}.layer0.weight"); copies++)
        {
            var at = copies == 0 ? prefix : $"{prefix}copy{copies}.";
            string Layer(string value, int number) => layers.Linear(value, $"{at}layer{number}");
            string answer;
            if (blocks == 0)
            {
                answer = Layer(layers.Relu(Layer(layers.Relu(Layer(x, 0)), 1)), 2);
            }
            else
            {
                var stream = Layer(x, 0);
                for (var b = 0; b < blocks; b++)
                    stream = layers.Add(stream, Layer(layers.Relu(Layer(layers.Relu(stream), 1 + 2 * b)), 2 + 2 * b));
                answer = layers.Add(Layer(layers.Relu(stream), 1 + 2 * blocks), Layer(x, 2 + 2 * blocks));
            }
            sum = sum is null ? answer : layers.Add(sum, answer);
        }
        return layers.Scaled(sum!, 1.0 / copies);
    }

    private static string Forest(OnnxLayers layers, string prefix, string x, int outputs)
    {
        const int perNode = 5;
        var nodes = layers.Floats(prefix + "nodes").Values;
        var values = layers.Floats(prefix + "values").Values;
        var floor = layers.Floats(prefix + "floor").Values[0];
        int[] roots = [.. layers.Floats(prefix + "roots").Values.Select(r => (int)r), nodes.Length / perNode];
        var trees = new TreeGraph(outputs);
        for (var t = 0; t + 1 < roots.Length; t++)
        {
            var each = Enumerable.Range(roots[t], roots[t + 1] - roots[t]).Select(n => n * perNode).ToArray();
            trees.Forest(
                Array.ConvertAll(each, n => (int)nodes[n]),
                Array.ConvertAll(each, n => nodes[n + 1]),
                Array.ConvertAll(each, n => (int)nodes[n + 2]),
                Array.ConvertAll(each, n => nodes[n + 3] != 0),
                values.AsSpan(roots[t] * outputs, each.Length * outputs)
            );
        }
        var graph = layers.Graph;
        var share = graph.Node(
            "Clip",
            [layers.Scaled(trees.Write(graph, x), 1.0 / (roots.Length - 1)), graph.Scalar(0), graph.Scalar(1)]
        );
        var most = outputs == 1 ? graph.Node("Sub", [graph.Scalar(1 + floor), share]) : graph.Scalar(1);
        return graph.Node("Log", [graph.Node("Div", [layers.Add(share, graph.Scalar(floor)), most])]);
    }
}
