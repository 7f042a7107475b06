using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Series;

/// <summary>What <c>model.json</c> says of a series model.</summary>
/// <param name="Classes">Class names; class number = position.</param>
/// <param name="Preparations">One for each fold of the ensemble, fitted on that fold's training series.</param>
/// <param name="NetworksPerFold">Networks that share one preparation.</param>
public sealed record SeriesDescription(
    string Target,
    IReadOnlyList<string> Classes,
    int Width,
    int NetworksPerFold,
    IReadOnlyList<SeriesPreparation> Preparations
);

/// <summary>
/// A trained classifier of irregular series: the networks of all folds of its cross-validation, averaged, then calibrated
/// on the out-of-fold predictions. Thread-safe.
/// </summary>
public sealed class SeriesModel : IDisposable
{
    public const string Task = "series";

    private readonly Lock gate = new();
    private readonly IReadOnlyList<SeriesNetwork> networks;
    private readonly Calibration calibration;

    internal SeriesModel(SeriesDescription description, IReadOnlyList<SeriesNetwork> networks, Calibration calibration)
    {
        Description = description;
        this.networks = networks;
        this.calibration = calibration;
    }

    public SeriesDescription Description { get; }

    /// <exception cref="CheckpointRefusedException">The folder holds no series model, or one that was changed.</exception>
    public static SeriesModel Load(string folder)
    {
        // A new network draws its first weights from the stream that a training beside it relies on.
        using var alone = TorchRuntime.Alone();
        var checkpoint = Checkpoint.Load(folder);
        if (
            checkpoint.Task != Task
            || checkpoint.Document["model"].Deserialize<SeriesDescription>() is not { } described
        )
            throw new CheckpointRefusedException(
                $"{Checkpoint.DocumentFile}, task: '{checkpoint.Task}' is no series model",
                "Name the folder of a model made by train series."
            );
        var networks = new List<SeriesNetwork>();
        foreach (var preparation in described.Preparations)
            for (var i = 0; i < described.NetworksPerFold; i++)
            {
                var network = new SeriesNetwork(
                    preparation.StepWidth,
                    preparation.SummaryWidth,
                    described.Width,
                    described.Classes.Count
                );
                NetworkWeights.Write(network, checkpoint.Weights, $"{networks.Count}.");
                network.eval();
                networks.Add(network);
            }
        return new SeriesModel(described, networks, Calibration.FromJson(checkpoint.Document["calibration"]!));
    }

    internal void Save(string folder, JsonObject plan, JsonObject metrics, string card)
    {
        var weights = networks
            .SelectMany((network, i) => NetworkWeights.Read(network, $"{i}."))
            .ToDictionary(entry => entry.Key, entry => entry.Value);
        var document = new JsonObject
        {
            ["task"] = Task,
            ["model"] = JsonSerializer.SerializeToNode(Description),
            ["calibration"] = calibration.ToJson(),
            ["plan"] = plan,
            ["metrics"] = metrics,
        };
        Checkpoint.Save(folder, document, weights, card);
    }

    /// <summary>Calibrated probabilities [ids][classes] of every series of an events table, in the order of its ids.</summary>
    public double[][] Predict(EventTable events, OutcomeFile? statics = null)
    {
        var ids = Enumerable.Range(0, events.Ids.Count).ToArray();
        var logits = new double[ids.Length][];
        for (var n = 0; n < logits.Length; n++)
            logits[n] = new double[Description.Classes.Count];
        for (var fold = 0; fold < Description.Preparations.Count; fold++)
            foreach (var part in ids.Chunk(2048))
            {
                using var data = SeriesData.From(Description.Preparations[fold], events, part, statics);
                for (var i = 0; i < Description.NetworksPerFold; i++)
                    lock (gate)
                        Add(logits, part, Logits(networks[fold * Description.NetworksPerFold + i], data));
            }
        return [.. logits.Select(row => calibration.Apply(Softmax(row, networks.Count)))];
    }

    private static void Add(double[][] logits, int[] ids, double[][] more)
    {
        for (var n = 0; n < ids.Length; n++)
        for (var c = 0; c < more[n].Length; c++)
            logits[ids[n]][c] += more[n][c];
    }

    internal static double[][] Logits(SeriesNetwork network, SeriesData data)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var rows = new List<double[]>();
        for (long start = 0; start < data.Steps.shape[0]; start += 512)
        {
            var length = Math.Min(512, data.Steps.shape[0] - start);
            var answer = network.Answer(data.Steps.narrow(0, start, length), data.Summaries.narrow(0, start, length));
            var flat = answer.to(ScalarType.Float64).contiguous().data<double>().ToArray();
            rows.AddRange(flat.Chunk((int)answer.shape[1]));
        }
        return [.. rows];
    }

    /// <summary>Softmax of summed logits after division by their number.</summary>
    internal static double[] Softmax(double[] sums, int number)
    {
        var highest = sums.Max();
        var powers = Array.ConvertAll(sums, sum => Math.Exp((sum - highest) / number));
        return Array.ConvertAll(powers, power => power / powers.Sum());
    }

    public void Dispose()
    {
        foreach (var network in networks)
            network.Dispose();
    }
}
