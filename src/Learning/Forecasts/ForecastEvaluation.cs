using Xinglin.Learning.Series;

namespace Xinglin.Learning.Forecasts;

/// <summary>Forecasts every reading of a file from what came before it, and compares.</summary>
public static class ForecastEvaluation
{
    /// <summary>Scores a model on the readings of its variable in an events file.</summary>
    /// <param name="scale">Factor that turns the file's unit into the model's, such as 1/18.016 for mg/dL → mmol/L.</param>
    public static ForecastScore Run(string modelFolder, string eventsPath, string? variable = null, double scale = 1)
    {
        using var model = ForecastModel.Load(modelFolder);
        var series = ReadingSeries
            .From(EventFile.Read(eventsPath), variable ?? model.Description.Variable)
            .Select(one => one with { Values = [.. one.Values.Select(value => value * scale)] });
        return ForecastScore.Of([.. series.SelectMany(one => Score(model, one, model.Description.Horizon))]);
    }

    /// <summary>
    /// The forecasts of each reading of one patient that has a past: for <see cref="ForecastHorizon.Next"/> everything
    /// before it, otherwise everything at least the horizon before it.
    /// </summary>
    internal static IReadOnlyList<ScoredForecast> Score(
        ForecastModel model,
        ReadingSeries series,
        ForecastHorizon horizon
    )
    {
        var asked = Asked(series, horizon);
        var forecasts = model.Predict(series, [.. asked.Select(one => (one.Known, series.Hours[one.Target]))]);
        return
        [
            .. asked.Select(
                (one, n) =>
                    new ScoredForecast(
                        series.Id,
                        series.Hours[one.Target] - series.Hours[one.Known],
                        forecasts[n],
                        series.Values[one.Target],
                        series.Values[one.Known],
                        series.Values[Math.Max(0, one.Known - 6)..(one.Known + 1)].Average()
                    )
            ),
        ];
    }

    internal static IReadOnlyList<(int Known, int Target)> Asked(ReadingSeries series, ForecastHorizon horizon)
    {
        var asked = new List<(int, int)>();
        var known = -1;
        for (var target = 1; target < series.Count; target++)
        {
            while (
                known + 1 < target
                && (
                    horizon == ForecastHorizon.Next || series.Hours[known + 1] <= series.Hours[target] - horizon.Hours()
                )
            )
                known++;
            if (known >= 0)
                asked.Add((known, target));
        }
        return asked;
    }
}
