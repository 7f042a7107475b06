using System.Text.Json.Nodes;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>
/// What a training of several networks has finished, kept in a hidden folder next to the model to be: the same command, given
/// again after a crash, goes on where it was killed. Gone when the model is written.
/// </summary>
internal sealed class TrainingCheckpoints
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<string, JsonObject> _history = new(StringComparer.Ordinal);
    private readonly string? _folder;
    private readonly string _plan;

    /// <param name="modelFolder">Where the model will be written; null: nothing is kept.</param>
    /// <param name="plan">Options and data digests; what was kept under another plan is thrown away.</param>
    public TrainingCheckpoints(string? modelFolder, string plan)
    {
        _plan = plan;
        if (modelFolder is null)
            return;
        Checkpoint.EnsurePlace(modelFolder);
        var target = Path.GetFullPath(modelFolder).TrimEnd(Path.DirectorySeparatorChar);
        _folder = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.training");
        var marker = Path.Combine(_folder, "plan.json");
        if (Directory.Exists(_folder) && (!File.Exists(marker) || File.ReadAllText(marker) != plan))
            Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        File.WriteAllText(marker, plan);
    }

    /// <summary>Trains a network, or takes it as it was finished before.</summary>
    /// <param name="name">Unique within the training, such as <c>fold-2-network-1</c>.</param>
    /// <param name="train">Trains it with the options given, which say where its state is kept.</param>
    public void Train(
        string name,
        nn.Module network,
        TrainingOptions options,
        Func<TrainingOptions, TrainingOutcome> train
    )
    {
        if (_folder is null)
        {
            _history[name] = Told(train(options));
            return;
        }
        var finished = Path.Combine(_folder, name);
        if (File.Exists(Path.Combine(finished, Checkpoint.DocumentFile)))
        {
            var kept = Checkpoint.Load(finished);
            NetworkWeights.Write(network, kept.Weights);
            network.eval();
            _history[name] = (JsonObject)kept.Document["history"]!.DeepClone();
            return;
        }
        _history[name] = Told(train(options with { StateFolder = finished + "-state", StateEvery = Pause }));
        var document = new JsonObject { ["task"] = "training-state", ["history"] = _history[name].DeepClone() };
        Checkpoint.Save(
            finished,
            document,
            NetworkWeights.Read(network),
            new("未完成训练中已完成的网络。\n", "A finished network of an unfinished training.\n")
        );
    }

    /// <summary>The weights of a finished model that is no network (trees, linear models); null when there is none yet.</summary>
    public IReadOnlyDictionary<string, NamedTensor>? Finished(string name) =>
        _folder is not null && File.Exists(Path.Combine(_folder, name, Checkpoint.DocumentFile))
            ? Checkpoint.Load(Path.Combine(_folder, name)).Weights
            : null;

    /// <summary>Keeps a finished model that is no network.</summary>
    public void Keep(string name, IReadOnlyDictionary<string, NamedTensor> weights)
    {
        if (_folder is not null)
        {
            Checkpoint.Save(
                Path.Combine(_folder, name),
                new JsonObject { ["task"] = "training-state" },
                weights,
                new("未完成训练中已完成的模型。\n", "A finished model of an unfinished training.\n")
            );
        }
    }

    /// <summary>
    /// For each network, by its name: the epochs trained, the one whose weights were kept, and the training loss and validation
    /// score after each. For <c>model.json</c>.
    /// </summary>
    public JsonObject History() =>
        new(_history.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value.DeepClone())));

    /// <summary>The least share of a first epoch that the budget left time for; 1 where it left time for all.</summary>
    public double LeastFirstEpoch() =>
        _history.Values.Select(one => (double?)one["first_epoch"] ?? 1).DefaultIfEmpty(1).Min();

    private static JsonObject Told(TrainingOutcome outcome)
    {
        var told = new JsonObject
        {
            ["epochs"] = outcome.Epochs,
            ["best_epoch"] = outcome.BestEpoch,
            ["losses"] = Rounded(outcome.Losses),
            ["scores"] = Rounded(outcome.Scores),
        };
        if (outcome.FirstEpoch < 1)
            told["first_epoch"] = Math.Round(outcome.FirstEpoch, 4);
        return told;
    }

    private static JsonArray Rounded(IReadOnlyList<double> values) =>
        new([.. values.Select(value => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 6)) : null)]);

    /// <summary>Everything is done: nothing stays behind.</summary>
    public void Clear()
    {
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
