using System.Text.Json;
using Xinglin.Bench;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Images;
using Xinglin.Learning.Series;
using Xinglin.Learning.Training;

// Measurements of the networks, one verb each; run.sh calls it. Figures as JSON on stdout, progress on stderr.
var options = args.Skip(1)
    .Chunk(2)
    .Where(pair => pair.Length == 2)
    .ToLookup(pair => pair[0].TrimStart('-'), pair => pair[1]);
string Needed(string name) => options[name].FirstOrDefault() ?? throw new ArgumentException($"--{name} is needed");
int Number(string name, int otherwise) => int.Parse(options[name].FirstOrDefault() ?? otherwise.ToString());
TimeSpan? budget = options["budget"].FirstOrDefault() is { } seconds
    ? TimeSpan.FromSeconds(double.Parse(seconds.TrimEnd('s')))
    : null;
var indented = new JsonSerializerOptions { WriteIndented = true };
var progress = new Terminal();

var json = args.FirstOrDefault() switch
{
    "forecast" => ForecastTraining
        .Run(
            new ForecastTrainingOptions
            {
                Events = Needed("events"),
                Variable = Needed("variable"),
                Horizon = Enum.Parse<ForecastHorizon>(options["horizon"].FirstOrDefault() ?? "Next", ignoreCase: true),
                Epochs = Number("epochs", 30),
                Networks = Number("networks", 3),
                Folds = Number("folds", 5),
                Width = Number("width", 32),
                Seed = Number("seed", 1),
                Budget = budget,
                Out = options["out"].FirstOrDefault(),
                Oof = options["oof"].FirstOrDefault(),
                Threads = Number("threads", 1),
            },
            TimeProvider.System,
            progress
        )
        .Json,
    "image" => ImageTraining
        .Run(
            new ImageTrainingOptions
            {
                Data = [.. options["data"]],
                Epochs = Number("epochs", 18),
                Networks = Number("networks", 3),
                Width = Number("width", 16),
                Seed = Number("seed", 1),
                Budget = budget,
                Out = options["out"].FirstOrDefault(),
                Oof = options["oof"].FirstOrDefault(),
                Threads = Number("threads", 1),
            },
            TimeProvider.System,
            progress
        )
        .Json,
    "image-evaluate" => ImageEvaluation.Run(
        Needed("model"),
        [.. options["data"]],
        options["split"].FirstOrDefault() ?? "test",
        TimeProvider.System
    ),
    "series" => SeriesTraining
        .Run(
            new SeriesTrainingOptions
            {
                Events = Needed("events"),
                Outcomes = Needed("outcomes"),
                Target = Needed("target"),
                Static = options["static"].FirstOrDefault(),
                Epochs = Number("epochs", 14),
                NetworksPerFold = Number("networks", 2),
                Folds = Number("folds", 5),
                Bins = Number("bins", 24),
                Width = Number("width", 48),
                Seed = Number("seed", 1),
                Budget = budget,
                Out = options["out"].FirstOrDefault(),
                Oof = options["oof"].FirstOrDefault(),
                Threads = Number("threads", 1),
            },
            TimeProvider.System,
            progress
        )
        .Json,
    "speed" => Speed.Run(Needed("net"), Needed("data"), Number("epochs", 3), Number("threads", 2)),
    _ => throw new ArgumentException("Name one of: speed, forecast, series, image, image-evaluate"),
};
Console.WriteLine(json.ToJsonString(indented));

internal sealed class Terminal : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        Console.Error.WriteLine(
            $"{value.Stage} epoch {value.Epoch}/{value.Epochs} loss {value.Loss:0.0000} "
                + $"validation {value.Validation:0.0000} left {value.Left:mm\\:ss}"
        );
}
