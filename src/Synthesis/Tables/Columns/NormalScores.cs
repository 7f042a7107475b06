using MathNet.Numerics.Distributions;

namespace Xinglin.Synthesis.Tables.Columns;

/// <summary>The standard normal distribution and its inverse.</summary>
internal static class NormalScores
{
    /// <summary>Φ(x), 0 to 1.</summary>
    public static double Cumulative(double x) => Normal.CDF(0, 1, x);

    /// <summary>Φ⁻¹(p), cut at ±5.</summary>
    /// <param name="p">0 to 1.</param>
    public static double Inverse(double p) => Math.Clamp(Normal.InvCDF(0, 1, p), -5, 5);
}
