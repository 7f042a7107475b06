using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>Writes <c>id,time,variable,horizon_hours,q10,q50,q90</c> for every reading that has a past.</summary>
public static class ForecastPrediction
{
    private const string Header = "id,time,variable,horizon_hours,q10,q50,q90\n";

    /// <summary>Every variable that both the model (or one of its parts) and the events file have.</summary>
    /// <param name="scale">Factor from the file's unit to the model's, such as 1/18.016 for mg/dL → mmol/L.</param>
    /// <returns>The number of forecasts written.</returns>
    /// <exception cref="InvalidInputException">The folder holds no forecaster.</exception>
    /// <exception cref="InvalidInputException">The file has none of the model's variables.</exception>
    public static int Run(string modelFolder, string eventsPath, string outPath, double scale = 1)
    {
        return Run(ForecastFolder.Open(modelFolder, eventsPath, scale), outPath);
    }

    internal static int Run(
        IEnumerable<(ForecastModel Model, IReadOnlyList<MeasurementSeries> Series)> parts,
        string outPath
    )
    {
        using var writer = new StreamWriter(outPath);
        writer.Write(Header);
        return parts.Sum(part =>
            Write(
                writer,
                part.Model.Description.Variable,
                part.Series.SelectMany(one => ForecastEvaluation.Score(part.Model, one, part.Model.Description.Horizon))
            )
        );
    }

    internal static int Write(string outPath, string variable, IEnumerable<ScoredForecast> forecasts)
    {
        using var writer = new StreamWriter(outPath);
        writer.Write(Header);
        return Write(writer, variable, forecasts);
    }

    private static int Write(StreamWriter writer, string variable, IEnumerable<ScoredForecast> forecasts)
    {
        var count = 0;
        foreach (var one in forecasts)
        {
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Id},{MeasurementSeries.TimeText(one.Forecast.Hour, one.Begin)},{variable},{one.HorizonHours:0.####},{one.Forecast.Q10:0.###},{one.Forecast.Q50:0.###},{one.Forecast.Q90:0.###}\n"
                )
            );
            count++;
        }
        return count;
    }
}
