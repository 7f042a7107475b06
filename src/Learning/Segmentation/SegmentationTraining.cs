using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <param name="Report">Scores on images that the drawing network was not trained on.</param>
public sealed record SegmentationTrainingResult(OverlapReport Report, JsonObject Json);

/// <summary>
/// Trains a segmentation model by leave-out: the images are dealt into parts, each part's shapes are drawn by a network that
/// was trained on the other parts, and these networks together are the model.
/// </summary>
public static class SegmentationTraining
{
    private const int ManyCases = 60;

    /// <exception cref="InvalidInputException">An image or a mask cannot be used; names it.</exception>
    public static SegmentationTrainingResult Run(
        SegmentationTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        TorchRuntime.EnsureLoaded(options.Threads);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        var cases = SegmentationCases.ForTraining(options);
        var folds = options.Folds ?? (cases.Count < ManyCases ? 5 : 2);
        if (folds < 2)
            throw InvalidInputException.In("option --folds", "Give 2 or more: one part is left out to be judged.");
        var people = SegmentationSubgroups.Columns(options.Subgroups, cases);
        var parts = cases.Parts(folds, options.Seed);
        var plan = SegmentationPlan.For(
            cases.Outlines[0].IsVolume,
            cases.Outlines.Max(scan => scan.Channels),
            [.. cases.Outlines.Select(scan => scan.Sizes)],
            [.. cases.Outlines.Select(scan => scan.Spacing)],
            options.Size,
            options.Width
        );
        var data = new JsonArray(DataDigest.Of(options.Images), DataDigest.Of(options.Masks));
        var told = (JsonObject)JsonSerializer.SerializeToNode(Named(options))!;
        told["data_sha256"] = data;
        var kept = new TrainingCheckpoints(options.Out, told.ToJsonString());
        var run = new SegmentationRun(options, plan, cases.Labels.Count, kept, clock, started, progress, cancellation);
        var scores = new OutOfFoldDice(cases.Labels.Count - 1, cases.Count);
        var networks = Trained(run, plan, cases, parts, folds, scores, options.Oof);
        var report = new OverlapReport(
            cases.Labels.Names,
            scores.Chosen,
            cases.Outlines.Select(scan => scan.Unit).Distinct().Count() == 1 ? cases.Outlines[0].Unit : "px or mm",
            clock.GetElapsedTime(started).TotalSeconds
        );
        if (options.Oof is { } oof)
            MaskFile.KeepLargest(oof, cases, scores.LargestOnly);
        using var model = new SegmentationModel(
            new SegmentationDescription(plan, cases.Labels, folds, scores.LargestOnly, Views(plan)),
            networks
        );
        var metrics = report.ToJson();
        metrics["split"] = $"leave-out in {folds} parts";
        var groups = SegmentationSubgroups.Of(people, cases, report, options.Seed);
        var known = SegmentationAttributes.Known(report, folds, groups);
        metrics["subgroups"] = new JsonArray([.. groups.Select(one => one.ToJson(SegmentationSubgroups.Figures))]);
        if (options.Out is { } folder)
        {
            model.Save(
                folder,
                told,
                (JsonObject)metrics.DeepClone(),
                MarkdownCard.Write(SegmentationCard.Write(options, model.Description, report, folds, groups, known)),
                SourceAttributes.ToJson(options.About, known)
            );
        }

        kept.Clear();
        metrics["model"] = options.Out;
        metrics["trials"] = folds;
        metrics["data_sha256"] = data.DeepClone();
        return new SegmentationTrainingResult(report, metrics);
    }

    private static int Views(SegmentationPlan plan) => plan.Volumes ? 1 : TestTimeAugmentation.Most;

    private static IReadOnlyList<UNet> Trained(
        SegmentationRun run,
        SegmentationPlan plan,
        SegmentationCases cases,
        int[] parts,
        int folds,
        OutOfFoldDice scores,
        string? oof
    )
    {
        using var scope = NewDisposeScope();
        var prepared = new List<(Tensor Image, Tensor Labels)>();
        for (var i = 0; i < cases.Count; i++)
        {
            var (scan, classes) = cases.Read(i);
            var image = SegmentationPreparation.Apply(plan, scan);
            prepared.Add((image.Values, SegmentationPreparation.Labels(plan, scan, classes, image)));
        }
        var networks = new List<UNet>();
        for (var part = 0; part < folds; part++)
        {
            var others = Enumerable.Range(0, cases.Count).Where(i => parts[i] != part).ToArray();
            var network = run.Train(prepared, others, part, folds);
            networks.Add(network);
            for (var i = 0; i < cases.Count; i++)
            {
                if (parts[i] != part)
                    continue;
                var (scan, truth) = cases.Read(i);
                var drawn = SegmentationModel
                    .Draw(plan, patch => PatchNetworks.Ask([network], patch, Views(plan)), scan, [])
                    .Classes;
                scores.Add(i, scan, drawn, truth);
                if (oof is not null)
                    MaskFile.Write(oof, scan, cases.Labels.Numbers(drawn));
            }
        }
        return networks;
    }

    /// <summary>The plan names folders, not this machine's paths.</summary>
    private static SegmentationTrainingOptions Named(SegmentationTrainingOptions options)
    {
        return options with
        {
            Out = null,
            Oof = null,
            Images = Last(options.Images),
            Masks = Last(options.Masks),
            Groups = options.Groups is { } groups ? Last(groups) : null,
            Subgroups = options.Subgroups is { } subgroups ? Last(subgroups) : null,
        };

        static string Last(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
    }
}
