using System.Text.Json.Nodes;

namespace Xinglin.Learning.Forecasts;

/// <summary>A forecast beside what came, and beside what two simple rules would have said.</summary>
/// <param name="LastValue">"The same as the last reading."</param>
/// <param name="MovingAverage">The mean of the last seven readings.</param>
public sealed record ScoredForecast(
    string Id,
    double HorizonHours,
    QuantileForecast Forecast,
    double Actual,
    double LastValue,
    double MovingAverage
);

/// <summary>How good forecasts were, in the variable's unit.</summary>
/// <param name="Mae">Mean absolute error of the median.</param>
/// <param name="Pinball">Mean pinball loss over the five quantiles.</param>
/// <param name="Coverage80">The share of readings between Q10 and Q90; 0.8 is meant.</param>
/// <param name="Coverage50">The share of readings between Q25 and Q75; 0.5 is meant.</param>
/// <param name="Width80">Mean distance from Q10 to Q90.</param>
/// <param name="LastValueMae">Mean absolute error of "same as the last reading".</param>
/// <param name="MovingAverageMae">Mean absolute error of the mean of the last seven readings.</param>
public sealed record ForecastScore(
    int N,
    int Patients,
    double Mae,
    double Pinball,
    double Coverage80,
    double Coverage50,
    double Width80,
    double LastValueMae,
    double MovingAverageMae
)
{
    public static ForecastScore Of(IReadOnlyCollection<ScoredForecast> scored) =>
        new(
            scored.Count,
            scored.Select(one => one.Id).Distinct().Count(),
            scored.Average(one => Math.Abs(one.Forecast.Q50 - one.Actual)),
            scored.Average(PinballOf),
            scored.Average(one => one.Actual >= one.Forecast.Q10 && one.Actual <= one.Forecast.Q90 ? 1.0 : 0),
            scored.Average(one => one.Actual >= one.Forecast.Q25 && one.Actual <= one.Forecast.Q75 ? 1.0 : 0),
            scored.Average(one => one.Forecast.Q90 - one.Forecast.Q10),
            scored.Average(one => Math.Abs(one.LastValue - one.Actual)),
            scored.Average(one => Math.Abs(one.MovingAverage - one.Actual))
        );

    public JsonObject ToJson() =>
        new()
        {
            ["n"] = N,
            ["patients"] = Patients,
            ["mae"] = Mae,
            ["pinball"] = Pinball,
            ["coverage80"] = Coverage80,
            ["coverage50"] = Coverage50,
            ["width80"] = Width80,
            ["mae_last_value"] = LastValueMae,
            ["mae_moving_average"] = MovingAverageMae,
        };

    private static double PinballOf(ScoredForecast one)
    {
        var (f, actual) = (one.Forecast, one.Actual);
        return (Loss(0.1, f.Q10) + Loss(0.25, f.Q25) + Loss(0.5, f.Q50) + Loss(0.75, f.Q75) + Loss(0.9, f.Q90)) / 5;

        double Loss(double q, double forecast) => Math.Max(q * (actual - forecast), (q - 1) * (actual - forecast));
    }
}
