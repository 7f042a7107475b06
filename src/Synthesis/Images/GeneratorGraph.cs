using System.Text.Json;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Onnx;
using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.Quality;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// An image generator as a graph: random vectors [images, latent] and classes [images, classes] (1 for the class to draw, else 0)
/// in, synthetic images [images, C, size, size] between −1 and 1 out. The random numbers are whoever runs the file's.
/// </summary>
public static class GeneratorGraph
{
    public const string Latent = "latent";
    public const string Classes = "classes";
    public const string Images = "pictures";

    private const float Slope = 0.2f;
    private const string Prefix = "generator.";

    /// <summary>The generator among the kinds of models that can be exported.</summary>
    /// <param name="overriding">
    /// Why a generator that failed its privacy check is exported all the same; recorded in the folder and in the file.
    /// </param>
    /// <exception cref="InvalidInputException">When it is written: it failed its check and nobody overrode that.</exception>
    public static OnnxFamily Family(string? overriding, TimeProvider clock) =>
        new(
            GanModel.Task,
            (graph, checkpoint) =>
            {
                ReleaseGate.Pass(checkpoint, overriding, clock);
                Write(graph, checkpoint);
            },
            Compare
        );

    internal static void Write(OnnxGraph graph, Checkpoint checkpoint)
    {
        var shape =
            checkpoint.Document["model"].Deserialize<GanShape>()
            ?? throw new InvalidInputException("model.json", "It describes no generator. Train the model again.");
        var layers = new OnnxLayers(graph, checkpoint.Weights);
        var latent = graph.Input(Latent, Images, shape.Latent);
        var kind = graph.Node(
            "MatMul",
            [graph.Input(Classes, Images, shape.Classes.Count), layers.Weight(Prefix + "classes.weight")]
        );
        var seed = layers.Concat(1, latent, kind);
        var style = Leaky(graph, layers.Linear(seed, Prefix + "mapping.one"));
        style = Leaky(graph, layers.Linear(style, Prefix + "mapping.two"));
        var maps = layers.Shaped(
            layers.Linear(seed, Prefix + "start"),
            -1,
            shape.WidthAt(shape.Doublings),
            shape.Base,
            shape.Base
        );
        maps = Styled(layers, maps, style, 0, shape.WidthAt(shape.Doublings));
        for (var rise = 0; rise < shape.Doublings; rise++)
        {
            maps = Styled(
                layers,
                Risen(layers, maps, $"{Prefix}rises.{rise}"),
                style,
                rise + 1,
                shape.WidthAt(shape.Doublings - 1 - rise)
            );
        }

        var drawn = graph.Node("Tanh", [layers.Convolution(maps, Prefix + "last")]);
        graph.Output(Images, drawn, Images, shape.Channels, shape.Size, shape.Size);
    }

    private static string Leaky(OnnxGraph graph, string x) => graph.Node("LeakyRelu", [x], ("alpha", Slope));

    /// <summary>The transposed convolution that doubles the side.</summary>
    private static string Risen(OnnxLayers layers, string x, string name) =>
        layers.Graph.Node(
            "ConvTranspose",
            [x, layers.Weight(name + ".weight"), layers.Weight(name + ".bias")],
            ("kernel_shape", new long[] { 4, 4 }),
            ("strides", new long[] { 2, 2 }),
            ("pads", new long[] { 1, 1, 1, 1 })
        );

    /// <summary>Maps normalised in groups of eight channels, then scaled and shifted by what the vector and the class say.</summary>
    private static string Styled(OnnxLayers layers, string maps, string style, int stage, int channels)
    {
        var told = layers.Linear(style, $"{Prefix}styles.{stage}");
        string Part(long from) => layers.Shaped(layers.Part(told, 1, from, channels), -1, channels, 1, 1);
        var even = layers.Even(maps, Math.Max(1, channels / 8));
        var scaled = layers.Multiply(even, layers.Add(Part(0), layers.Graph.Scalar(1)));
        return Leaky(layers.Graph, layers.Add(scaled, Part(channels)));
    }

    private static (double, int) Compare(string folder, OnnxSession session, SeededRandom random)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var model = GanModel.Load(folder);
        var (count, classes) = (2 * model.Shape.Classes.Count, model.Shape.Classes.Count);
        var vectors = new float[count * model.Shape.Latent];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = (float)(4 * random.NextDouble() - 2);
        var kinds = Enumerable.Range(0, count).Select(i => (long)(i % classes)).ToArray();
        var chosen = new float[count * classes];
        for (var i = 0; i < count; i++)
            chosen[i * classes + kinds[i]] = 1;
        var drawn = model.Drawn(tensor(vectors, [count, model.Shape.Latent]), tensor(kinds));
        return ExportParityCheck.Largest(Each(drawn.contiguous().data<float>()), Each(Asked()), _ => 1);

        float[] Asked() =>
            session
                .Run(
                    new Dictionary<string, (float[], int[])>
                    {
                        [Latent] = (vectors, [count, vectors.Length / count]),
                        [Classes] = (chosen, [count, classes]),
                    },
                    Images
                )
                .Values;

        double[][] Each(IEnumerable<float> pixels) =>
            [.. pixels.Select(pixel => (double)pixel).Chunk((int)drawn.numel() / count)];
    }
}
