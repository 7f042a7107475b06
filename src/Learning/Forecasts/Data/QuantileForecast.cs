namespace Xinglin.Learning.Forecasts.Data;

/// <summary>One forecast: the quantiles of the value at one hour, ascending, in the variable's unit.</summary>
public sealed record QuantileForecast(double Hour, double Q10, double Q25, double Q50, double Q75, double Q90)
{
    /// <summary>The quantiles that are forecast.</summary>
    public static readonly double[] Levels = [0.1, 0.25, 0.5, 0.75, 0.9];
}

/// <summary>What a forecaster says of a patient.</summary>
/// <param name="asked">The last reading that may be known, and the hour asked for.</param>
public delegate IReadOnlyList<QuantileForecast> ForecastsAt(
    MeasurementSeries series,
    IReadOnlyList<(int Known, double Hour)> asked
);

internal static class QuantileOrder
{
    /// <summary>Q10 and Q90, Q25 and Q75 moved away from the median by a factor.</summary>
    public static QuantileForecast Widened(this QuantileForecast forecast, double outer, double inner)
    {
        var median = forecast.Q50;
        return (
            forecast with
            {
                Q10 = median + outer * (forecast.Q10 - median),
                Q25 = median + inner * (forecast.Q25 - median),
                Q75 = median + inner * (forecast.Q75 - median),
                Q90 = median + outer * (forecast.Q90 - median),
            }
        ).Ordered();
    }

    /// <summary>The two widenings can put Q25 below Q10 by a hair: never shown.</summary>
    private static QuantileForecast Ordered(this QuantileForecast forecast) =>
        forecast with
        {
            Q10 = Math.Min(forecast.Q10, forecast.Q25),
            Q90 = Math.Max(forecast.Q90, forecast.Q75),
        };
}
