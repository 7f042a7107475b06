using MathNet.Numerics;

namespace Xinglin.Learning.Survival.Measures;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquare
{
    /// <summary>The probability of a value at or above <paramref name="x"/>: the upper incomplete gamma function Q(df/2, x/2).</summary>
    public static double Above(double x, int degrees) =>
        x <= 0 || degrees <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degrees / 2.0, x / 2);
}
