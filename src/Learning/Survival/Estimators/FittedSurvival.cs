using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Survival.Cox;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival.Estimators;

/// <summary>A trained survival model of one kind. Reading is thread-safe.</summary>
public abstract record FittedSurvival(SurvivalCandidate Settings)
{
    public sealed record Cox(SurvivalCandidate.Cox Plan, CoxRegression Model) : FittedSurvival(Plan);

    public sealed record Trees(SurvivalCandidate.Trees Plan, HazardTrees Model) : FittedSurvival(Plan);

    public sealed record Network(SurvivalCandidate.Network Plan, LogisticHazard Model) : FittedSurvival(Plan);

    /// <summary>Cumulative hazard [rows][times]; the chance of no event until a time is exp(−hazard).</summary>
    public double[][] CumulativeHazards(Encoded x, IReadOnlyList<double> times)
    {
        switch (this)
        {
            case Cox { Model: var m }:
                double[] baseline = [.. times.Select(m.BaselineAt)];
                return
                [
                    .. Enumerable
                        .Range(0, x.Rows)
                        .Select(r =>
                        {
                            var ratio = Math.Exp(Math.Clamp(m.Score(x.Row(r)), -30, 30));
                            return baseline.Select(h => h * ratio).ToArray();
                        }),
                ];
            case Trees { Model: var m }:
                return [.. m.Chances(x).Select(c => times.Select(t => m.Grid.CumulativeHazard(c, t)).ToArray())];
            case Network { Model: var m }:
                return
                [
                    .. Enumerable
                        .Range(0, x.Rows)
                        .Select(r =>
                        {
                            var chances = m.Chances(x.Row(r));
                            return times.Select(t => m.Grid.CumulativeHazard(chances, t)).ToArray();
                        }),
                ];
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>Adds the weights to a checkpoint's, under a prefix, and returns what belongs into <c>model.json</c>.</summary>
    public JsonObject Save(Dictionary<string, NamedTensor> weights, string prefix)
    {
        void Floats(string name, IReadOnlyList<float> values, params long[] shape) =>
            weights.Add(prefix + name, new NamedTensor.Floats(shape, [.. values]));
        JsonArray Doubles(double[] values) => [.. values.Select(v => JsonValue.Create(v))];
        switch (this)
        {
            case Cox { Model: var m }:
                Floats("weight", [.. m.Weights.Select(w => (float)w)], m.Weights.Length);
                return new()
                {
                    ["baseline"] = new JsonObject { ["times"] = Doubles(m.Times), ["hazard"] = Doubles(m.Hazard) },
                };
            case Trees { Model: var m }:
                weights.Add(prefix + "trees", new NamedTensor.Bytes([m.Trees.Text.Length], m.Trees.Text));
                return new() { ["ends"] = Doubles(m.Grid.Ends) };
            case Network { Model: var m }:
                Floats("first.weight", m.First, m.Hidden, m.Inputs);
                Floats("first.bias", m.FirstBias, m.Hidden);
                Floats("second.weight", m.Second, m.Grid.Count, m.Hidden);
                Floats("second.bias", m.SecondBias, m.Grid.Count);
                return new() { ["ends"] = Doubles(m.Grid.Ends) };
            default:
                throw new InvalidOperationException();
        }
    }

    /// <exception cref="InvalidInputException">A tensor is missing or of the wrong kind.</exception>
    public static FittedSurvival Load(
        SurvivalCandidate settings,
        JsonNode json,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        float[] Floats(string name) =>
            weights.GetValueOrDefault(prefix + name) is NamedTensor.Floats f ? f.Values : throw Missing(prefix + name);
        double[] Doubles(JsonNode? values) => [.. values!.AsArray().Select(v => (double)v!)];
        switch (settings)
        {
            case SurvivalCandidate.Cox c:
                return new Cox(
                    c,
                    new CoxRegression(
                        [.. Floats("weight").Select(w => (double)w)],
                        Doubles(json["baseline"]!["times"]),
                        Doubles(json["baseline"]!["hazard"])
                    )
                );
            case SurvivalCandidate.Trees t:
                if (weights.GetValueOrDefault(prefix + "trees") is not NamedTensor.Bytes text)
                    throw Missing(prefix + "trees");
                return new Trees(
                    t,
                    new HazardTrees(new TimeGrid(Doubles(json["ends"])), BoostedTrees.Load(text.Values, 2))
                );
            case SurvivalCandidate.Network n:
                var (first, bias) = (Floats("first.weight"), Floats("first.bias"));
                if (bias.Length == 0)
                    throw Missing(prefix + "first.bias");
                return new Network(
                    n,
                    new LogisticHazard(
                        new TimeGrid(Doubles(json["ends"])),
                        first.Length / bias.Length,
                        bias.Length,
                        first,
                        bias,
                        Floats("second.weight"),
                        Floats("second.bias")
                    )
                );
            default:
                throw new InvalidOperationException();
        }
    }

    private static InvalidInputException Missing(string name) =>
        new($"weights.safetensors, tensor '{name}' is missing or not of its kind", "Train the model again.");
}
