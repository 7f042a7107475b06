using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>What <c>train image</c> is told.</summary>
public sealed record ImageTrainingOptions
{
    /// <summary>
    /// One or more .npz archives with train_images, train_labels and, if there are, val_images, val_labels; or folders of PNG
    /// pictures, one folder for each class (inside train and val, if there are).
    /// </summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>Folder of the model to write; null: only the figures.</summary>
    public string? Out { get; init; }

    /// <summary>Names of the classes in the order of their numbers; empty: the numbers themselves.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Rows and columns that the networks see; null: as the training pictures have, at most 64.</summary>
    public int? Size { get; init; }

    /// <summary>Networks of the ensemble, 1 or more.</summary>
    public int Networks { get; init; } = 3;

    /// <summary>Channels of the first stage.</summary>
    public int Width { get; init; } = 16;

    public int Epochs { get; init; } = 18;

    /// <summary>Allow mirror images; never for films where the side matters.</summary>
    public bool Mirror { get; init; }

    /// <summary>Share of the validation pictures beyond the novelty limit: more refusals, fewer strangers let in.</summary>
    public double RefusedShare { get; init; } = 0.035;

    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of the whole command; null: none.</summary>
    public TimeSpan? Budget { get; init; }

    public int? Threads { get; init; }

    /// <summary>Where the predictions of the validation split go; null: nowhere.</summary>
    public string? Oof { get; init; }
}

/// <param name="Report">Figures on the validation split; calibrated on its other folds.</param>
/// <param name="Refused">The share of validation pictures that the model calls out of distribution.</param>
/// <param name="BySource">The same figures for each source of <see cref="ImageTrainingOptions.Data"/>, from 0.</param>
public sealed record ImageTrainingResult(
    EvaluationReport Report,
    double Refused,
    JsonObject Json,
    IReadOnlyDictionary<int, JsonObject> BySource
);

/// <summary>Trains an image classifier: an ensemble, its calibration and its sense of what is unlike.</summary>
public static class ImageTraining
{
    private const int CalibrationFolds = 5;
    private const int Redraws = 40;

    /// <exception cref="DataRefusedException">An archive, array or label cannot be used; names it.</exception>
    public static ImageTrainingResult Run(
        ImageTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        TorchRuntime.EnsureLoaded(options.Threads);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        var (training, validation, split) = ImageSplits.For(options);
        var classes = ImageSplits.ClassNames(options, training, validation);
        var first = training.Pictures[0];
        var preparation = new ImagePreparation(
            options.Size ?? Math.Min(64, training.Pictures.Max(picture => Math.Min(picture.Rows, picture.Columns))),
            first.Channels
        );
        var digests = new JsonArray([.. options.Data.Select(path => JsonValue.Create(DataDigest.Of(path)))]);
        var plan = (JsonObject)JsonSerializer.SerializeToNode(Named(options))!;
        plan["data_sha256"] = digests;
        var kept = new KeptNetworks(options.Out, plan.ToJsonString());
        var run = new ImageRun(options, preparation, classes.Count, kept, clock, started, progress, cancellation);
        var (networks, novelty) = run.Train(training);

        var prepared = validation.Pictures.Select(preparation.Apply).ToArray();
        var answers = prepared.Chunk(128).SelectMany(part => NetworkAnswer.Of(networks, preparation, part)).ToArray();
        var raw = answers.Select(answer => answer.Mean).ToArray();
        novelty = novelty.Scaled(prepared, [.. answers.Select(answer => answer.Features)]);
        var scores = prepared.Select((picture, i) => novelty.Score(picture, answers[i].Features)).Order().ToArray();
        var limit = scores[(int)((1 - options.RefusedShare) * (scores.Length - 1))];

        var kind = classes.Count == 2 ? "platt" : "temperature";
        var honest = CrossFitted(kind, raw, validation.Labels, options.Seed);
        var report = EvaluationReport.Of(
            classes,
            honest,
            validation.Labels,
            clock.GetElapsedTime(started).TotalSeconds,
            seed: options.Seed
        );
        var model = new ImageModel(
            new ImageDescription(
                preparation,
                classes,
                options.Width,
                options.Networks,
                ImageSplits.BalancedThreshold(honest, validation.Labels),
                limit
            ),
            networks,
            Calibrations(kind, raw, validation.Labels, options.Seed),
            novelty
        );
        if (options.Oof is { } oof)
            ImagePredictions.Write(oof, classes, honest);
        using (model)
        {
            var refused = scores.Count(score => score > limit) / (double)scores.Length;
            var metrics = report.ForModel();
            metrics["split"] = split;
            metrics["out_of_distribution"] = Math.Round(refused, 4);
            if (options.Out is { } folder)
                model.Save(
                    folder,
                    plan,
                    (JsonObject)metrics.DeepClone(),
                    ImageCard.Of(options, model.Description, report, split)
                );
            kept.Clear();
            metrics.Remove("reliability");
            metrics["model"] = options.Out;
            metrics["trials"] = 1;
            metrics["data_sha256"] = digests.Count == 1 ? digests[0]!.DeepClone() : digests.DeepClone();
            return new ImageTrainingResult(report, refused, metrics, BySource());
        }

        Dictionary<int, JsonObject> BySource()
        {
            var parts = new Dictionary<int, JsonObject>();
            foreach (var part in Enumerable.Range(0, honest.Length).GroupBy(i => validation.Sources[i]))
            {
                var rows = part.ToArray();
                var figures = EvaluationReport.Of(
                    classes,
                    Array.ConvertAll(rows, row => honest[row]),
                    Array.ConvertAll(rows, row => validation.Labels[row]),
                    seed: options.Seed
                );
                parts[part.Key] = figures.ForModel();
                parts[part.Key]["split"] = split;
                parts[part.Key]["out_of_distribution"] = Math.Round(
                    rows.Count(row => novelty.Score(prepared[row], answers[row].Features) > limit)
                        / (double)rows.Length,
                    4
                );
            }
            return parts;
        }
    }

    /// <summary>The plan names files, not this machine's folders.</summary>
    private static ImageTrainingOptions Named(ImageTrainingOptions options) =>
        options with
        {
            Out = null,
            Oof = null,
            Data = [.. options.Data.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))],
        };

    /// <summary>Each picture calibrated by the others, so that the figures are not flattered.</summary>
    private static double[][] CrossFitted(string kind, double[][] raw, int[] labels, int seed)
    {
        var order = Enumerable.Range(0, raw.Length).ToArray();
        new Random(seed).Shuffle(order);
        var calibrated = new double[raw.Length][];
        for (var fold = 0; fold < CalibrationFolds; fold++)
        {
            var others = order.Where((_, i) => i % CalibrationFolds != fold).ToArray();
            var calibration = Fit(kind, raw, labels, others);
            foreach (var row in order.Where((_, i) => i % CalibrationFolds == fold))
                calibrated[row] = calibration.Apply(raw[row]);
        }
        return calibrated;
    }

    private static IReadOnlyList<Calibration> Calibrations(string kind, double[][] raw, int[] labels, int seed)
    {
        var random = new SeededRandom(seed);
        var all = Enumerable.Range(0, raw.Length).ToArray();
        return
        [
            Fit(kind, raw, labels, all),
            .. Enumerable
                .Range(0, Redraws)
                .Select(_ => Fit(kind, raw, labels, Array.ConvertAll(all, _ => random.Next(raw.Length)))),
        ];
    }

    /// <summary>A sample with a single class cannot be fitted: it is left as it comes.</summary>
    private static Calibration Fit(string kind, double[][] raw, int[] labels, int[] rows) =>
        rows.Select(row => labels[row]).Distinct().Count() < 2
            ? new Calibration.None()
            : Calibration.Fit(
                kind,
                Array.ConvertAll(rows, row => raw[row]),
                Array.ConvertAll(rows, row => labels[row])
            );
}
