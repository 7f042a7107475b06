using System.Globalization;
using Xinglin.Learning.Series;

namespace Xinglin.Learning.Forecasts;

/// <summary>Writes <c>id,time,variable,horizon_hours,q10,q50,q90</c> for every reading that has a past.</summary>
public static class ForecastPrediction
{
    /// <returns>The number of forecasts written.</returns>
    public static int Run(string modelFolder, string eventsPath, string outPath)
    {
        using var model = ForecastModel.Load(modelFolder);
        var series = ReadingSeries.From(EventFile.Read(eventsPath), model.Description.Variable);
        return Write(
            outPath,
            model.Description.Variable,
            series.SelectMany(one => ForecastEvaluation.Score(model, one, model.Description.Horizon))
        );
    }

    internal static int Write(string outPath, string variable, IEnumerable<ScoredForecast> forecasts)
    {
        var count = 0;
        using var writer = new StreamWriter(outPath);
        writer.Write("id,time,variable,horizon_hours,q10,q50,q90\n");
        foreach (var one in forecasts)
        {
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Id},{one.Forecast.Hour:0.####},{variable},{one.HorizonHours:0.####},{one.Forecast.Q10:0.###},{one.Forecast.Q50:0.###},{one.Forecast.Q90:0.###}\n"
                )
            );
            count++;
        }
        return count;
    }
}
