using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>Where a training is after an epoch. Kept in a folder, so that a killed training goes on from there.</summary>
internal sealed class TrainingState
{
    private const string Format = "xinglin-training-state-1";

    public int Epoch { get; set; }

    public int BestEpoch { get; set; }

    public double BestScore { get; set; } = double.PositiveInfinity;

    /// <summary>See <see cref="TrainingOutcome.FirstEpoch"/>.</summary>
    public double FirstEpoch { get; set; } = 1;

    public List<double> Losses { get; init; } = [];

    public List<double> Scores { get; init; } = [];

    public void Save(TrainingOptions options, FlatParameters parameters, Adam adam, BestWeights best)
    {
        if (options.StateFolder is not { } folder)
            return;
        var document = new JsonObject
        {
            ["format"] = Format,
            ["task"] = "training-state",
            ["plan"] = Plan(options, parameters),
            ["steps"] = adam.Steps,
            ["state"] = JsonSerializer.SerializeToNode(this),
        };
        var weights = Tensors(parameters, adam, best)
            .ToDictionary(pair => pair.Key, pair => NetworkWeights.Read(pair.Value));
        Checkpoint.Save(
            folder,
            document,
            weights,
            new("未完成训练的状态。\n", "The state of an unfinished training.\n")
        );
    }

    /// <summary>The state of an earlier run of the same plan on the same network; null when there is none.</summary>
    public static TrainingState? Restore(
        TrainingOptions options,
        FlatParameters parameters,
        Adam adam,
        BestWeights best
    )
    {
        if (options.StateFolder is not { } folder || !File.Exists(Path.Combine(folder, "model.json")))
            return null;
        var checkpoint = Checkpoint.Load(folder);
        if ((string?)checkpoint.Document["plan"] != Plan(options, parameters))
            return null;
        adam.Steps = (long)checkpoint.Document["steps"]!;
        foreach (var (name, tensor) in Tensors(parameters, adam, best))
            NetworkWeights.Write(tensor, checkpoint.Weights[name], name);
        return checkpoint.Document["state"].Deserialize<TrainingState>();
    }

    public static void Remove(TrainingOptions options)
    {
        if (options.StateFolder is { } folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static string Plan(TrainingOptions options, FlatParameters parameters) =>
        JsonSerializer.Serialize(options with { StateFolder = null, StateEvery = default, Budget = null })
        + " weights "
        + parameters.Length;

    private static Dictionary<string, Tensor> Tensors(FlatParameters parameters, Adam adam, BestWeights best)
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["weights"] = parameters.Values,
            ["best"] = best.Values,
            ["adam.mean"] = adam.Mean,
            ["adam.square"] = adam.Square,
        };
        for (var i = 0; i < parameters.Buffers.Count; i++)
        {
            tensors["buffer." + i] = parameters.Buffers[i];
            tensors["best-buffer." + i] = best.Buffers[i];
        }
        return tensors;
    }
}
