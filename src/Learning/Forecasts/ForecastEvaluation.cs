using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Forecasts.Alerts;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>Forecasts every reading of a file from what came before it, and compares.</summary>
public static class ForecastEvaluation
{
    /// <summary>Scores a model on the readings of its variable in an events file.</summary>
    /// <param name="scale">Factor that turns the file's unit into the model's, such as 1/18.016 for mg/dL → mmol/L.</param>
    public static ForecastScore Run(string modelFolder, string eventsPath, string? variable = null, double scale = 1)
    {
        using var model = ForecastModel.Load(modelFolder);
        var series = MeasurementSeries
            .From(EventFile.Read(eventsPath), variable ?? model.Description.Variable)
            .Select(one => one with { Values = [.. one.Values.Select(value => value * scale)] });
        return ForecastScore.Of([.. series.SelectMany(one => Score(model, one, model.Description.Horizon))]);
    }

    /// <summary>
    /// The document that <c>evaluate</c> answers: the figures of a forecaster, or for an assembled folder those of each
    /// variable that the file has, under its name.
    /// </summary>
    /// <exception cref="InvalidInputException">The folder holds no forecaster.</exception>
    /// <exception cref="InvalidInputException">The file has none of the model's variables.</exception>
    public static JsonObject Figures(string modelFolder, string eventsPath, double scale = 1)
    {
        var all = new JsonObject();
        foreach (var (model, series) in ForecastFolder.Open(modelFolder, eventsPath, scale))
        {
            var scored = series.SelectMany(one => Score(model, one, model.Description.Horizon)).ToList();
            if (scored.Count == 0)
            {
                throw new InvalidInputException(
                    $"variable {model.Description.Variable}",
                    "No reading has a past as long as the model's horizon. Give longer series."
                );
            }
            var figures = ForecastScore.Of(scored).ToJson();
            if (model.Description.Alerts is { Count: > 0 } rules)
            {
                figures["alerts"] = new JsonArray([
                    .. rules.Select(rule =>
                    {
                        var courses = series
                            .Select(one => ForecastAlerts.Course(model.Predict, one, rule.Limit))
                            .ToArray();
                        var score = ForecastAlerts.Score(courses, rule.Limit, rule.Probability);
                        return AlertTally.Figures(rule.Limit, courses, score);
                    }),
                ]);
            }
            all[model.Description.Variable] = figures;
        }
        if (!ForecastFolder.IsAssembled(modelFolder))
        {
            return (JsonObject)all.Single().Value!.DeepClone();
        }
        var document = new JsonObject { ["n"] = all.Sum(part => (int)part.Value!["n"]!) };
        foreach (var (name, figures) in all)
        {
            document[name] = figures!.DeepClone();
        }
        return document;
    }

    /// <summary>
    /// The forecasts of each reading of one patient that has a past: for <see cref="ForecastHorizon.Next"/> everything
    /// before it, otherwise everything at least the horizon before it.
    /// </summary>
    internal static IReadOnlyList<ScoredForecast> Score(
        ForecastModel model,
        MeasurementSeries series,
        ForecastHorizon horizon
    )
    {
        var asked = Asked(series, horizon.Hours());
        var forecasts = model.Predict(series, [.. asked.Select(one => (one.Known, series.Hours[one.Target]))]);
        var rules = SimpleRules.After(series);
        return
        [
            .. asked.Select(
                (one, n) =>
                    new ScoredForecast(
                        series.Id,
                        series.Hours[one.Target] - series.Hours[one.Known],
                        forecasts[n],
                        series.Values[one.Target],
                        rules[one.Known],
                        series.Begin
                    )
            ),
        ];
    }

    /// <summary>For each reading the newest one that lies at least so many hours before it; 0 for the one before.</summary>
    internal static IReadOnlyList<(int Known, int Target)> Asked(MeasurementSeries series, double hours)
    {
        var asked = new List<(int, int)>();
        var known = -1;
        for (var target = 1; target < series.Count; target++)
        {
            while (known + 1 < target && (hours == 0 || series.Hours[known + 1] <= series.Hours[target] - hours))
                known++;
            if (known >= 0)
                asked.Add((known, target));
        }
        return asked;
    }
}
