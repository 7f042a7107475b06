using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Images;

/// <summary>Scores a model on one split of an archive.</summary>
public static class ImageEvaluation
{
    /// <exception cref="InvalidInputException">The archive lacks the split, or a label is no class of the model.</exception>
    public static JsonObject Run(string modelFolder, IReadOnlyList<string> data, string split, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        using var model = ImageModel.Load(modelFolder);
        var classes = model.Description.Classes;
        var images = ImagePredictions.Split(data, split, classes: classes, atMost: model.Description.Preparation.Size);
        if (images.Labels.Max() >= classes.Count)
        {
            throw InvalidInputException.In(
                $"array {split}_labels",
                $"It has class {images.Labels.Max()}; the model knows {classes.Count} classes, numbered from 0."
            );
        }

        var predictions = model.Predict(images.Images);
        var report = EvaluationReport.Of(
            classes,
            [.. predictions.Select(one => one.Probabilities)],
            images.Labels,
            clock.GetElapsedTime(started).TotalSeconds
        );
        var json = report.ToJson();
        json["per_class"] = ClassFigures.Of(
            classes,
            [.. predictions.Select(one => one.Probabilities)],
            images.Labels,
            [.. predictions.Select(one => one.OutOfDistribution)]
        );
        json["out_of_distribution"] = Math.Round(
            predictions.Count(one => one.OutOfDistribution) / (double)predictions.Count,
            4
        );
        return json;
    }
}
