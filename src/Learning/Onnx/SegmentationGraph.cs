using System.Text.Json;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Segmentation;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// The U-Nets of a segmentation model as a graph over patches: prepared patches [patches, C, (D,) H, W] in, the probabilities of
/// each network and their mean out. Resizing an image to the patch's scale, the sliding window and the largest pieces stay with
/// the program that asks; the file's metadata say how they are done (docs/formats.md).
/// </summary>
internal static class SegmentationGraph
{
    public const string Input = "patches";

    /// <summary>The answer of each network, [patches, networks, classes, (D,) H, W].</summary>
    public const string Each = "answers";

    public static void Write(OnnxGraph graph, Checkpoint checkpoint)
    {
        var model =
            checkpoint.Document["model"].Deserialize<SegmentationDescription>()
            ?? throw new InvalidInputException("model.json", "It describes no segmentation. Train the model again.");
        var (plan, classes) = (model.Plan, model.Labels.Count);
        var layers = new OnnxLayers(graph, checkpoint.Weights);
        long[] sides = Axes(plan, plan.Patch);
        var patches = graph.Input(Input, [Input, plan.Channels, .. sides.Cast<object>()]);
        var views = TestTimeAugmentationGraph.Of(graph, patches, model.Views, sides);
        var answers = new List<string>();
        for (var i = 0; i < model.Networks; i++)
        {
            string? sum = null;
            foreach (var (number, view) in views.Index())
            {
                var p = graph.Node("Softmax", [Logits(layers, plan, $"{i}.", view)], ("axis", 1L));
                if (number > 0)
                    p = TestTimeAugmentationGraph.Back(graph, p, number, sides);
                sum = sum is null ? p : layers.Add(sum, p);
            }
            answers.Add(graph.Node("Unsqueeze", [layers.Scaled(sum!, 1.0 / views.Count), graph.Integers(1)]));
        }
        var all = layers.Concat(1, [.. answers]);
        object[] each = [classes, .. sides.Cast<object>()];
        graph.Output(Each, all, [Input, model.Networks, .. each]);
        graph.Output("probabilities", layers.Mean(all, 1), [Input, .. each]);
    }

    /// <summary>Depth, rows, columns; of images without the depth.</summary>
    private static long[] Axes(SegmentationPlan plan, int[] three) =>
        Array.ConvertAll(plan.Volumes ? three : three[1..], one => (long)one);

    /// <returns>[patches, classes, (D,) H, W]</returns>
    private static string Logits(OnnxLayers layers, SegmentationPlan plan, string prefix, string patches)
    {
        var (fold, patch) = (Axes(plan, plan.Fold), Axes(plan, plan.Patch));
        var sizes = new List<long[]> { (long[])[.. patch.Zip(fold, (side, one) => side / one)] };
        long[] still = Array.ConvertAll(fold, _ => 1L);
        string[] maps =
        [
            Stage(layers, $"{prefix}down.0.", plan.Widths[0], still, Folded(layers, patches, sizes[0], fold)),
        ];
        for (var stage = 1; stage < plan.Widths.Length; stage++)
        {
            var step = Axes(plan, plan.Strides[stage - 1]);
            maps = [.. maps, Stage(layers, $"{prefix}down.{stage}.", plan.Widths[stage], step, maps[^1])];
            sizes.Add([.. sizes[^1].Zip(step, (side, one) => (side - 1) / one + 1)]);
        }
        var x = maps[^1];
        for (var i = 0; i + 1 < plan.Widths.Length; i++)
        {
            var beside = plan.Widths.Length - 2 - i;
            var lifted = layers.Convolution(x, $"{prefix}lift.{i}", still);
            lifted = Nearest(layers, lifted, sizes[beside + 1], sizes[beside]);
            x = layers.Convolution(layers.Concat(1, lifted, maps[beside]), $"{prefix}up.{i}.conv", still);
            x = layers.Relu(Norm(layers, x, $"{prefix}up.{i}.norm", plan.Widths[beside]));
        }
        return Unfolded(layers, layers.Convolution(x, prefix + "head", still), sizes[0], fold);
    }

    private static string Stage(OnnxLayers layers, string prefix, int width, long[] strides, string x)
    {
        long[] still = Array.ConvertAll(strides, _ => 1L);
        var path = layers.Convolution(x, prefix + "path.conv1", strides);
        path = layers.Relu(Norm(layers, path, prefix + "path.norm1", width));
        path = Norm(layers, layers.Convolution(path, prefix + "path.conv2", still), prefix + "path.norm2", width);
        return layers.Relu(layers.Add(path, layers.Convolution(x, prefix + "shortcut", strides)));
    }

    private static string Norm(OnnxLayers layers, string x, string name, int width) =>
        layers.GroupNorm(x, name, width % 8 == 0 ? 8 : 1);

    /// <summary>Each place takes the value of the place it lies in: place i of the larger from ⌊i · small / large⌋.</summary>
    private static string Nearest(OnnxLayers layers, string x, long[] from, long[] to)
    {
        for (var axis = 0; axis < from.Length; axis++)
        {
            if (from[axis] != to[axis])
            {
                var places = Enumerable.Range(0, (int)to[axis]).Select(i => i * from[axis] / to[axis]).ToArray();
                x = layers.Graph.Node("Gather", [x, layers.Graph.Integers(places)], ("axis", axis + 2L));
            }
        }

        return x;
    }

    /// <summary>Neighbours along each axis become channels.</summary>
    private static string Folded(OnnxLayers layers, string x, long[] sizes, long[] fold)
    {
        long[] apart = [0, 0, .. sizes.SelectMany((side, axis) => new[] { side, fold[axis] })];
        long[] order = [0, 1, .. sizes.Select((_, axis) => 3L + 2 * axis), .. sizes.Select((_, axis) => 2L + 2 * axis)];
        return layers.Shaped(layers.Transposed(layers.Shaped(x, apart), order), [0, -1, .. sizes]);
    }

    /// <summary>The way back.</summary>
    private static string Unfolded(OnnxLayers layers, string x, long[] sizes, long[] fold)
    {
        long[] order = [0, 1, .. sizes.SelectMany((_, axis) => new long[] { 2 + sizes.Length + axis, 2 + axis })];
        var apart = layers.Transposed(layers.Shaped(x, [0, -1, .. fold, .. sizes]), order);
        return layers.Shaped(apart, [0, -1, .. sizes.Zip(fold, (side, one) => side * one)]);
    }
}
