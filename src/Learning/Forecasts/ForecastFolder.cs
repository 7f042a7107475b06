using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>
/// A folder that forecasts: one forecaster, or an assembled folder whose <c>parts</c> are forecasters of one variable
/// each, such as <c>models/home-forecast/1.0.0</c>.
/// </summary>
public static class ForecastFolder
{
    /// <summary>Task of a folder whose parts are the forecasters of home readings.</summary>
    public const string AssembledTask = "home-forecast";

    /// <summary>The forecasters of a folder whose variable an events file has.</summary>
    /// <param name="scale">Factor from the file's unit to the model's; other than 1 only where one variable is meant.</param>
    /// <exception cref="InvalidInputException">The folder holds no forecaster, or one that was changed.</exception>
    /// <exception cref="InvalidInputException">The file has none of its variables, or the scale fits several.</exception>
    internal static IEnumerable<(ForecastModel Model, IReadOnlyList<MeasurementSeries> Series)> Open(
        string folder,
        string eventsPath,
        double scale
    )
    {
        var events = EventFile.Read(eventsPath);
        var parts = Parts(folder);
        var variables = parts.Select(part => (string)Models.Document(part)["model"]!["Variable"]!).ToList();
        var found = parts.Zip(variables).Where(part => events.VariableIndex(part.Second) >= 0).ToList();
        if (found.Count == 0)
        {
            throw InvalidInputException.In(
                Path.GetFileName(eventsPath),
                $"It has {string.Join(", ", events.Variables)}; the model forecasts {string.Join(", ", variables)}. Name the variables as the model does."
            );
        }
        if (scale != 1 && found.Count > 1)
        {
            throw InvalidInputException.In(
                "--scale",
                $"One factor cannot fit {string.Join(", ", found.Select(part => part.Second))}. Name the folder of one part, such as {Path.GetFileName(found[0].First)}, or give the file in the model's units."
            );
        }
        return Each(found);

        IEnumerable<(ForecastModel, IReadOnlyList<MeasurementSeries>)> Each(
            IEnumerable<(string Folder, string Variable)> all
        )
        {
            foreach (var (part, variable) in all)
            {
                using var model = ForecastModel.Load(part);
                yield return (model, Scaled(events, variable, scale));
            }
        }
    }

    /// <summary>The readings of a variable in the model's unit.</summary>
    /// <exception cref="InvalidInputException">Nobody has it.</exception>
    internal static IReadOnlyList<MeasurementSeries> Scaled(EventTable events, string variable, double scale) =>
        [
            .. MeasurementSeries
                .From(events, variable)
                .Select(one => one with { Values = [.. one.Values.Select(value => value * scale)] }),
        ];

    /// <summary>True for a folder with parts.</summary>
    public static bool IsAssembled(string folder) => Models.Task(folder) == AssembledTask;

    private static IReadOnlyList<string> Parts(string folder)
    {
        if (!IsAssembled(folder))
        {
            return [folder];
        }
        var names = (Models.Document(folder)["parts"] as System.Text.Json.Nodes.JsonArray ?? [])
            .Select(name => (string?)name)
            .OfType<string>()
            .ToList();
        // A part is a folder inside this one: a name that leads elsewhere is not followed.
        return names.Count > 0 && names.All(name => name.Length > 0 && name.All(char.IsAsciiLetterOrDigit))
            ? [.. names.Select(name => Path.Combine(folder, name))]
            : throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, parts: no list of folder names",
                "Copy the model folder again from its source, or train it again from its plan."
            );
    }
}
