using System.Text.Json.Nodes;
using Xinglin.Formats;

namespace Xinglin.Learning.Segmentation;

/// <summary>Scores a model on images whose masks are known.</summary>
public static class SegmentationEvaluation
{
    /// <exception cref="InvalidInputException">An image or a mask cannot be used, or a mask holds a label that the model does not know.</exception>
    public static JsonObject Run(
        string modelFolder,
        string images,
        string masks,
        TimeProvider clock,
        CancellationToken cancellation = default
    )
    {
        var started = clock.GetTimestamp();
        using var model = SegmentationModel.Load(modelFolder);
        var labels = model.Description.Labels;
        var files = Scan.In(images);
        var (paths, _) = Mask.For(files, masks);
        var scores = new List<OverlapScore[]>();
        var units = new HashSet<string>();
        for (var i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var scan = Scan.Read(files[i]);
            var truth = labels.Classes(Mask.Read(paths[i], scan));
            var drawn = model.Draw(scan).Classes;
            units.Add(scan.Unit);
            scores.Add([
                .. Enumerable
                    .Range(1, labels.Count - 1)
                    .Select(label => OverlapScore.Of(drawn, truth, (byte)label, scan.Sizes, scan.Spacing)),
            ]);
        }
        return new OverlapReport(
            labels.Names,
            scores,
            units.Count == 1 ? units.Single() : "px or mm",
            clock.GetElapsedTime(started).TotalSeconds
        ).ToJson();
    }
}
