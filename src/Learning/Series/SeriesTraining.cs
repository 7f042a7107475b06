using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

/// <summary>What <c>train series</c> is told.</summary>
public sealed record SeriesTrainingOptions
{
    /// <summary>Events file: id, time (hours), variable, value; may be gzipped.</summary>
    public required string Events { get; init; }

    /// <summary>Outcomes file: one line for each id. Only the target column is looked at.</summary>
    public required string Outcomes { get; init; }

    /// <summary>The column of the outcome to learn: two or more classes.</summary>
    public required string Target { get; init; }

    /// <summary>Features that do not change, one line for each id; null: none.</summary>
    public string? Static { get; init; }

    /// <summary>The id column of the outcomes and static files.</summary>
    public string Id { get; init; } = "id";

    /// <summary>Folder of the model to write; null: only the figures.</summary>
    public string? Out { get; init; }

    /// <summary>Folds of the cross-validation, 2 or more; its networks together are the model.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Networks in each fold, 1 or more.</summary>
    public int NetworksPerFold { get; init; } = 2;

    /// <summary>Steps of the regular grid, 2 or more.</summary>
    public int Bins { get; init; } = 24;

    /// <summary>Width of the recurrent layer.</summary>
    public int Width { get; init; } = 48;

    public int Epochs { get; init; } = 14;

    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of the whole command; null: none.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Threads inside an operation; null: one.</summary>
    public int? Threads { get; init; }

    /// <summary>Where the out-of-fold predictions go; null: nowhere.</summary>
    public string? Oof { get; init; }
}

/// <param name="Report">Out-of-fold figures; AUC is the mean over the folds.</param>
public sealed record SeriesTrainingResult(EvaluationReport Report, JsonObject Json);

/// <summary>Trains a classifier of irregular series by cross-validation, and keeps the networks of all folds.</summary>
public static class SeriesTraining
{
    /// <exception cref="DataRefusedException">A file, column or outcome cannot be used; names it.</exception>
    public static SeriesTrainingResult Run(
        SeriesTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        // Small recurrent networks are slower on two threads than on one: the threads wait for each other at every step.
        TorchRuntime.EnsureLoaded(options.Threads ?? 1);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        var events = EventFile.Read(options.Events);
        var statics = options.Static is { } path ? OutcomeFile.Read(path, options.Id) : null;
        var cohort = SeriesCohort.From(events, OutcomeFile.Read(options.Outcomes, options.Id), options.Target);
        var folds = cohort.Folds(options.Folds, options.Seed);
        var digests = new JsonArray(DataDigest.OfFile(options.Events), DataDigest.OfFile(options.Outcomes));
        var plan = (JsonObject)JsonSerializer.SerializeToNode(Named(options))!;
        plan["data_sha256"] = digests.DeepClone();
        var kept = new KeptNetworks(options.Out, plan.ToJsonString());
        var run = new SeriesRun(options, events, statics, cohort, kept, clock, started, progress, cancellation);

        var raw = new double[cohort.Ids.Length][];
        var preparations = new List<SeriesPreparation>();
        var networks = new List<SeriesNetwork>();
        var count = folds.Max() + 1;
        for (var fold = 0; fold < count; fold++)
        {
            var trained = run.Train([.. folds.Select(f => f != fold)], fold, count);
            preparations.Add(trained.Preparation);
            networks.AddRange(trained.Networks);
            foreach (var (row, probabilities) in trained.HeldOut)
                raw[row] = probabilities;
        }

        var kind = cohort.Classes.Count == 2 ? "platt" : "temperature";
        var honest = Calibrated(kind, raw, cohort.Labels, folds);
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        var report = EvaluationReport.Of(cohort.Classes, honest, cohort.Labels, seconds, folds, options.Seed, 400);
        if (options.Oof is { } oof)
            SeriesPrediction.Write(oof, cohort.Classes, [.. cohort.Ids.Select(id => events.Ids[id])], honest);
        var metrics = report.ForModel();
        metrics["split"] = $"{count}-fold, out of fold";
        metrics["left_out"] = cohort.LeftOut;
        using var model = new SeriesModel(
            new SeriesDescription(options.Target, cohort.Classes, options.Width, options.NetworksPerFold, preparations),
            networks,
            Calibration.Fit(kind, raw, cohort.Labels)
        );
        if (options.Out is { } folder)
        {
            model.Save(
                folder,
                plan,
                (JsonObject)metrics.DeepClone(),
                SeriesCard.Of(options, model.Description, report)
            );
        }
        kept.Clear();
        metrics.Remove("reliability");
        metrics["model"] = options.Out;
        metrics["trials"] = count;
        metrics["data_sha256"] = digests;
        return new SeriesTrainingResult(report, metrics);
    }

    /// <summary>The plan names files, not this machine's folders.</summary>
    private static SeriesTrainingOptions Named(SeriesTrainingOptions options) =>
        options with
        {
            Events = Path.GetFileName(options.Events),
            Outcomes = Path.GetFileName(options.Outcomes),
            Static = Path.GetFileName(options.Static),
            Out = null,
            Oof = null,
        };

    /// <summary>Each fold calibrated on the other folds' predictions, so that the figures are not flattered.</summary>
    private static double[][] Calibrated(string kind, double[][] raw, int[] labels, int[] folds)
    {
        var calibrated = new double[raw.Length][];
        foreach (var fold in folds.Distinct())
        {
            var others = Enumerable.Range(0, raw.Length).Where(row => folds[row] != fold).ToArray();
            var calibration = Calibration.Fit(
                kind,
                Array.ConvertAll(others, row => raw[row]),
                Array.ConvertAll(others, row => labels[row])
            );
            for (var row = 0; row < raw.Length; row++)
                if (folds[row] == fold)
                    calibrated[row] = calibration.Apply(raw[row]);
        }
        return calibrated;
    }
}
