using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// An ensemble of image networks as a graph: prepared images [images, C, H, W] (volumes [images, C, D, H, W]) in, the
/// mean logits over networks and views, and calibrated probabilities, out.
/// </summary>
internal static class ImageGraph
{
    public const string Input = "pictures";

    public static void Write(OnnxGraph graph, Checkpoint checkpoint)
    {
        var model = checkpoint.Document["model"]!;
        var preparation = model["Preparation"]!;
        var classes = model["Classes"]!.AsArray().Count;
        var networks = (int)model["Networks"]!;
        var (size, channels) = ((long)preparation["Size"]!, (long)preparation["Channels"]!);
        long[] sides = (bool?)preparation["Volumes"] == true ? [size, size, size] : [size, size];
        var layers = new OnnxLayers(graph, checkpoint.Weights);
        var images = graph.Input(Input, ["pictures", channels, .. sides.Cast<object>()]);
        var views = TestTimeAugmentationGraph.Of(graph, images, (int?)model["Views"] ?? 1, sides);
        string? sum = null;
        for (var i = 0; i < networks; i++)
        {
            foreach (var view in views)
            {
                var maps = Body(layers, model, $"{i}.body.", view);
                var features = layers.Mean(maps, [.. sides.Select((_, axis) => 2L + axis)]);
                var logits = layers.Linear(features, $"{i}.head");
                sum = sum is null ? logits : layers.Add(sum, logits);
            }
        }

        var scores = layers.Scaled(sum!, 1.0 / (networks * views.Count));
        graph.Output("scores", scores, "pictures", classes);
        var prior = model["Prior"]?.AsArray().Select(one => (double)one!).ToArray();
        var calibration = checkpoint.Document["calibrations"]![0]!;
        graph.Output(
            "probabilities",
            CalibrationGraph.Probabilities(layers, scores, classes, calibration, prior),
            "pictures",
            classes
        );
    }

    private static string Body(OnnxLayers layers, JsonNode model, string prefix, string x)
    {
        var network = (string?)model["Network"] ?? "small";
        return network switch
        {
            "small" => Small(layers, prefix, x, (bool?)model["LargeStem"] == true),
            "resnet18" or "resnet50" => Residual(layers, prefix, x, (bool?)model["LargeStem"] == true),
            "mobilenetv2" => MobileNetV2Graph.Body(layers, prefix, x),
            _ => throw new InvalidInputException(
                $"model.json, network '{network}'",
                "This version cannot export that architecture."
            ),
        };
    }

    /// <summary>Stages of the small network, by their names, and their steps.</summary>
    private static readonly (string Name, long Stride)[] Stages =
    [
        ("full", 1),
        ("half", 2),
        ("half2", 1),
        ("quarter", 2),
        ("quarter2", 1),
    ];

    private static readonly (string Name, long Stride)[] VolumeStages =
    [
        ("half", 1),
        ("quarter", 2),
        ("quarter2", 1),
        ("eighth", 2),
    ];

    private static string Small(OnnxLayers layers, string prefix, string x, bool largeStem)
    {
        var volumes = layers.Floats(prefix + "stem.weight").Shape.Length == 5;
        x = layers.Convolution(x, prefix + "stem", volumes || largeStem ? 2 : 1);
        x = layers.Relu(layers.Norm(x, prefix + "stem_norm"));
        foreach (var (name, stride) in volumes ? VolumeStages : Stages)
        {
            var block = $"{prefix}{name}.";
            var path = layers.Convolution(x, block + "path.conv1", stride);
            path = layers.Relu(layers.Norm(path, block + "path.norm1"));
            path = layers.Norm(layers.Convolution(path, block + "path.conv2"), block + "path.norm2");
            var shortcut = layers.Has(block + "shortcut.conv.weight")
                ? layers.Norm(layers.Convolution(x, block + "shortcut.conv", stride), block + "shortcut.norm")
                : x;
            x = layers.Relu(layers.Add(path, shortcut));
        }
        return x;
    }

    /// <summary>ResNet-18 and -50 with torchvision's names; the step of a deep block is at its second convolution.</summary>
    private static string Residual(OnnxLayers layers, string prefix, string x, bool largeStem)
    {
        x = layers.Relu(layers.Norm(layers.Convolution(x, prefix + "conv1", largeStem ? 2 : 1), prefix + "bn1"));
        if (largeStem)
        {
            x = layers.Graph.Node(
                "MaxPool",
                [x],
                ("kernel_shape", new long[] { 3, 3 }),
                ("strides", new long[] { 2, 2 }),
                ("pads", new long[] { 1, 1, 1, 1 })
            );
        }

        for (var stage = 1; stage <= 4; stage++)
        {
            for (var i = 0; layers.Has($"{prefix}layer{stage}.{i}.conv1.weight"); i++)
            {
                var block = $"{prefix}layer{stage}.{i}.";
                var stride = i == 0 && stage > 1 ? 2 : 1;
                var deep = layers.Has(block + "conv3.weight");
                string Convolved(string from, int number, long step) =>
                    layers.Norm(layers.Convolution(from, $"{block}conv{number}", step), $"{block}bn{number}");
                var path = Convolved(layers.Relu(Convolved(x, 1, deep ? 1 : stride)), 2, deep ? stride : 1);
                if (deep)
                    path = Convolved(layers.Relu(path), 3, 1);
                var shortcut = layers.Has(block + "downsample.0.weight")
                    ? layers.Norm(layers.Convolution(x, block + "downsample.0", stride), block + "downsample.1")
                    : x;
                x = layers.Relu(layers.Add(path, shortcut));
            }
        }

        return x;
    }
}
