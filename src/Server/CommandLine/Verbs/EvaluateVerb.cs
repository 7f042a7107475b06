using System.CommandLine;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Images;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Tables;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Verbs.Training;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin evaluate</c>: how good is a model on data with known answers?</summary>
public static class EvaluateVerb
{
    public static Command Build()
    {
        var model = new Option<string>("--model")
        {
            Description = "a model folder",
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
        var outcomes = new Option<string?>("--outcomes")
        {
            Description = "for series: the CSV with the answers",
            HelpName = "O.csv",
        };
        var target = new Option<string?>("--target")
        {
            Description = "the column with the answers, where it differs from the model's",
            HelpName = "COL",
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
        var masks = new Option<string?>("--masks")
        {
            Description = "for a segmentation: the folder of masks drawn by people",
            HelpName = "DIR",
        };
        var split = new Option<string>("--split")
        {
            Description = "for an npz: train, val or test",
            DefaultValueFactory = _ => "test",
        };
        var horizons = TrainSurvival.Horizons();
        var subgroups = new Option<string?>("--subgroups")
        {
            Description = "for a table: columns whose groups are measured apart (default: those of the training)",
            HelpName = "A,B",
        };
        split.AcceptOnlyFromAmong("train", "val", "test");
        var json = CommonOptions.Json();
        var verb = new Command(
            "evaluate",
            "AUC, AUPRC, accuracy, Brier score and calibration with 95 % intervals\n\nexample: xinglin evaluate --model models/pneumonia/1 --data pneumoniamnist.npz --split val --json"
        )
        {
            model,
            data,
            outcomes,
            target,
            scale,
            statics,
            id,
            timeUnit,
            masks,
            split,
            subgroups,
            horizons,
            json,
        };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var folder = parsed.GetValue(model)!;
                var file = parsed.GetValue(data)!;
                var result = Models.Task(folder) switch
                {
                    "tabular" => TabularEvaluation.Run(
                        folder,
                        file,
                        parsed.GetValue(target),
                        subgroups: ModelReliabilityArguments.Names(parsed.GetValue(subgroups))
                    ),
                    "survival" => SurvivalEvaluation.Run(
                        folder,
                        file,
                        TimeProvider.System,
                        parsed.GetValue(target),
                        parsed.GetValue(horizons)
                    ),
                    "series" => SeriesEvaluation.Run(
                        folder,
                        file,
                        parsed.GetValue(outcomes),
                        TimeProvider.System,
                        parsed.GetValue(target),
                        parsed.GetValue(statics),
                        parsed.GetValue(id),
                        parsed.GetValue(timeUnit)
                    ),
                    "image" => ImageEvaluation.Run(folder, [file], parsed.GetValue(split)!, TimeProvider.System),
                    ForecastModel.Task or ForecastFolder.AssembledTask => ForecastEvaluation.Figures(
                        folder,
                        file,
                        parsed.GetValue(scale)
                    ),
                    SegmentationModel.Task => SegmentationEvaluation.Run(
                        folder,
                        file,
                        parsed.GetValue(masks)
                            ?? throw InvalidInputException.In(
                                "--masks",
                                "A segmentation needs the folder of masks drawn by people."
                            ),
                        TimeProvider.System,
                        cancel
                    ),
                    var other => throw new InvalidInputException(folder, $"The task '{other}' has no evaluation."),
                };
                return Task.FromResult(TrainingTalk.Result(result, parsed.GetValue(json)));
            }
        );
        return verb;
    }
}
