using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images;

/// <param name="Report">Figures on the validation split; calibrated on its other folds.</param>
/// <param name="Refused">The share of validation images that the model calls out of distribution.</param>
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
    /// <exception cref="InvalidInputException">An archive, array or label cannot be used; names it.</exception>
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
        var given = options.From is { } from ? PretrainedWeights.Open(from) : null;
        var divided = ImageSplits.For(options, ImagePlan.Most(options, given));
        var (training, validation) = (divided.Training, divided.Validation);
        var classes = ImageSplits.ClassNames(options, training, validation);
        var (architecture, preparation) = ImagePlan.For(options, training, given);
        var people = ImageSubgroups.Columns(options.Subgroups, validation.Origins);
        var networks = options.Networks ?? (architecture.Network == ImageArchitecture.Small && given is null ? 3 : 1);
        var digests = new JsonArray([.. options.Data.Select(path => JsonValue.Create(DataDigest.Of(path)))]);
        var plan = (JsonObject)JsonSerializer.SerializeToNode(Named(options))!;
        plan["data_sha256"] = digests;
        if (options.From is { } weights)
            plan["from_sha256"] = DataDigest.Of(weights);
        var kept = new TrainingCheckpoints(options.Out, plan.ToJsonString());
        var trained = new ImageRun(
            options,
            architecture,
            preparation,
            given,
            networks,
            classes.Count,
            kept,
            clock,
            started,
            progress,
            cancellation
        ).Train(training, divided.TrainingGroups);

        var views = ImagePlan.Views(options, preparation);
        var judged = ValidationCalibration.Of(options, trained, preparation, views, classes.Count, divided);
        var report = EvaluationReport.Of(
            classes,
            judged.Probabilities,
            validation.Labels,
            clock.GetElapsedTime(started).TotalSeconds,
            seed: options.Seed
        );
        var threshold = ImageSplits.BalancedThreshold(judged.Probabilities, validation.Labels);
        var groups = ImageSubgroups.Of(people, validation, judged.Probabilities, threshold, options.Seed);
        var known = ImageAttributes.Known(classes, report, divided, groups);
        using var model = new ImageModel(
            new ImageDescription(
                preparation,
                classes,
                architecture.Width,
                networks,
                threshold,
                judged.Limit,
                architecture.Network,
                architecture.Alpha,
                architecture.Folded,
                architecture.LargeStem,
                views,
                judged.Prior,
                GreyOnly: !training.Images.Any(ChannelConversion.Has),
                NoveltyLimits: judged.Limits
            ),
            trained.Networks,
            judged.Calibrations,
            judged.Novelty
        );
        if (options.Oof is { } oof)
            ImagePredictions.Write(oof, classes, judged.Probabilities, []);
        var metrics = report.ForModel();
        metrics["split"] = divided.Split.En;
        metrics["per_class"] = ClassFigures.Of(
            classes,
            judged.Probabilities,
            validation.Labels,
            [.. Enumerable.Range(0, validation.Count).Select(judged.IsRefused)]
        );
        metrics["subgroups"] = new JsonArray([.. groups.Select(group => group.ToJson())]);
        metrics["prior"] = judged.Prior is null ? "as in the validation split" : "all classes equally likely";
        metrics["out_of_distribution"] = Math.Round(judged.Refused(Enumerable.Range(0, validation.Count)), 4);
        if (Inner(trained, training.Labels, classes, options.Seed) is { } inner)
            metrics["left_out_of_training"] = inner;
        metrics["history"] = kept.History();
        var notes = ImageNotes.Of(kept.LeastFirstEpoch(), classes, validation.Labels).ToArray();
        metrics["notes"] = new JsonArray([.. notes.Select(note => BilingualTextConverter.ToNode(note))]);
        if (options.Out is { } folder)
        {
            model.Save(
                folder,
                plan,
                (JsonObject)metrics.DeepClone(),
                MarkdownCard.Write(ImageCard.Write(options, model.Description, report, divided, groups, known, notes)),
                SourceAttributes.ToJson(options.About, known)
            );
        }

        kept.Clear();
        metrics.Remove("reliability");
        metrics.Remove("history");
        metrics["model"] = options.Out;
        metrics["trials"] = 1;
        metrics["data_sha256"] = digests.Count == 1 ? digests[0]!.DeepClone() : digests.DeepClone();
        return new ImageTrainingResult(
            report,
            judged.Refused(Enumerable.Range(0, validation.Count)),
            metrics,
            BySource(judged, validation, classes, divided.Split.En, options.Seed)
        );
    }

    /// <summary>
    /// The figures of single networks on training images that they had left out, before calibration: much better ones than those of the
    /// validation split mean that the two splits differ.
    /// </summary>
    private static JsonObject? Inner(TrainedImages trained, int[] labels, IReadOnlyList<string> classes, int seed)
    {
        var rows = Enumerable.Range(0, labels.Length).Where(row => trained.Inner[row] is not null).ToArray();
        if (rows.Length == 0)
            return null;
        return EvaluationReport
            .Of(
                classes,
                Array.ConvertAll(rows, row => trained.Inner[row]!),
                Array.ConvertAll(rows, row => labels[row]),
                seed: seed,
                resamples: 200
            )
            .ToJson();
    }

    private static Dictionary<int, JsonObject> BySource(
        ValidationCalibration judged,
        ImageSplit validation,
        IReadOnlyList<string> classes,
        string split,
        int seed
    )
    {
        var parts = new Dictionary<int, JsonObject>();
        foreach (var part in Enumerable.Range(0, validation.Count).GroupBy(i => validation.Sources[i]))
        {
            var rows = part.ToArray();
            var figures = EvaluationReport
                .Of(
                    classes,
                    Array.ConvertAll(rows, row => judged.Probabilities[row]),
                    Array.ConvertAll(rows, row => validation.Labels[row]),
                    seed: seed
                )
                .ForModel();
            figures["split"] = split;
            figures["out_of_distribution"] = Math.Round(judged.Refused(rows), 4);
            parts[part.Key] = figures;
        }
        return parts;
    }

    /// <summary>The plan names files, not this machine's folders.</summary>
    private static ImageTrainingOptions Named(ImageTrainingOptions options) =>
        options with
        {
            Out = null,
            Oof = null,
            Data = [.. options.Data.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))],
            Groups = options.Groups is { } groups ? Path.GetFileName(groups) : null,
            Subgroups = options.Subgroups is { } subgroups ? Path.GetFileName(subgroups) : null,
            From = options.From is { } from ? Path.GetFileName(Path.TrimEndingDirectorySeparator(from)) : null,
        };
}
