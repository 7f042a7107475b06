using System.Text.Json;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// A series ensemble as a graph. Each fold has its own preparation and so its own inputs: <c>steps_f</c> [series, bins, 3 ·
/// variables], <c>steady_f</c> [series, summaries] and <c>statistics_f</c> [series, columns], as far as its members read them.
/// Where there is an answer at each moment, statistics (and <c>summaries_f</c>) have a row for each moment, and <c>place_f</c>
/// [moments, 2] says which series and which of its steps a moment is.
/// </summary>
internal static class SeriesGraph
{
    public static void Write(OnnxGraph graph, Checkpoint checkpoint)
    {
        var model =
            checkpoint.Document["model"].Deserialize<SeriesDescription>()
            ?? throw new InvalidInputException("model.json", "It describes no series model. Train the model again.");
        var layers = new OnnxLayers(graph, checkpoint.Weights);
        string? sum = null;
        var folds = model.Preparations.Count;
        for (var fold = 0; fold < folds; fold++)
        {
            var inputs = new SeriesInputs(graph, model.Preparations[fold], fold);
            foreach (var (k, kind) in model.Kinds.Index())
            {
                if (model.Weights[k] == 0)
                    continue;
                var scores = kind switch
                {
                    "trees" => Trees(layers, $"trees.{fold}.", model.Target, inputs.Statistics),
                    "linear" => Linear(layers, $"linear.{fold}.", model.Target, inputs.Summaries),
                    _ => Network(layers, kind, $"{kind}.{fold}.", model, inputs),
                };
                var part = layers.Scaled(scores, model.Weights[k] / folds);
                sum = sum is null ? part : layers.Add(sum, part);
            }
        }
        var each = model.Target.PerStep ? "moments" : "series";
        graph.Output("scores", sum!, each, model.Target.Outputs);
        var finish = checkpoint.Document["calibration"]!;
        if (model.Target.IsNumber)
        {
            graph.Output("numbers", Numbers(layers, sum!, model.Target, (double)finish["share"]!), each, 4);
        }
        else
        {
            graph.Output(
                "probabilities",
                CalibrationGraph.Probabilities(layers, sum!, model.Target.Classes.Count, finish, null),
                each,
                model.Target.Classes.Count
            );
        }
    }

    private static string Linear(OnnxLayers layers, string prefix, SeriesTarget target, string steady) =>
        Positive(
            layers,
            target,
            layers.Graph.Node(
                "Gemm",
                [steady, layers.Weight(prefix + "weight"), layers.Weight(prefix + "bias")],
                ("transB", 1L)
            )
        );

    private static string Trees(OnnxLayers layers, string prefix, SeriesTarget target, string statistics)
    {
        var outputs = target.IsNumber ? 1 : Math.Max(1, target.Classes.Count == 2 ? 1 : target.Classes.Count);
        var answers = new List<string>();
        for (var n = 0; layers.Has($"{prefix}{n}"); n++)
            answers.Add(new TreeGraph(outputs).LightGbm(layers.Bytes($"{prefix}{n}")).Write(layers.Graph, statistics));
        if (!target.IsNumber)
            return Positive(layers, target, layers.Scaled(answers.Aggregate(layers.Add), 1.0 / answers.Count));
        var each = Enumerable
            .Range(0, SeriesTarget.NumberOutputs)
            .Select(output => answers.Where((_, n) => n % SeriesTarget.NumberOutputs == output).Aggregate(layers.Add));
        return layers.Scaled(layers.Concat(1, [.. each]), (double)SeriesTarget.NumberOutputs / answers.Count);
    }

    /// <summary>One log-odds of two classes stands for the scores 0 and itself.</summary>
    private static string Positive(OnnxLayers layers, SeriesTarget target, string raw) =>
        target.Classes.Count == 2 ? layers.Graph.Node("MatMul", [raw, layers.Graph.Constant([0f, 1f], 1, 2)]) : raw;

    private static string Network(
        OnnxLayers layers,
        string kind,
        string prefix,
        SeriesDescription model,
        SeriesInputs inputs
    )
    {
        var states = EncoderGraph.States(layers, kind, prefix + "course.", model.Width, inputs); // [B, T, H]
        var dense = layers.Relu(layers.Linear(inputs.Steady, prefix + "steadyLayer"));
        var raw = model.Target.PerStep
            ? AtMoments(layers, states, dense, prefix, model, inputs)
            : layers.Linear(
                layers.Concat(1, layers.Mean(states, 1), Last(layers, states, inputs), dense),
                prefix + "head"
            );
        return model.Target.IsNumber ? Ordered(layers, raw) : raw;
    }

    private static string Last(OnnxLayers layers, string states, SeriesInputs inputs) =>
        layers.Graph.Node("Squeeze", [layers.Part(states, 1, inputs.Bins - 1, 1), layers.Graph.Integers(1)]);

    /// <summary>The states of the moments asked for next to what is steady of their series. [moments, outputs]</summary>
    private static string AtMoments(
        OnnxLayers layers,
        string states,
        string dense,
        string prefix,
        SeriesDescription model,
        SeriesInputs inputs
    )
    {
        var graph = layers.Graph;
        var place = graph.Node("Cast", [inputs.Place], ("to", 7L)); // [moments, 2]
        var series = graph.Node("Squeeze", [layers.Part(place, 1, 0, 1), graph.Integers(1)]);
        var joined = layers.Concat(
            1,
            graph.Node("GatherND", [states, place]),
            graph.Node("Gather", [dense, series], ("axis", 0L))
        );
        return layers.Linear(joined, prefix + "head");
    }

    private static string Ordered(OnnxLayers layers, string raw)
    {
        var graph = layers.Graph;
        var median = layers.Part(raw, 1, 1, 1);
        string Distance(long at) => graph.Node("Softplus", [layers.Part(raw, 1, at, 1)]);
        return layers.Concat(
            1,
            graph.Node("Sub", [median, Distance(0)]),
            median,
            layers.Add(median, Distance(2)),
            layers.Part(raw, 1, 3, 1)
        );
    }

    /// <summary>As <see cref="SeriesInterval"/> brings scores to the outcome's unit: 10 %, 50 %, 90 % quantile, mean.</summary>
    private static string Numbers(OnnxLayers layers, string scores, SeriesTarget target, double share)
    {
        var graph = layers.Graph;
        string Column(long at) => layers.Part(scores, 1, at, 1);
        var median = Column(1);
        var (low, high) = (graph.Node("Min", [Column(0), median]), graph.Node("Max", [Column(2), median]));
        var width = graph.Node("Max", [graph.Node("Sub", [high, low]), graph.Scalar(1e-3)]);
        var margin = layers.Scaled(width, share);
        var all = layers.Concat(
            1,
            graph.Node("Min", [graph.Node("Sub", [low, margin]), median]),
            median,
            graph.Node("Max", [layers.Add(high, margin), median]),
            Column(3)
        );
        var unit = layers.Add(layers.Scaled(all, target.Deviation), graph.Scalar(target.Mean));
        return graph.Node("Clip", [unit, graph.Scalar(target.Lowest), graph.Scalar(target.Highest)]);
    }
}

/// <summary>The inputs of one fold, each made when it is first read.</summary>
internal sealed class SeriesInputs(OnnxGraph graph, SeriesPreparation preparation, int fold)
{
    private string? _steps;
    private string? _steady;
    private string? _statistics;
    private string? _summaries;
    private string? _place;

    public long Bins => preparation.Bins;

    public int Variables => preparation.Variables.Count;

    public bool Hourly => preparation.PerStep;

    public string Steps => _steps ??= graph.Input($"steps_{fold}", "series", Bins, preparation.StepWidth);

    public string Steady => _steady ??= graph.Input($"steady_{fold}", "series", PreparedRows.SteadyWidth(preparation));

    public string Statistics =>
        _statistics ??= graph.Input($"statistics_{fold}", Rows, new SeriesStatistics(preparation).Width);

    /// <summary>What the linear member reads; of whole series the same as <see cref="Steady"/>.</summary>
    public string Summaries =>
        Hourly ? _summaries ??= graph.Input($"summaries_{fold}", Rows, preparation.SummaryWidth) : Steady;

    /// <summary>Series and step of each moment, [moments, 2].</summary>
    public string Place => _place ??= graph.Input($"place_{fold}", Rows, 2);

    private string Rows => Hourly ? "moments" : "series";
}
