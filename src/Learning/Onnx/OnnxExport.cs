using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Images;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Torch;

namespace Xinglin.Learning.Onnx;

/// <summary>What an export came to.</summary>
/// <param name="Difference">The largest difference between an answer of the folder and one of the file, in probability.</param>
/// <param name="Compared">Answers that were compared.</param>
/// <param name="TrainingRows">
/// Training rows in the file, prepared: nearest neighbours are nothing else. Where there are any, the file is as confidential as the data.
/// </param>
public sealed record OnnxExportResult(string Task, long Bytes, double Difference, int Compared, int TrainingRows = 0)
{
    public JsonObject ToJson() =>
        new()
        {
            ["task"] = Task,
            ["bytes"] = Bytes,
            ["largest_difference"] = Difference,
            ["compared"] = Compared,
            ["operators"] = OnnxGraph.Operators,
            ["training_rows"] = TrainingRows,
        };
}

/// <summary><c>xinglin export</c>: a model folder as one ONNX file that any runtime can run.</summary>
public static class OnnxExport
{
    /// <summary>Answers of folder and file may differ by no more than this.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Writes the file whole or not at all: first it must answer as the folder does, on data made up for that.</summary>
    /// <param name="others">Kinds of models that are not of this project, each with its own graph.</param>
    /// <exception cref="InvalidInputException">
    /// The model is of a kind that cannot be exported, or the answers differ by more than <see cref="Tolerance"/>.
    /// </exception>
    public static OnnxExportResult Run(string modelFolder, string outPath, params IReadOnlyList<OnnxFamily> others)
    {
        TorchRuntime.EnsureLoaded();
        var checkpoint = Checkpoint.Load(modelFolder);
        var graph = new OnnxGraph();
        var carried = 0;
        var other = others.FirstOrDefault(family => family.Task == checkpoint.Task);
        switch (checkpoint.Task)
        {
            case var _ when other is not null:
                other.Write(graph, checkpoint);
                break;
            case "tabular":
                carried = TableGraph.Write(graph, checkpoint);
                break;
            case ImageModel.Task:
                ImageGraph.Write(graph, checkpoint);
                break;
            case SeriesModel.Task:
                SeriesGraph.Write(graph, checkpoint);
                break;
            case "survival":
                SurvivalGraph.Write(graph, checkpoint);
                break;
            case SegmentationModel.Task:
                SegmentationGraph.Write(graph, checkpoint);
                break;
            case ForecastModel.Task:
                ForecastGraph.Write(graph, checkpoint);
                break;
            case ForecastFolder.AssembledTask:
                throw new InvalidInputException(
                    $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(modelFolder))} holds several forecasters",
                    "A file holds one: name the folder of a part inside it."
                );
            default:
                throw new InvalidInputException(
                    $"model.json, task '{checkpoint.Task}'",
                    "It cannot be exported (docs/formats.md says why): tabular, survival, image, series, segment and forecast models and image generators can."
                );
        }
        var options = new JsonSerializerOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        var document = ExportedModel.Describe(checkpoint.Document).ToJsonString(options);
        var bytes = graph.ToModel(
            $"xinglin-{checkpoint.Task}",
            new Dictionary<string, string> { [ExportedModel.Key] = document }
        );
        var (difference, compared) = ExportParityCheck.Compare(modelFolder, checkpoint, bytes, other);
        if (!(difference <= Tolerance))
        {
            throw new InvalidInputException(
                $"the exported model answers differently, by up to {difference:0.######}",
                $"Nothing was written: at most {Tolerance} is allowed. Please report this model's architecture."
            );
        }

        Write(outPath, bytes);
        return new OnnxExportResult(checkpoint.Task, bytes.Length, difference, compared, carried);
    }

    private static void Write(string path, byte[] bytes)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var fresh = $"{target}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(fresh, bytes);
            File.Move(fresh, target, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
