using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Forecasts;

/// <summary>One run of <c>train forecast</c>: trains ensembles and shares the time between them.</summary>
internal sealed class ForecastRun(
    ForecastTrainingOptions options,
    TimeProvider clock,
    long started,
    int networksPlanned,
    TrainingCheckpoints kept,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    /// <summary>A further network of an ensemble is begun only when it can have so long.</summary>
    private const double WorthASecondNetwork = 0.5;

    private int _networksDone;
    private int _ensemblesDone;
    private TimeSpan _spentTraining; // networks and trees
    private TimeSpan _beside; // for each ensemble, on all else: scoring, choosing, alerts

    /// <summary>An ensemble trained on these patients; a sixth of them decide when to stop and how wide to be.</summary>
    public ForecastModel Train(IReadOnlyList<MeasurementSeries> series, string stage)
    {
        var order = ForecastTraining.Shuffled(series.Count, options.Seed + 17);
        var held = Math.Max(1, series.Count / 6);
        var validation = series.Where((_, i) => order[i] < held).ToList();
        var training = series.Where((_, i) => order[i] >= held).ToList();
        var population = Population.Of(training);
        using var samples = ForecastSamples.From(training, population, options.Horizon, options.Seed);
        using var checks = ForecastSamples.From(validation, population, options.Horizon, options.Seed);
        var networks = new List<ForecastNetwork>();
        for (var i = 0; i < options.Networks; i++)
        {
            if (i == 0 || Left(1) is not { } left || left.TotalSeconds > WorthASecondNetwork)
            {
                networks.Add(
                    Timed(() => TrainOne(samples, checks.Count > 0 ? checks : samples, options.Seed * 100 + i, stage))
                );
            }
            else
            {
                _networksDone++;
            }
        }

        var trees = options.Boosters == 0 ? null : Timed(() => Trees(training, population, stage));
        var description = new ForecastDescription(
            options.Variable,
            options.Unit,
            options.Horizon,
            population,
            options.Width,
            networks.Count,
            1,
            1
        );
        if (trees is not null)
            description = description with { Trees = new TreesDescription(trees.Companions, trees.Count, 0.5) };
        var (plain, scored) = Blended(description, networks, trees, validation);
        if (scored.Count < 30)
            return plain;
        var (outer, inner) = (
            Widening(scored, 0.8, f => f.Q10, f => f.Q90),
            Widening(scored, 0.5, f => f.Q25, f => f.Q75)
        );
        return new ForecastModel(
            plain.Description with
            {
                OuterWidening = outer,
                InnerWidening = inner,
                PopulationErrors = PatientConformalScaling.Usual([
                    .. scored.Select(one => (one.Forecast.Widened(outer, inner), one.Actual)),
                ]),
            },
            networks,
            trees
        );
    }

    /// <summary>Networks and trees by the weight that did best on the held-out patients; without enough of them by halves.</summary>
    private (ForecastModel Model, List<ScoredForecast> Scored) Blended(
        ForecastDescription description,
        IReadOnlyList<ForecastNetwork> networks,
        ForecastTrees? trees,
        IReadOnlyList<MeasurementSeries> validation
    )
    {
        double[] weights = trees is null ? [0] : [0.5, 0.25, 0.75, 0, 1];
        (ForecastModel Model, List<ScoredForecast> Scored, double Loss)? best = null;
        foreach (var weight in weights)
        {
            var described = trees is null
                ? description
                : description with
                {
                    Trees = description.Trees! with { Weight = weight },
                };
            var model = new ForecastModel(described, networks, trees);
            var scored = validation.SelectMany(one => ForecastEvaluation.Score(model, one, options.Horizon)).ToList();
            var loss = scored.Count == 0 ? 0 : scored.Average(ForecastScore.PinballOf);
            if (best is null || (scored.Count >= 30 && loss < best.Value.Loss))
                best = (model, scored, loss);
        }
        return (best!.Value.Model, best.Value.Scored);
    }

    /// <summary>Trees have a quarter of this ensemble's share of the budget.</summary>
    private ForecastTrees? Trees(IReadOnlyList<MeasurementSeries> training, Population population, string stage)
    {
        progress?.Report(new TrainingProgress($"{stage}, trees", 0, 0, 0, null, default));
        var begun = clock.GetTimestamp();
        var share = Share(1) * options.Networks / 4;
        return ForecastTrees.Fit(
            training,
            population,
            options.Horizon,
            NotedEvents.Usual(training),
            options.Boosters,
            options.Seed,
            () => share is { } limit && clock.GetElapsedTime(begun) > limit,
            cancellation
        );
    }

    private ForecastNetwork TrainOne(ForecastSamples samples, ForecastSamples checks, int seed, string stage)
    {
        TorchRuntime.Seed(seed);
        var network = new ForecastNetwork(options.Width);
        using var quantiles = tensor(QuantileForecast.Levels, ScalarType.Float32);
        using var all = arange(checks.Count, ScalarType.Int64);
        var training = new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchSize = 32,
            LearningRate = 4e-3,
            WeightDecay = 1e-3,
            Patience = 8,
            Seed = seed,
            Budget = Share(options.Boosters == 0 ? 1 : 0.8),
        };
        kept.Train(
            $"network-{_networksDone}",
            network,
            training,
            plan =>
                new Trainer(plan, clock).Fit(
                    network,
                    samples.Count,
                    rows => Loss(samples, rows),
                    () => Loss(checks, all).item<float>(),
                    progress,
                    stage,
                    cancellation
                )
        );
        _networksDone++;
        return network;

        Tensor Loss(ForecastSamples from, Tensor rows)
        {
            var memory = network.Remember(from.Steps.index_select(0, rows)); // [B, T, width]
            var queries = from.Queries.index_select(0, rows); // [B, T, K, Q]
            var perStep = queries.shape[2];
            var width = memory.shape[2];
            var spread = memory
                .unsqueeze(2)
                .expand(memory.shape[0], memory.shape[1], perStep, width)
                .reshape(-1, width);
            var forecast = network.Answer(spread, queries.reshape(-1, MeasurementFeatures.QueryWidth));
            return ForecastNetwork.Pinball(
                forecast,
                from.Targets.index_select(0, rows).reshape(-1, 1),
                from.Weights.index_select(0, rows).reshape(-1, 1),
                quantiles
            );
        }
    }

    /// <summary>
    /// An ensemble is trained, scored and done with: what it took next to training is set aside for each of those to come.
    /// </summary>
    public void EnsembleDone()
    {
        _ensemblesDone++;
        _beside = (clock.GetElapsedTime(started) - _spentTraining) / _ensemblesDone;
    }

    private T Timed<T>(Func<T> work)
    {
        var begun = clock.GetTimestamp();
        var made = work();
        _spentTraining += clock.GetElapsedTime(begun);
        return made;
    }

    /// <summary>One network's share of the time that is left.</summary>
    private TimeSpan? Share(double part) =>
        Left(part) is { } left ? TimeSpan.FromSeconds(Math.Max(0.1, left.TotalSeconds)) : null;

    private TimeSpan? Left(double part) =>
        options.Budget is { } budget
            ? part
                * (
                    budget * 0.92
                    - clock.GetElapsedTime(started)
                    - _beside * (networksPlanned / options.Networks - _ensemblesDone)
                )
                / Math.Max(1, networksPlanned - _networksDone)
            : null;

    /// <summary>
    /// The factor that makes an interval around the median cover the share it promises (split conformal prediction,
    /// Romano et al. 2019, in its scaled form).
    /// </summary>
    private static double Widening(
        List<ScoredForecast> scored,
        double share,
        Func<QuantileForecast, double> low,
        Func<QuantileForecast, double> high
    )
    {
        var needed = scored
            .Select(one =>
            {
                var (median, actual) = (one.Forecast.Q50, one.Actual);
                var arm = actual >= median ? high(one.Forecast) - median : median - low(one.Forecast);
                return Math.Abs(actual - median) / Math.Max(arm, 1e-9);
            })
            .Order()
            .ToArray();
        return Math.Clamp(needed[Math.Min(needed.Length - 1, (int)(share * needed.Length))], 0.5, 2);
    }
}
