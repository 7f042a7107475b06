using System.Text.Json;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>A trained image generator. What it draws is synthetic and is to be marked so.</summary>
public sealed class GanModel : IDisposable
{
    public const string Task = "image-generator";

    private readonly GanGenerator _generator;

    internal GanModel(GanShape shape, double[] proportions, GanGenerator generator, Checkpoint? checkpoint = null)
    {
        Shape = shape;
        Proportions = proportions;
        _generator = generator;
        Source = checkpoint;
    }

    public GanShape Shape { get; }

    /// <summary>Share of each class among the training images.</summary>
    public IReadOnlyList<double> Proportions { get; }

    /// <summary>The folder's content; null for a model that was never written.</summary>
    internal Checkpoint? Source { get; }

    /// <exception cref="InvalidInputException">The folder holds no image generator, or one that was changed.</exception>
    public static GanModel Load(string folder)
    {
        using var alone = TorchRuntime.Alone();
        var checkpoint = Checkpoint.Load(folder);
        if (checkpoint.Task != Task || checkpoint.Document["model"].Deserialize<GanShape>() is not { } shape)
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, task: '{checkpoint.Task}' is no image generator",
                "Name the folder of a model made by train gan."
            );
        }

        var generator = new GanGenerator(shape);
        NetworkWeights.Write(generator, checkpoint.Weights, "generator.");
        generator.eval();
        return new GanModel(shape, checkpoint.Document["proportions"].Deserialize<double[]>()!, generator, checkpoint);
    }

    /// <summary>Draws images. Equal seeds draw equal images.</summary>
    /// <param name="only">A class to draw; null: classes in the proportions of the training images.</param>
    /// <returns>8-bit images [count, Size, Size, Channels] and the class number of each.</returns>
    /// <exception cref="InvalidInputException">There is no such class.</exception>
    public (byte[] Pixels, int[] Labels) Draw(int count, int seed, string? only = null)
    {
        using var alone = TorchRuntime.Alone();
        var kinds = Kinds(count, seed, only);
        using var scope = NewDisposeScope();
        var drawn = Draw(_generator, kinds, Shape.Latent, seed);
        var grey = drawn.add(1).mul(127.5).round().clamp(0, 255).permute(0, 2, 3, 1).contiguous().to(ScalarType.Byte);
        return (grey.data<byte>().ToArray(), Array.ConvertAll(kinds, kind => (int)kind));
    }

    /// <summary>[kinds, C, S, S] between −1 and 1.</summary>
    internal Tensor Drawn(long[] kinds, int seed) => Draw(_generator, kinds, Shape.Latent, seed);

    /// <param name="vectors">[images, Latent]</param>
    /// <param name="kinds">[images], class numbers.</param>
    /// <returns>[images, C, S, S] between −1 and 1.</returns>
    internal Tensor Drawn(Tensor vectors, Tensor kinds) => _generator.forward(vectors, kinds);

    internal static Tensor Draw(GanGenerator generator, long[] kinds, int latent, int seed)
    {
        using var noGradient = no_grad();
        using var alone = TorchRuntime.Generator(seed);
        var parts = new List<Tensor>();
        foreach (var part in kinds.Chunk(128))
        {
            using var scope = NewDisposeScope();
            var vectors = randn([part.Length, latent], generator: alone);
            parts.Add(generator.forward(vectors, tensor(part)).MoveToOuterDisposeScope());
        }
        var all = cat(parts, 0);
        parts.ForEach(one => one.Dispose());
        return all;
    }

    /// <summary>Class numbers in the training proportions (rounded so that they add up), shuffled.</summary>
    internal long[] Kinds(int count, int seed, string? only = null)
    {
        if (only is not null)
        {
            var kind = Shape.Classes.ToList().IndexOf(only);
            return kind >= 0
                ? [.. Enumerable.Repeat((long)kind, count)]
                : throw InvalidInputException.In(
                    "option class",
                    $"'{only}' is none of {string.Join(", ", Shape.Classes)}."
                );
        }
        var kinds = new List<long>();
        var sum = 0.0;
        for (var c = 0; c < Proportions.Count; c++)
        {
            sum += Proportions[c];
            while (kinds.Count < (int)Math.Round(sum * count))
                kinds.Add(c);
        }
        while (kinds.Count < count)
            kinds.Add(Proportions.Count - 1);
        var shuffled = kinds.ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(shuffled);
        return shuffled;
    }

    internal Dictionary<string, NamedTensor> Weights() => NetworkWeights.Read(_generator, "generator.");

    public void Dispose() => _generator.Dispose();
}
