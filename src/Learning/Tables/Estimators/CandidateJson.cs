using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Estimators.FeedForward;
using Xinglin.Learning.Tables.Estimators.Trees;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>Candidates as the plan and <c>model.json</c> write them (docs/formats.md, "Plans").</summary>
public static class CandidateJson
{
    public static JsonObject ToJson(this Candidate candidate)
    {
        JsonObject json = candidate switch
        {
            Candidate.Logistic l => new()
            {
                ["kind"] = l.Kind,
                ["c"] = l.C,
                ["log"] = l.Log,
            },
            Candidate.Neighbours k => new()
            {
                ["kind"] = k.Kind,
                ["k"] = k.K,
                ["log"] = k.Log,
            },
            Candidate.Forest { Settings: var s } f => new()
            {
                ["kind"] = f.Kind,
                ["trees"] = s.Trees,
                ["columns"] = s.Columns,
                ["leaf_rows"] = s.LeafRows,
                ["extra"] = s.Extra,
                ["shrinkage"] = s.Shrinkage,
            },
            Candidate.Trees { Settings: var s } t => new()
            {
                ["kind"] = t.Kind,
                ["rounds"] = s.Rounds,
                ["rate"] = s.Rate,
                ["leaves"] = s.Leaves,
                ["leaf_rows"] = s.LeafRows,
                ["columns"] = s.Columns,
                ["penalty"] = s.Penalty,
            },
            Candidate.Network { Settings: var s } n => new()
            {
                ["kind"] = n.Kind,
                ["epochs"] = s.Epochs,
                ["rate"] = s.Rate,
                ["weight_decay"] = s.WeightDecay,
                ["batch"] = s.Batch,
                ["log"] = n.Log,
            },
            _ => throw new InvalidOperationException(),
        };
        // What is as it always was is not written.
        if (candidate is Candidate.Logistic { Splines: true })
            json["splines"] = true;
        if (candidate is Candidate.Logistic { Pairs: > 0 and var pairs })
            json["pairs"] = pairs;
        if (candidate is Candidate.Logistic { Impute: true })
            json["impute"] = true;
        if (candidate is Candidate.Logistic { Lasso: > 0 and var lasso })
            json["lasso"] = lasso;
        if (candidate is Candidate.Network { Settings: { Blocks: > 0 } residual })
            (json["width"], json["blocks"], json["dropout"]) = (residual.Width, residual.Blocks, residual.Dropout);
        if (candidate is Candidate.Network { Settings.Copies: > 1 and var copies })
            json["copies"] = copies;
        if (candidate.Path)
            json["path"] = true;
        return json;
    }

    /// <exception cref="FormatException">The kind or a setting is unknown.</exception>
    public static Candidate FromJson(JsonNode json)
    {
        try
        {
            Candidate read = (string?)json["kind"] switch
            {
                "logistic" => new Candidate.Logistic((double)json["c"]!, (bool)json["log"]!)
                {
                    Splines = (bool?)json["splines"] ?? false,
                    Pairs = (int?)json["pairs"] ?? 0,
                    Lasso = (double?)json["lasso"] ?? 0,
                    Impute = (bool?)json["impute"] ?? false,
                },
                "neighbours" => new Candidate.Neighbours((int)json["k"]!, (bool)json["log"]!),
                "forest" => new Candidate.Forest(
                    new ForestSettings(
                        (int)json["trees"]!,
                        (double)json["columns"]!,
                        (int)json["leaf_rows"]!,
                        (bool)json["extra"]!,
                        (double)json["shrinkage"]!
                    )
                ),
                "lightgbm" => new Candidate.Trees(
                    new BoostedTreesSettings(
                        (int)json["rounds"]!,
                        (double)json["rate"]!,
                        (int)json["leaves"]!,
                        (int)json["leaf_rows"]!,
                        (double)json["columns"]!,
                        (double)json["penalty"]!
                    )
                ),
                "network" => new Candidate.Network(
                    new NetworkSettings(
                        (int)json["epochs"]!,
                        (double)json["rate"]!,
                        (double)json["weight_decay"]!,
                        (int)json["batch"]!
                    )
                    {
                        Width = (int?)json["width"] ?? 0,
                        Blocks = (int?)json["blocks"] ?? 0,
                        Dropout = (double?)json["dropout"] ?? 0,
                        Copies = (int?)json["copies"] ?? 1,
                    },
                    (bool)json["log"]!
                ),
                var kind => throw new FormatException(
                    $"candidate '{kind}' is not one of {string.Join(", ", Candidate.Kinds)}"
                ),
            };
            return read with { Path = (bool?)json["path"] ?? false };
        }
        catch (Exception fault) when (fault is InvalidOperationException or NullReferenceException or JsonException)
        {
            throw new FormatException($"candidate {json.ToJsonString()} lacks a setting or has one of the wrong type");
        }
    }
}
