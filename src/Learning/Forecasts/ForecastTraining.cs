using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Forecasts.Alerts;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Forecasts;

/// <summary>What <c>train forecast</c> is told.</summary>
public sealed record ForecastTrainingOptions
{
    /// <summary>Events file: id, time (hours), variable, value; may be gzipped.</summary>
    public required string Events { get; init; }

    /// <summary>The variable to forecast, as the file names it.</summary>
    public required string Variable { get; init; }

    /// <summary>Folder of the model to write; null: only the figures.</summary>
    public string? Out { get; init; }

    public ForecastHorizon Horizon { get; init; } = ForecastHorizon.Next;

    /// <summary>UCUM unit of the values, kept with the model; empty when unknown.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Folds of patients for the figures, 2 or more; each patient is forecast by networks that never saw them.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Networks of the ensemble, 1 or more.</summary>
    public int Networks { get; init; } = 3;

    /// <summary>Boosted-tree forecasters with different seeds next to the networks; 0: networks alone.</summary>
    public int Boosters { get; init; } = 2;

    /// <summary>Width of the recurrent layer.</summary>
    public int Width { get; init; } = 32;

    public int Epochs { get; init; } = 30;

    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of the whole command; null: none.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Threads inside an operation; null: one.</summary>
    public int? Threads { get; init; }

    /// <summary>Limits before whose crossing an alert is wanted, such as 70 mg/dL below and 250 above.</summary>
    public IReadOnlyList<AlertLimit> Limits { get; init; } = [];

    /// <summary>False alarms per patient-week that are allowed for each limit; alerts are as sensitive as that permits.</summary>
    public double FalseAlarms { get; init; } = 1;

    /// <summary>Source attributes that the trainer states, by key; null: none.</summary>
    public IReadOnlyDictionary<string, BilingualText>? About { get; init; }

    /// <summary>Where the out-of-fold forecasts go; null: nowhere.</summary>
    public string? Oof { get; init; }
}

/// <param name="Score">Out-of-fold figures.</param>
public sealed record ForecastTrainingResult(ForecastScore Score, double Seconds, JsonObject Json);

/// <summary>Trains a forecaster of one variable and measures it on patients it has not seen.</summary>
public static class ForecastTraining
{
    public static ForecastTrainingResult Run(
        ForecastTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        // Small recurrent networks are slower on two threads than on one: the threads wait for each other at every step.
        TorchRuntime.EnsureLoaded(options.Threads ?? 1);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        var series = MeasurementSeries.From(EventFile.Read(options.Events), options.Variable);
        var usable = series.Count(one => one.Count >= 2);
        var folds = Math.Min(options.Folds, usable);
        if (usable < 4)
        {
            throw InvalidInputException.In(
                Path.GetFileName(options.Events),
                $"Only {usable} ids have two or more readings of {options.Variable}: at least 4 are needed."
            );
        }

        var digest = DataDigest.OfFile(options.Events);
        var plan = (JsonObject)JsonSerializer.SerializeToNode(Named(options))!;
        plan["data_sha256"] = digest;
        var kept = new TrainingCheckpoints(options.Out, plan.ToJsonString());
        var run = new ForecastRun(
            options,
            clock,
            started,
            (folds + 1) * options.Networks,
            kept,
            progress,
            cancellation
        );
        var fold = Shuffled(series.Count, options.Seed).Select(position => position % folds).ToArray();
        var scored = new List<ScoredForecast>();
        var alerts = new AlertTally(options.Limits, options.FalseAlarms);
        for (var f = 0; f < folds; f++)
        {
            var training = series.Where((_, i) => fold[i] != f).ToList();
            using var model = run.Train(training, $"fold {f + 1} of {folds}");
            var unseen = series.Where((_, i) => fold[i] == f).ToList();
            foreach (var one in unseen)
                scored.AddRange(ForecastEvaluation.Score(model, one, options.Horizon));
            alerts.Add(model.Predict, unseen);
            run.EnsembleDone();
        }
        if (scored.Count == 0)
        {
            throw InvalidInputException.In(
                Path.GetFileName(options.Events),
                "No reading has a past as long as the horizon. Choose --horizon next, or give longer series."
            );
        }

        var score = ForecastScore.Of(scored);
        if (options.Oof is { } oof)
            ForecastPrediction.Write(oof, options.Variable, scored);
        var metrics = score.ToJson();
        if (options.Limits.Count > 0)
            metrics["alerts"] = alerts.ToJson();
        metrics["split"] = $"{folds}-fold by patient, out of fold";
        if (options.Out is { } folder)
        {
            using var trained = run.Train(series, "final");
            var final = options.Limits.Count == 0 ? trained : trained.With(alerts.Rules());
            final.Save(
                folder,
                plan,
                (JsonObject)metrics.DeepClone(),
                MarkdownCard.Write(
                    ForecastCard.Write(options, final.Description, score, metrics["alerts"] as JsonArray)
                ),
                SourceAttributes.ToJson(options.About, ForecastCard.Known(options, score))
            );
        }
        kept.Clear();
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        metrics["variable"] = options.Variable;
        metrics["model"] = options.Out;
        metrics["trials"] = 1;
        metrics["data_sha256"] = digest;
        metrics["seconds"] = Math.Round(seconds, 1);
        return new ForecastTrainingResult(score, seconds, metrics);
    }

    /// <summary>The plan names files, not this machine's folders.</summary>
    private static ForecastTrainingOptions Named(ForecastTrainingOptions options) =>
        options with
        {
            Events = Path.GetFileName(options.Events),
            Out = null,
            Oof = null,
        };

    internal static int[] Shuffled(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(order);
        return order;
    }
}
