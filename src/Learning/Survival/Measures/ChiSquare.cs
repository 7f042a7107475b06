namespace Xinglin.Learning.Survival.Measures;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquare
{
    /// <summary>The chance of a value at or above <paramref name="x"/>: the upper incomplete gamma function Q(df/2, x/2).</summary>
    public static double Above(double x, int degrees)
    {
        if (x <= 0 || degrees <= 0)
            return 1;
        var (a, z) = (degrees / 2.0, x / 2);
        var scale = Math.Exp(-z + a * Math.Log(z) - LogGamma(a));
        if (z < a + 1)
        {
            // Series of the lower function (Abramowitz and Stegun 6.5.29).
            double term = 1 / a,
                sum = term;
            for (var n = 1; n < 1000 && term > sum * 1e-15; n++)
                sum += term *= z / (a + n);
            return 1 - sum * scale;
        }
        // Continued fraction of the upper function (6.5.31), evaluated by Lentz's method.
        double b = z + 1 - a,
            c = 1e300,
            d = 1 / b,
            h = d;
        for (var n = 1; n < 1000; n++)
        {
            var an = -n * (n - a);
            b += 2;
            d = 1 / (an * d + b);
            c = b + an / c;
            var step = d * c;
            h *= step;
            if (Math.Abs(step - 1) < 1e-15)
                break;
        }
        return scale * h;
    }

    /// <summary>ln Γ(a) for a multiple of one half, by the recurrence from Γ(½) = √π and Γ(1) = 1.</summary>
    private static double LogGamma(double a)
    {
        double sum = 0;
        for (; a > 1; a--)
            sum += Math.Log(a - 1);
        return sum + (a < 0.75 ? 0.5 * Math.Log(Math.PI) : 0);
    }
}
