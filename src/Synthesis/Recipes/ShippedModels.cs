using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Training;

namespace Xinglin.Synthesis.Recipes;

/// <summary>
/// Trains a shipped model again from its plan: <c>xinglin train forecast --plan plans/home-forecast.json</c> and
/// <c>xinglin train image --plan plans/pneumonia.json</c>. The heart disease plan is an ordinary plan of
/// <c>train tabular</c>.
/// </summary>
public static class ShippedModels
{
    /// <summary>The real glucose logs on which the home forecast is checked, inside the data folder.</summary>
    public const string GlucoseLogs = "timeseries/uci_diabetes_logs/events-dev.csv.gz";

    /// <summary>Runs a plan.</summary>
    /// <param name="dataFolder">The folder with the public data sets, <c>../shared/data</c> next to the project by default.</param>
    /// <returns>The new model's <c>model.json</c>.</returns>
    /// <exception cref="InvalidInputException">The plan is none of ours, or its data is not there.</exception>
    public static JsonObject Train(
        string planPath,
        string @out,
        string dataFolder,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var name = Path.GetFileName(planPath);
        var plan =
            Read(planPath) ?? throw InvalidInputException.In(name, "It is not a JSON object. Name a plan of plans/.");
        var logs = Path.Combine(dataFolder, GlucoseLogs);
        return (string?)plan["kind"] switch
        {
            "home-forecast" => HomeForecastTraining.Run(
                plan,
                @out,
                File.Exists(logs) ? logs : null,
                clock,
                progress,
                cancellation
            ),
            "pneumonia" => PneumoniaTraining.Run(plan, @out, dataFolder, clock, progress, cancellation),
            var kind => throw InvalidInputException.In(
                $"{name}, kind",
                $"'{kind}' is unknown; known are home-forecast and pneumonia."
            ),
        };
    }

    private static JsonObject? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
