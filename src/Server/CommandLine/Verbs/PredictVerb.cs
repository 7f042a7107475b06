using System.CommandLine;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Images;
using Xinglin.Learning.Onnx;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Tables;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.CommandLine.Verbs.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin predict</c>: the answers of a model, as a CSV.</summary>
public static class PredictVerb
{
    public static Command Build()
    {
        var model = new Option<string>("--model")
        {
            Description = "a model folder, or an ONNX file (ours, or of others with a sidecar M.json)",
            HelpName = "DIR",
            Required = true,
        };
        var data = new Option<string>("--data")
        {
            Description =
                "what the model was trained on in kind: CSV, events CSV, npz, a folder of series or of images",
            HelpName = "FILE",
            Required = true,
        };
        var statics = new Option<string?>("--static")
        {
            Description = "for series: features that do not change",
            HelpName = "S.csv",
        };
        var id = new Option<string?>("--id")
        {
            Description = "for series: the id column of all files (default: as in training)",
        };
        var timeUnit = new Option<string?>("--time-unit")
        {
            Description = "for series: hours, minutes, seconds or days (default: as in training)",
        };
        var scale = new Option<double>("--scale")
        {
            Description =
                "for a forecast: factor from the file's unit to the model's, such as 0.0555 for glucose from mg/dL to mmol/L",
            DefaultValueFactory = _ => 1,
        };
        var split = new Option<string>("--split")
        {
            Description = "for an npz: train, val or test",
            DefaultValueFactory = _ => "test",
        };
        split.AcceptOnlyFromAmong("train", "val", "test");
        var horizons = TrainSurvival.Horizons();
        var explain = new Option<string?>("--explain")
        {
            Description =
                "for a table or survival: write the SHAP values of each row here (log-odds; log hazard); for images: the folder to draw each image's Grad-CAM map in",
            HelpName = "F.csv|DIR",
        };
        var output = new Option<string>("--out")
        {
            Description = "the CSV to write; for a segmentation, the folder of masks",
            HelpName = "P.csv",
            Required = true,
        };
        var json = CommonOptions.Json();
        var verb = new Command(
            "predict",
            "write a model's predictions to a CSV\n\nexample: xinglin predict --model models/heart-disease/1.1.0 --data new.csv --out predictions.csv"
        )
        {
            model,
            data,
            statics,
            id,
            timeUnit,
            scale,
            split,
            explain,
            horizons,
            output,
            json,
        };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var folder = parsed.GetValue(model)!;
                var file = parsed.GetValue(data)!;
                var to = parsed.GetValue(output)!;
                var kind = OnnxPrediction.Is(folder) ? "onnx" : Models.Task(folder);
                if (kind == "onnx" && parsed.GetValue(explain) is not null)
                {
                    throw new InvalidInputException(
                        "--explain with an ONNX file",
                        "Explanations need rows of the training, which the file does not hold: name the model folder."
                    );
                }

                if (kind is not ("onnx" or "tabular" or "survival" or "image") && parsed.GetValue(explain) is not null)
                {
                    throw new InvalidInputException(
                        $"--explain with a model of task '{kind}'",
                        "Tables, survival and images have explanations; leave it out."
                    );
                }

                var notes = new List<BilingualText>();
                var rows = kind switch
                {
                    "onnx" => OnnxPrediction.Run(
                        folder,
                        file,
                        to,
                        parsed.GetValue(split)!,
                        parsed.GetValue(statics),
                        parsed.GetValue(id),
                        parsed.GetValue(timeUnit),
                        parsed.GetValue(scale),
                        parsed.GetValue(horizons),
                        cancel,
                        notes.Add
                    ),
                    "tabular" => TabularPrediction.Run(folder, file, to, parsed.GetValue(explain), notes.Add),
                    "survival" => SurvivalPrediction.Run(
                        folder,
                        file,
                        to,
                        parsed.GetValue(horizons),
                        parsed.GetValue(explain),
                        notes.Add
                    ),
                    "series" => SeriesPrediction.Run(
                        folder,
                        file,
                        to,
                        parsed.GetValue(statics),
                        parsed.GetValue(id),
                        parsed.GetValue(timeUnit)
                    ),
                    "image" => ImagePredictions.Run(
                        folder,
                        [file],
                        parsed.GetValue(split)!,
                        to,
                        parsed.GetValue(explain)
                    ),
                    ForecastModel.Task or ForecastFolder.AssembledTask => ForecastPrediction.Run(
                        folder,
                        file,
                        to,
                        parsed.GetValue(scale)
                    ),
                    SegmentationModel.Task => SegmentationPrediction.Run(folder, file, to, cancel),
                    var other => throw new InvalidInputException(folder, $"The task '{other}' has no predictions."),
                };
                if (parsed.GetValue(json))
                {
                    Terminal.Json(
                        new
                        {
                            rows,
                            @out = to,
                            notes = notes.Select(BilingualTextConverter.ToNode),
                        }
                    );
                }
                else
                {
                    Terminal.Line($"{rows} predictions in {to}");
                }

                if (!parsed.GetValue(json))
                {
                    foreach (var note in notes)
                        TrainingTalk.Note(note);
                }

                return Task.FromResult(ExitCode.Done);
            }
        );
        return verb;
    }
}
