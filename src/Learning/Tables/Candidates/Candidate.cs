using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables.Candidates;

/// <summary>One kind of model with its settings: an entry of the plan.</summary>
public abstract record Candidate
{
    /// <summary>L2 logistic (softmax) regression.</summary>
    /// <param name="C">Inverse strength of the penalty.</param>
    /// <param name="Log">Whether skewed numbers are taken by their logarithm.</param>
    public sealed record Logistic(double C, bool Log) : Candidate;

    public sealed record Trees(BoostedTreesSettings Settings) : Candidate;

    public sealed record Network(NetworkSettings Settings, bool Log) : Candidate;

    /// <summary><c>logistic</c>, <c>lightgbm</c> or <c>network</c>: the simplest first.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["logistic", "lightgbm", "network"];

    public string Kind =>
        this switch
        {
            Logistic => Kinds[0],
            Trees => Kinds[1],
            _ => Kinds[2],
        };

    public Encoding Encoding =>
        this switch
        {
            Trees => Encoding.Trees,
            Logistic { Log: true } or Network { Log: true } => Encoding.ScaledLog,
            _ => Encoding.Scaled,
        };

    /// <summary>Trains on an encoded matrix. The seed decides every random choice.</summary>
    public FittedCandidate Fit(
        Encoded x,
        int[] labels,
        int classes,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        this switch
        {
            Logistic l => new FittedCandidate.Logistic(l, LogisticRegression.Fit(x, labels, classes, l.C, ct)),
            Trees t => new FittedCandidate.Trees(
                t,
                classes,
                BoostedTrees.Fit(x, labels, classes, t.Settings, seed, ct)
            ),
            Network n => new FittedCandidate.Network(
                n,
                FeedForwardNetwork.Fit(x, labels, classes, n.Settings, seed, clock, ct)
            ),
            _ => throw new InvalidOperationException($"No training for {Kind}."),
        };

    public JsonObject ToJson() =>
        this switch
        {
            Logistic l => new()
            {
                ["kind"] = Kind,
                ["c"] = l.C,
                ["log"] = l.Log,
            },
            Trees t => new()
            {
                ["kind"] = Kind,
                ["rounds"] = t.Settings.Rounds,
                ["rate"] = t.Settings.Rate,
                ["leaves"] = t.Settings.Leaves,
                ["leaf_rows"] = t.Settings.LeafRows,
                ["columns"] = t.Settings.Columns,
                ["penalty"] = t.Settings.Penalty,
            },
            Network n => new()
            {
                ["kind"] = Kind,
                ["epochs"] = n.Settings.Epochs,
                ["rate"] = n.Settings.Rate,
                ["weight_decay"] = n.Settings.WeightDecay,
                ["batch"] = n.Settings.Batch,
                ["log"] = n.Log,
            },
            _ => throw new InvalidOperationException(),
        };

    /// <exception cref="FormatException">The kind or a setting is unknown.</exception>
    public static Candidate FromJson(JsonNode json)
    {
        try
        {
            return (string?)json["kind"] switch
            {
                "logistic" => new Logistic((double)json["c"]!, (bool)json["log"]!),
                "lightgbm" => new Trees(
                    new BoostedTreesSettings(
                        (int)json["rounds"]!,
                        (double)json["rate"]!,
                        (int)json["leaves"]!,
                        (int)json["leaf_rows"]!,
                        (double)json["columns"]!,
                        (double)json["penalty"]!
                    )
                ),
                "network" => new Network(
                    new NetworkSettings(
                        (int)json["epochs"]!,
                        (double)json["rate"]!,
                        (double)json["weight_decay"]!,
                        (int)json["batch"]!
                    ),
                    (bool)json["log"]!
                ),
                var kind => throw new FormatException($"candidate '{kind}' is not one of {string.Join(", ", Kinds)}"),
            };
        }
        catch (Exception fault) when (fault is InvalidOperationException or NullReferenceException or JsonException)
        {
            throw new FormatException($"candidate {json.ToJsonString()} lacks a setting or has one of the wrong type");
        }
    }
}
