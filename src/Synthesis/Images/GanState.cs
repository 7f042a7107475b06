using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Where an image generator's training is, kept in a hidden folder next to the model to be: the same command, given again after
/// kill -9, goes on from the last state.
/// </summary>
internal sealed class GanState
{
    private const string StateFolder = "duel";

    /// <summary>Rounds done.</summary>
    public int Round { get; set; }

    /// <summary>Seconds of training behind this state, over all runs.</summary>
    public double Seconds { get; set; }

    public double Augmentation { get; set; }

    public long Steps { get; set; }

    /// <summary>Kernel distance of the best average; infinity before the first look.</summary>
    public double BestDistance { get; set; } = double.MaxValue;

    public int BestRound { get; set; }

    /// <summary>Losses of each round: discriminator, generator, augmentation.</summary>
    public List<double[]> Losses { get; init; } = [];

    /// <summary>Kernel distance at each look: round, distance.</summary>
    public List<double[]> Looks { get; init; } = [];

    public static string FolderFor(string model)
    {
        var target = Path.GetFullPath(model).TrimEnd(Path.DirectorySeparatorChar);
        return Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.training", StateFolder);
    }

    public void Save(string folder, string plan, GanTrainingStep duel)
    {
        Augmentation = duel.Augmentation;
        Steps = duel.GeneratorOptimizer.Steps;
        var document = new JsonObject
        {
            ["task"] = "training-state",
            ["plan"] = plan,
            ["state"] = JsonSerializer.SerializeToNode(this),
        };
        var weights = Tensors(duel).ToDictionary(pair => pair.Key, pair => NetworkWeights.Read(pair.Value));
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Checkpoint.Save(
            folder,
            document,
            weights,
            new("未完成训练的状态。\n", "The state of an unfinished training.\n")
        );
    }

    /// <summary>The state of an earlier run of the same plan; a fresh one when there is none.</summary>
    public static GanState Restore(string? folder, string plan, GanTrainingStep duel)
    {
        if (folder is null || !File.Exists(Path.Combine(folder, Checkpoint.DocumentFile)))
            return new GanState();
        var checkpoint = Checkpoint.Load(folder);
        if ((string?)checkpoint.Document["plan"] != plan)
            return new GanState();
        foreach (var (name, tensor) in Tensors(duel))
            NetworkWeights.Write(tensor, checkpoint.Weights[name], name);
        var state = checkpoint.Document["state"].Deserialize<GanState>()!;
        duel.Augmentation = state.Augmentation;
        duel.GeneratorOptimizer.Steps = duel.DiscriminatorOptimizer.Steps = state.Steps;
        return state;
    }

    public static void Clear(string? folder)
    {
        if (folder is not null && Path.GetDirectoryName(folder) is { } parent && Directory.Exists(parent))
            Directory.Delete(parent, recursive: true);
    }

    private static Dictionary<string, Tensor> Tensors(GanTrainingStep duel) =>
        new()
        {
            ["generator"] = duel.GeneratorParameters.Values,
            ["generator.square"] = duel.GeneratorOptimizer.Square,
            ["discriminator"] = duel.DiscriminatorParameters.Values,
            ["discriminator.square"] = duel.DiscriminatorOptimizer.Square,
            ["average"] = duel.EmaWeights,
            ["best"] = duel.Best,
        };
}
