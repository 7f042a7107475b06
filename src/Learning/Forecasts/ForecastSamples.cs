using System.Text.Json.Serialization;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Randomness;
using static TorchSharp.torch;

namespace Xinglin.Learning.Forecasts;

/// <summary>How far ahead a model looks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForecastHorizon>))]
public enum ForecastHorizon
{
    /// <summary>The next reading, whenever it comes.</summary>
    Next,

    /// <summary>24 hours ahead and everything nearer.</summary>
    Day,

    /// <summary>7 days ahead and everything nearer.</summary>
    Week,
}

internal static class ForecastHorizons
{
    public static double Hours(this ForecastHorizon horizon) =>
        horizon switch
        {
            ForecastHorizon.Next => 0,
            ForecastHorizon.Day => 24,
            _ => 168,
        };
}

/// <summary>Windows of readings with the moments asked for after each, as tensors made once.</summary>
internal sealed class ForecastSamples : IDisposable
{
    /// <summary>Readings in one window.</summary>
    public const int Window = 48;

    private ForecastSamples(Tensor steps, Tensor queries, Tensor targets, Tensor weights)
    {
        Steps = steps;
        Queries = queries;
        Targets = targets;
        Weights = weights;
    }

    public int Count => (int)Steps.shape[0];

    /// <summary>[N, T, StepWidth]</summary>
    public Tensor Steps { get; }

    /// <summary>[N, T, K, QueryWidth]</summary>
    public Tensor Queries { get; }

    /// <summary>[N, T, K], in spreads from the level.</summary>
    public Tensor Targets { get; }

    /// <summary>[N, T, K], 1 where there is a target.</summary>
    public Tensor Weights { get; }

    public static ForecastSamples From(
        IReadOnlyList<MeasurementSeries> series,
        Population population,
        ForecastHorizon horizon,
        int seed
    )
    {
        var perStep = horizon == ForecastHorizon.Next ? 1 : 3;
        var windows = series
            .SelectMany((one, index) => Starts(one.Count).Select(start => (Index: index, Start: start)))
            .ToArray();
        var steps = new float[windows.Length * Window * MeasurementFeatures.StepWidth];
        var queries = new float[windows.Length * Window * perStep * MeasurementFeatures.QueryWidth];
        var targets = new float[windows.Length * Window * perStep];
        var weights = new float[targets.Length];
        var features = series.Select(one => new MeasurementFeatures(one, population)).ToArray();
        var random = SeededRandom.OfDotNet(seed);
        for (var window = 0; window < windows.Length; window++)
        {
            var (index, start) = windows[window];
            var one = series[index];
            for (var step = 0; step < Window && start + step < one.Count; step++)
            {
                var i = start + step;
                var place = window * Window + step;
                features[index]
                    .WriteStep(i, steps.AsSpan(place * MeasurementFeatures.StepWidth, MeasurementFeatures.StepWidth));
                // The first half of a later window only warms the memory up.
                if (start > 0 && step < Window / 2)
                    continue;
                foreach (var (k, target) in TargetsOf(one, i, horizon, perStep, random).Index())
                {
                    var at = place * perStep + k;
                    features[index]
                        .WriteQuery(
                            i,
                            one.Hours[target],
                            queries.AsSpan(at * MeasurementFeatures.QueryWidth, MeasurementFeatures.QueryWidth)
                        );
                    var relative = (one.Values[target] - features[index].Level(i)) / features[index].Spread(i);
                    targets[at] = (float)Math.Clamp(relative, -8, 8);
                    weights[at] = 1;
                }
            }
        }
        return new ForecastSamples(
            tensor(steps, [windows.Length, Window, MeasurementFeatures.StepWidth]),
            tensor(queries, [windows.Length, Window, perStep, MeasurementFeatures.QueryWidth]),
            tensor(targets, [windows.Length, Window, perStep]),
            tensor(weights, [windows.Length, Window, perStep])
        );
    }

    private static IEnumerable<int> Starts(int count)
    {
        if (count < 2)
            yield break;
        for (var start = 0; start == 0 || start + Window / 2 < count - 1; start += Window / 2)
            yield return start;
    }

    private static IEnumerable<int> TargetsOf(
        MeasurementSeries one,
        int i,
        ForecastHorizon horizon,
        int perStep,
        SeededRandom random
    )
    {
        if (horizon == ForecastHorizon.Next)
            return i + 1 < one.Count ? [i + 1] : [];
        var end = i + 1;
        while (end < one.Count && one.Hours[end] - one.Hours[i] <= horizon.Hours() * 1.25)
            end++;
        if (end - i - 1 <= perStep)
            return Enumerable.Range(i + 1, end - i - 1);
        return Enumerable.Range(0, perStep).Select(_ => random.Next(i + 1, end)).ToArray();
    }

    public void Dispose()
    {
        Steps.Dispose();
        Queries.Dispose();
        Targets.Dispose();
        Weights.Dispose();
    }
}
