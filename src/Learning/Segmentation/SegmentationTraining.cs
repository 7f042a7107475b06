using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Images;
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
    private const int Many = 60;

    /// <exception cref="DataRefusedException">An image or a mask cannot be used; names it.</exception>
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
        var folds = options.Folds ?? (cases.Count < Many ? 5 : 2);
        if (folds < 2)
            throw new DataRefusedException("option --folds", "Give 2 or more: one part is left out to be judged.");
        var parts = cases.Parts(folds, options.Seed);
        var plan = SegmentationPlan.For(
            cases.Scans[0].IsVolume,
            cases.Scans.Max(scan => scan.Channels),
            [.. cases.Scans.Select(scan => scan.Sizes)],
            [.. cases.Scans.Select(scan => scan.Spacing)],
            options.Size,
            options.Width
        );
        var data = new JsonArray(DataDigest.Of(options.Images), DataDigest.Of(options.Masks));
        var told = (JsonObject)JsonSerializer.SerializeToNode(Named(options))!;
        told["data_sha256"] = data;
        var kept = new KeptNetworks(options.Out, told.ToJsonString());
        var run = new SegmentationRun(options, plan, cases.Labels.Count, kept, clock, started, progress, cancellation);
        var (networks, drawn) = Trained(run, plan, cases, parts, folds);
        var (scores, largestOnly) = Scored(cases, drawn);
        var report = new OverlapReport(
            cases.Labels.Names,
            scores,
            cases.Scans.Select(scan => scan.Unit).Distinct().Count() == 1 ? cases.Scans[0].Unit : "px or mm",
            clock.GetElapsedTime(started).TotalSeconds
        );
        if (options.Oof is { } oof)
            for (var i = 0; i < cases.Count; i++)
                MaskFile.Write(oof, cases.Scans[i], cases.Labels.Numbers(drawn[i]));
        using var model = new SegmentationModel(
            new SegmentationDescription(plan, cases.Labels, folds, largestOnly, Views(plan)),
            networks
        );
        var metrics = report.ToJson();
        metrics["split"] = $"leave-out in {folds} parts";
        if (options.Out is { } folder)
            model.Save(
                folder,
                told,
                (JsonObject)metrics.DeepClone(),
                SegmentationCard.Of(options, model.Description, report, folds)
            );
        kept.Clear();
        metrics["model"] = options.Out;
        metrics["trials"] = folds;
        metrics["data_sha256"] = data.DeepClone();
        return new SegmentationTrainingResult(report, metrics);
    }

    private static int Views(SegmentationPlan plan) => plan.Volumes ? 1 : TestViews.Most;

    private static (IReadOnlyList<UNet> Networks, byte[][] Drawn) Trained(
        SegmentationRun run,
        SegmentationPlan plan,
        SegmentationCases cases,
        int[] parts,
        int folds
    )
    {
        using var scope = NewDisposeScope();
        var prepared = new List<(Tensor Image, Tensor Labels)>();
        foreach (var (scan, classes) in cases.Scans.Zip(cases.Classes))
        {
            var image = SegmentationPreparation.Apply(plan, scan);
            prepared.Add((image.Values, SegmentationPreparation.Labels(plan, scan, classes, image)));
        }
        var networks = new List<UNet>();
        var drawn = new byte[cases.Count][];
        for (var part = 0; part < folds; part++)
        {
            var others = Enumerable.Range(0, cases.Count).Where(i => parts[i] != part).ToArray();
            var network = run.Train(prepared, others, part, folds);
            networks.Add(network);
            for (var i = 0; i < cases.Count; i++)
                if (parts[i] == part)
                    drawn[i] = SegmentationModel.Draw(plan, [network], cases.Scans[i], [], Views(plan)).Classes;
        }
        return (networks, drawn);
    }

    /// <summary>Scores what was drawn; a label keeps only its largest piece where that is better by Dice on the whole.</summary>
    private static (IReadOnlyList<OverlapScore[]> Scores, bool[] LargestOnly) Scored(
        SegmentationCases cases,
        byte[][] drawn
    )
    {
        var labels = cases.Labels.Count - 1;
        var largestOnly = new bool[labels];
        for (var label = 0; label < labels; label++)
        {
            var pieces = drawn
                .Select(
                    (classes, i) =>
                    {
                        var kept = (byte[])classes.Clone();
                        LargestComponent.Keep(kept, cases.Scans[i].Sizes, (byte)(label + 1));
                        return kept;
                    }
                )
                .ToArray();
            if (Dice(cases, pieces, label) <= Dice(cases, drawn, label))
                continue;
            largestOnly[label] = true;
            drawn = pieces;
        }
        var scores = cases
            .Scans.Select(
                (scan, i) =>
                    Enumerable
                        .Range(1, labels)
                        .Select(label =>
                            OverlapScore.Of(drawn[i], cases.Classes[i], (byte)label, scan.Sizes, scan.Spacing)
                        )
                        .ToArray()
            )
            .ToArray();
        return (scores, largestOnly);
    }

    private static double Dice(SegmentationCases cases, byte[][] drawn, int label) =>
        drawn
            .Select((one, i) => OverlapScore.DiceOf(one, cases.Classes[i], (byte)(label + 1)))
            .Where(double.IsFinite)
            .DefaultIfEmpty(0)
            .Average();

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
        };

        static string Last(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
    }
}
