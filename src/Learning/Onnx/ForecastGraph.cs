using System.Text.Json;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// A forecaster as a graph: the newest readings, which of them is the last, what is asked, and what the trees read, in; five
/// quantiles in spreads from the patient's level out, as the ensemble has them and with the population's bands. Level, spread and
/// the fit to the patient's own errors stay with the program that asks (docs/formats.md).
/// </summary>
internal static class ForecastGraph
{
    public const string Steps = "steps";
    public const string Last = "last";
    public const string Queries = "queries";
    public const string Lags = "lags";
    public const string Quantiles = "quantiles";

    private const string Rows = "asked";

    public static void Write(OnnxGraph graph, Checkpoint checkpoint)
    {
        var model =
            checkpoint.Document["model"].Deserialize<ForecastDescription>()
            ?? throw new InvalidInputException("model.json", "It describes no forecaster. Train the model again.");
        var layers = new OnnxLayers(graph, checkpoint.Weights);
        var weight = model.Trees?.Weight ?? 0;
        string? blended = null;
        if (weight < 1)
            blended = layers.Scaled(Networks(layers, model), 1 - weight);
        if (weight > 0)
        {
            var grown = layers.Scaled(Trees(layers, model.Trees!), weight);
            blended = blended is null ? grown : layers.Add(blended, grown);
        }
        graph.Output(Quantiles, blended!, Rows, QuantileForecast.Levels.Length);
        graph.Output("bands", Widened(layers, blended!, model), Rows, QuantileForecast.Levels.Length);
    }

    private static string Networks(OnnxLayers layers, ForecastDescription model)
    {
        var graph = layers.Graph;
        var steps = graph.Input(Steps, Rows, ForecastSamples.Window, MeasurementFeatures.StepWidth);
        var last = graph.Node("Cast", [graph.Input(Last, Rows, 1)], ("to", 7L));
        var queries = graph.Input(Queries, Rows, MeasurementFeatures.QueryWidth);
        string? sum = null;
        for (var i = 0; i < model.Networks; i++)
        {
            var states = EncoderGraph.Recurrent(layers, "GRU", $"{i}.past.", model.Width, [1, 0, 2], steps);
            var memory = graph.Node("GatherND", [states, last], ("batch_dims", 1L)); // [asked, width]
            var joined = layers.Relu(layers.Linear(layers.Concat(1, memory, queries), $"{i}.hidden"));
            var raw = layers.Linear(joined, $"{i}.output"); // [asked, 5]
            var turned = layers.Transposed(layers.Weight($"{i}.direct.weight"), 1, 0);
            var median = layers.Add(layers.Part(raw, 1, 2, 1), graph.Node("MatMul", [queries, turned]));
            var gaps = layers.Scaled(graph.Node("Softplus", [raw]), 0.7);
            string Less(string from, long gap) => graph.Node("Sub", [from, layers.Part(gaps, 1, gap, 1)]);
            string More(string from, long gap) => layers.Add(from, layers.Part(gaps, 1, gap, 1));
            var (low, high) = (Less(median, 1), More(median, 3));
            var five = layers.Concat(1, Less(low, 0), low, median, high, More(high, 4));
            sum = sum is null ? five : layers.Add(sum, five);
        }
        return layers.Scaled(sum!, 1.0 / model.Networks);
    }

    /// <summary>The mean over seeds of each quantile's trees, then sorted.</summary>
    private static string Trees(OnnxLayers layers, TreesDescription trees)
    {
        var graph = layers.Graph;
        var lags = graph.Input(Lags, Rows, LagFeatures.Width(trees.Companions.Count));
        var count = QuantileForecast.Levels.Length;
        var sums = new string?[count];
        for (var n = 0; n < trees.Boosters; n++)
        {
            var grown = new TreeGraph(1).LightGbm(layers.Bytes($"{ForecastTrees.Prefix}{n}")).Write(graph, lags);
            sums[n % count] = sums[n % count] is { } sum ? layers.Add(sum, grown) : grown;
        }
        var mean = layers.Scaled(layers.Concat(1, [.. sums.OfType<string>()]), (double)count / trees.Boosters);
        return graph.Nodes("TopK", [mean, graph.Integers(count)], 2, ("axis", 1L), ("largest", 0L), ("sorted", 1L))[0];
    }

    /// <summary>As <see cref="QuantileOrder"/> widens them for the population.</summary>
    private static string Widened(OnnxLayers layers, string quantiles, ForecastDescription model)
    {
        var graph = layers.Graph;
        var median = layers.Part(quantiles, 1, 2, 1);
        string Moved(long at, double factor) =>
            layers.Add(median, layers.Scaled(graph.Node("Sub", [layers.Part(quantiles, 1, at, 1), median]), factor));
        var (low, high) = (Moved(1, model.InnerWidening), Moved(3, model.InnerWidening));
        var lowest = graph.Node("Min", [Moved(0, model.OuterWidening), low]);
        var highest = graph.Node("Max", [Moved(4, model.OuterWidening), high]);
        return layers.Concat(1, lowest, low, median, high, highest);
    }
}
