using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Forecasts;

/// <summary>Quantiles [asked, 5] in spreads from the level, ascending.</summary>
/// <param name="asked">The last reading that may be known, and the hour asked for.</param>
internal delegate double[,] QuantileSource(
    MeasurementSeries series,
    MeasurementFeatures features,
    (int Known, double Hour)[] asked
);

/// <summary>Networks and trees by their weights. Thread-safe.</summary>
/// <param name="weight">The share of the trees, 0 to 1; 0 without trees.</param>
internal sealed class ForecastEnsemble(IReadOnlyList<ForecastNetwork> networks, ForecastTrees? trees, double weight)
    : IDisposable
{
    private readonly Lock _gate = new();

    public double[,] Quantiles(MeasurementSeries series, MeasurementFeatures features, (int Known, double Hour)[] asked)
    {
        var blended =
            weight < 1
                ? OfNetworks(ForecastInputs.Of(features, asked))
                : new double[asked.Length, QuantileForecast.Levels.Length];
        if (trees is null || weight == 0)
            return blended;
        var grown = trees.Quantiles(series, features, asked);
        for (var n = 0; n < asked.Length; n++)
        {
            for (var q = 0; q < QuantileForecast.Levels.Length; q++)
                blended[n, q] = (1 - weight) * blended[n, q] + weight * grown[n, q];
        }

        return blended;
    }

    public Dictionary<string, NamedTensor> Weights()
    {
        var weights = NetworkWeights.Read(networks);
        trees?.Save(weights);
        return weights;
    }

    private double[,] OfNetworks(ForecastInputs inputs)
    {
        const int window = ForecastSamples.Window;
        var count = inputs.Last.Length;
        var mean = new double[count, QuantileForecast.Levels.Length];
        lock (_gate)
        {
            using var noGradient = no_grad();
            using var scope = NewDisposeScope();
            var steps = tensor(inputs.Steps, [count, window, MeasurementFeatures.StepWidth]);
            var queries = tensor(inputs.Queries, [count, MeasurementFeatures.QueryWidth]);
            var at = tensor(inputs.Last) + arange(count, ScalarType.Int64) * window;
            foreach (var network in networks)
            {
                var memory = network.Remember(steps).flatten(0, 1).index_select(0, at); // [N, width]
                var answer = network.Answer(memory, queries).contiguous().data<float>().ToArray();
                for (var n = 0; n < answer.Length; n++)
                    mean[n / mean.GetLength(1), n % mean.GetLength(1)] += answer[n] / networks.Count;
            }
        }
        return mean;
    }

    public void Dispose()
    {
        foreach (var network in networks)
            network.Dispose();
        trees?.Dispose();
    }
}

/// <summary>What the networks read of each forecast asked for.</summary>
/// <param name="Steps">[asked, <see cref="ForecastSamples.Window"/>, StepWidth]: the newest readings known, then zeros.</param>
/// <param name="Last">[asked], the step of the last reading known.</param>
/// <param name="Queries">[asked, QueryWidth]</param>
internal sealed record ForecastInputs(float[] Steps, long[] Last, float[] Queries)
{
    public static ForecastInputs Of(MeasurementFeatures features, (int Known, double Hour)[] asked)
    {
        const int window = ForecastSamples.Window,
            stepWidth = MeasurementFeatures.StepWidth,
            queryWidth = MeasurementFeatures.QueryWidth;
        var steps = new float[asked.Length * window * stepWidth];
        var last = new long[asked.Length];
        var queries = new float[asked.Length * queryWidth];
        for (var n = 0; n < asked.Length; n++)
        {
            var (known, hour) = asked[n];
            var first = Math.Max(0, known - window + 1);
            last[n] = known - first;
            for (var i = first; i <= known; i++)
                features.WriteStep(i, steps.AsSpan((n * window + i - first) * stepWidth, stepWidth));
            features.WriteQuery(known, hour, queries.AsSpan(n * queryWidth, queryWidth));
        }
        return new ForecastInputs(steps, last, queries);
    }
}
