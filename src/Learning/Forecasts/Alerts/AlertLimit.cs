using MathNet.Numerics;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts.Alerts;

/// <summary>A value that a reading should not cross.</summary>
/// <param name="Below">True: readings below it are dangerous (hypoglycaemia); false: readings above it.</param>
/// <param name="Value">In the variable's unit.</param>
public sealed record AlertLimit(bool Below, double Value)
{
    public bool Crossed(double reading) => Below ? reading < Value : reading > Value;

    /// <summary>
    /// The chance that a reading crosses the limit, from a forecast's quantiles: linear between them, beyond the outer ones
    /// the tail of a normal distribution that has its median and its outer quantile.
    /// </summary>
    public double Chance(QuantileForecast forecast)
    {
        ReadOnlySpan<double> values = [forecast.Q10, forecast.Q25, forecast.Q50, forecast.Q75, forecast.Q90];
        var below = ShareBelow(values);
        return Below ? below : 1 - below;
    }

    private double ShareBelow(ReadOnlySpan<double> values)
    {
        var shares = QuantileForecast.Levels;
        if (Value <= values[0])
            return Tail((values[2] - Value) / Math.Max(1e-9, values[2] - values[0]));
        if (Value >= values[^1])
            return 1 - Tail((Value - values[2]) / Math.Max(1e-9, values[^1] - values[2]));
        var at = 0;
        while (Value > values[at + 1])
            at++;
        var share = (Value - values[at]) / Math.Max(1e-9, values[at + 1] - values[at]);
        return shares[at] + share * (shares[at + 1] - shares[at]);
    }

    /// <summary>What lies beyond so many distances from the median to the 10 % quantile, on one side.</summary>
    private static double Tail(double arms)
    {
        const double deviations = 1.2815515655446004; // of the 10 % quantile of the normal distribution
        return 0.5 * SpecialFunctions.Erfc(arms * deviations / Math.Sqrt(2));
    }
}
