using System.Text.Json.Nodes;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>A forecast next to what came, and next to what simple rules would have said.</summary>
/// <param name="Begin">See <see cref="MeasurementSeries.Begin"/>.</param>
public sealed record ScoredForecast(
    string Id,
    double HorizonHours,
    QuantileForecast Forecast,
    double Actual,
    SimpleRules Rules,
    DateTime? Begin = null
);

/// <summary>How good forecasts were, in the variable's unit.</summary>
/// <param name="Mae">Mean absolute error of the median.</param>
/// <param name="Pinball">Mean pinball loss over the five quantiles.</param>
/// <param name="Coverage80">The share of readings between Q10 and Q90; 0.8 is meant.</param>
/// <param name="Coverage50">The share of readings between Q25 and Q75; 0.5 is meant.</param>
/// <param name="Width80">Mean distance from Q10 to Q90.</param>
/// <param name="LastValue">"Same as the last reading."</param>
/// <param name="MovingAverage">The mean of the last seven readings.</param>
/// <param name="Smoothing">Exponential smoothing at its best rate.</param>
/// <param name="PatientCoverage80">The 10 %, 50 % and 90 % quantile over patients with 20 or more forecasts of their own coverage; empty without any.</param>
public sealed record ForecastScore(
    int N,
    int Patients,
    double Mae,
    double Pinball,
    double Coverage80,
    double Coverage50,
    double Width80,
    RuleScore LastValue,
    RuleScore MovingAverage,
    RuleScore Smoothing,
    double[] PatientCoverage80
)
{
    private const int FewestOfPatient = 20;

    /// <summary>Mean absolute error of "same as the last reading".</summary>
    public double LastValueMae => LastValue.Mae;

    /// <summary>Mean absolute error of the mean of the last seven readings.</summary>
    public double MovingAverageMae => MovingAverage.Mae;

    public static ForecastScore Of(IReadOnlyCollection<ScoredForecast> scored) =>
        new(
            scored.Count,
            scored.Select(one => one.Id).Distinct().Count(),
            scored.Average(one => Math.Abs(one.Forecast.Q50 - one.Actual)),
            scored.Average(PinballOf),
            Coverage(scored),
            scored.Average(one => one.Actual >= one.Forecast.Q25 && one.Actual <= one.Forecast.Q75 ? 1.0 : 0),
            scored.Average(one => one.Forecast.Q90 - one.Forecast.Q10),
            RuleScore.Of(scored, rules => rules.LastValue),
            RuleScore.Of(scored, rules => rules.MovingAverage),
            RuleScore.BestSmoothing(scored),
            ByPatient(scored)
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
            ["coverage80_of_patients"] = new JsonArray([.. PatientCoverage80.Select(c => (JsonNode)Math.Round(c, 3))]),
            ["mae_last_value"] = LastValue.Mae,
            ["mae_moving_average"] = MovingAverage.Mae,
            ["mae_smoothing"] = Smoothing.Mae,
            ["pinball_last_value"] = LastValue.Pinball,
            ["pinball_moving_average"] = MovingAverage.Pinball,
            ["pinball_smoothing"] = Smoothing.Pinball,
        };

    /// <summary>Mean pinball loss over the five quantiles (Koenker and Bassett, 1978).</summary>
    public static double PinballOf(ScoredForecast one)
    {
        var (f, actual) = (one.Forecast, one.Actual);
        return (Loss(0.1, f.Q10) + Loss(0.25, f.Q25) + Loss(0.5, f.Q50) + Loss(0.75, f.Q75) + Loss(0.9, f.Q90)) / 5;

        double Loss(double q, double forecast) => Math.Max(q * (actual - forecast), (q - 1) * (actual - forecast));
    }

    private static double Coverage(IEnumerable<ScoredForecast> scored) =>
        scored.Average(one => one.Actual >= one.Forecast.Q10 && one.Actual <= one.Forecast.Q90 ? 1.0 : 0);

    private static double[] ByPatient(IEnumerable<ScoredForecast> scored)
    {
        var shares = scored
            .GroupBy(one => one.Id)
            .Where(group => group.Count() >= FewestOfPatient)
            .Select(Coverage)
            .Order()
            .ToArray();
        return shares.Length == 0 ? [] : [At(0.1), At(0.5), At(0.9)];

        double At(double q) => shares[(int)Math.Round(q * (shares.Length - 1))];
    }
}
