using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Survival.Cox;
using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// A survival model as a graph: rows as its parts encode them, and the times asked about, in; the chance of no event until each
/// time, and the risk that ranks rows, out. Intervals are left with the folder, which keeps the models they come from.
/// </summary>
internal static class SurvivalGraph
{
    public const string Times = "times";
    public const string Survival = "survival";
    public const string Risks = "risks";

    public static void Write(OnnxGraph graph, Checkpoint checkpoint)
    {
        var document = checkpoint.Document;
        var layers = new OnnxLayers(graph, checkpoint.Weights);
        var preparation = Preparation.FromJson(document["preparation"]!);
        var asked = new Moments(graph.Input(Times, Times), null);
        double[] usual = [.. document["times"]!.AsArray().Select(time => (double)time!)];
        var grid = new Moments(graph.Constant(Array.ConvertAll(usual, time => (float)time), usual.Length), usual);
        var inputs = new Dictionary<Encoding, string>();
        var (byAsked, byGrid, weights) = (new List<string>(), new List<string>(), new List<double>());
        foreach (var (i, part) in document["parts"]!.AsArray().Index())
        {
            var candidate = SurvivalCandidate.FromJson(part!["candidate"]!);
            var encoding = candidate.Encoding;
            if (!inputs.TryGetValue(encoding, out var x))
            {
                inputs[encoding] = x = graph.Input(
                    encoding.ToString().ToLowerInvariant(),
                    "rows",
                    preparation.Width(encoding)
                );
            }

            var model = FittedSurvival.Load(candidate, part, checkpoint.Weights, $"main.{i}.");
            Func<Moments, string> hazards = model switch
            {
                FittedSurvival.Cox { Model: var m } => Proportional(layers, $"main.{i}.", x, m),
                FittedSurvival.Trees { Model: var m } => Stepwise(
                    layers,
                    OfTrees(layers, m, x, preparation.Width(encoding)),
                    m.Grid
                ),
                FittedSurvival.Network { Model: var m } => Stepwise(layers, OfNetwork(layers, $"main.{i}.", x), m.Grid),
                _ => throw new InvalidOperationException(),
            };
            byAsked.Add(hazards(asked));
            byGrid.Add(hazards(grid));
            weights.Add((double)part["weight"]!);
        }
        var survival = graph.Node("Exp", [graph.Node("Neg", [Blended(layers, byAsked, weights)])]);
        graph.Output(Survival, survival, "rows", Times);
        graph.Output(Risks, layers.Mean(Logarithm(layers, Blended(layers, byGrid, weights)), 1), "rows");
    }

    /// <param name="Known">The times where they are known already: a step is found in 64 bits then.</param>
    private sealed record Moments(string Name, double[]? Known);

    /// <summary>The baseline cumulative hazard, a step function, times the row's hazard ratio. [rows, times]</summary>
    private static Func<Moments, string> Proportional(OnnxLayers layers, string prefix, string x, CoxRegression model)
    {
        var graph = layers.Graph;
        var weight = layers.Floats(prefix + "weight").Values;
        var score = graph.Node("MatMul", [x, graph.Constant(weight, weight.Length, 1)]);
        var ratio = graph.Node("Exp", [graph.Node("Clip", [score, graph.Scalar(-30), graph.Scalar(30)])]);
        return times =>
        {
            var baseline = times.Known is { } known
                ? graph.Constant([.. known.Select(time => (float)model.BaselineAt(time))], 1, known.Length)
                : Reached(layers, times.Name, model);
            return graph.Node("MatMul", [ratio, baseline]);
        };
    }

    /// <summary>The sum of the rises up to each time, in 64 bits. [1, times]</summary>
    private static string Reached(OnnxLayers layers, string times, CoxRegression model)
    {
        var graph = layers.Graph;
        var steps = graph.Constant(Array.ConvertAll(model.Times, time => (float)time), 1, model.Times.Length);
        double[] rises = [.. model.Hazard.Select((h, i) => i == 0 ? h : h - model.Hazard[i - 1])];
        var passed = graph.Node("Cast", [graph.Node("GreaterOrEqual", [Standing(graph, times), steps])], ("to", 11L));
        var baseline = graph.Node("MatMul", [passed, graph.Doubles(rises, rises.Length, 1)]);
        return layers.Transposed(graph.Node("Cast", [baseline], ("to", 1L)), 1, 0);
    }

    /// <summary>Interval by interval at a constant rate. [rows, times]</summary>
    /// <param name="logits">Log-odds of an event within each interval, [rows, intervals].</param>
    private static Func<Moments, string> Stepwise(OnnxLayers layers, string logits, TimeGrid grid)
    {
        var graph = layers.Graph;
        // −ln(1 − σ(z)) = ln(1 + e^z), for chances from 10⁻⁹ to 1 − 10⁻⁹.
        var rates = graph.Node(
            "Clip",
            [graph.Node("Softplus", [logits]), graph.Scalar(1e-9), graph.Scalar(-Math.Log(1e-9))]
        );
        float[] starts = [0, .. grid.Ends[..^1].Select(end => (float)end)];
        float[] lengths = [.. grid.Ends.Select((end, k) => (float)(end - (k == 0 ? 0 : grid.Ends[k - 1])))];
        return times =>
        {
            var since = graph.Node("Sub", [Standing(graph, times.Name), graph.Constant(starts, 1, starts.Length)]);
            var share = graph.Node("Div", [since, graph.Constant(lengths, 1, lengths.Length)]);
            var lived = graph.Node("Clip", [share, graph.Scalar(0), graph.Scalar(1)]); // [times, intervals]
            return graph.Node("MatMul", [rates, layers.Transposed(lived, 1, 0)]);
        };
    }

    /// <summary>Every row once for each interval, whose number is the last column.</summary>
    private static string OfTrees(OnnxLayers layers, HazardTrees trees, string x, long width)
    {
        var graph = layers.Graph;
        long count = trees.Grid.Count;
        var rows = graph.Node("Shape", [x], ("start", 0L), ("end", 1L));
        string Repeated(string value, long columns) =>
            graph.Node("Expand", [value, layers.Concat(0, rows, graph.Integers(count, columns))]);
        float[] numbers = [.. Enumerable.Range(0, (int)count).Select(k => (float)k)];
        var both = layers.Concat(
            2,
            Repeated(graph.Node("Unsqueeze", [x, graph.Integers(1)]), width),
            Repeated(graph.Constant(numbers, 1, count, 1), 1)
        );
        var answers = new TreeGraph(1).LightGbm(trees.Trees.Text).Write(graph, layers.Shaped(both, -1, width + 1));
        return layers.Shaped(answers, -1, count);
    }

    private static string OfNetwork(OnnxLayers layers, string prefix, string x) =>
        layers.Linear(layers.Relu(layers.Linear(x, prefix + "first")), prefix + "second");

    /// <summary>As <see cref="SurvivalScores.Blend"/>: the weighted mean of logarithms; of one part the part itself.</summary>
    private static string Blended(OnnxLayers layers, List<string> hazards, List<double> weights) =>
        hazards.Count == 1
            ? hazards[0]
            : layers.Graph.Node(
                "Exp",
                [
                    hazards
                        .Zip(weights, (h, w) => layers.Scaled(Logarithm(layers, h), w / weights.Sum()))
                        .Aggregate(layers.Add),
                ]
            );

    private static string Logarithm(OnnxLayers layers, string hazards) =>
        layers.Graph.Node(
            "Log",
            [
                layers.Graph.Node(
                    "Clip",
                    [
                        hazards,
                        layers.Graph.Scalar(SurvivalScores.MinCumulativeHazard),
                        layers.Graph.Scalar(SurvivalScores.MaxCumulativeHazard),
                    ]
                ),
            ]
        );

    /// <summary>[times] → [times, 1]</summary>
    private static string Standing(OnnxGraph graph, string times) =>
        graph.Node("Unsqueeze", [times, graph.Integers(1)]);
}
