namespace Xinglin.Synthesis.Tables;

/// <summary>The standard normal distribution and its inverse.</summary>
internal static class NormalScores
{
    /// <summary>Φ(x): Abramowitz and Stegun 1964, formula 7.1.26, error below 1.5e-7.</summary>
    public static double Cumulative(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * z);
        var tail =
            t
            * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
            * Math.Exp(-z * z);
        return x >= 0 ? 1 - tail / 2 : tail / 2;
    }

    /// <summary>Φ⁻¹(p) by bisection on <see cref="Cumulative"/>, for p between 0 and 1, cut at ±5.</summary>
    public static double Inverse(double p)
    {
        double low = -5,
            high = 5;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle) < p)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }
}
