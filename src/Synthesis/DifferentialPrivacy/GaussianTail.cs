using MathNet.Numerics;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>The complementary error function far out, where it is too small for a number and its logarithm is not.</summary>
internal static class GaussianTail
{
    /// <summary>ln erfc(x), to some twelve digits: above 2 by a continued fraction (Abramowitz and Stegun 1964, 7.1.14).</summary>
    public static double LogErfc(double x)
    {
        if (x < 0)
            return Math.Log(2 - Math.Exp(LogErfc(-x)));
        if (x < 2)
            return Math.Log(SpecialFunctions.Erfc(x));
        var fraction = x;
        for (var k = 120; k >= 1; k--)
            fraction = x + k / 2.0 / fraction;
        return -x * x - 0.5 * Math.Log(Math.PI) - Math.Log(fraction);
    }

    /// <summary>The point beyond which a standard normal variable lies with the given chance (above 0, to 0.5).</summary>
    public static double Beyond(double chance) => Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * chance);
}
