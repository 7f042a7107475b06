namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// Counts what differentially private training has given away: the Rényi divergence of the Poisson-subsampled Gaussian mechanism at
/// many orders, added up over the steps, and turned into (ε, δ). Neighbouring data sets differ by one row, present or absent.
/// </summary>
/// <remarks>
/// Mironov, Talwar and Zhang, "Rényi differential privacy of the sampled Gaussian mechanism" (arXiv:1908.10530, 2019): whole orders by
/// its equation 9, fractional ones by its section 3.3. Conversion: Canonne, Kamath and Steinke, NeurIPS 2020, proposition 12 (the same
/// bound as Balle et al., AISTATS 2020); <see cref="ClassicEpsilon"/> is Mironov 2017, proposition 3.
/// </remarks>
public sealed class RenyiAccountant
{
    /// <summary>Orders looked at, all above 1.</summary>
    public static IReadOnlyList<double> Orders { get; } =
    [
        .. Enumerable.Range(1, 99).Select(i => 1 + i / 10.0),
        .. Enumerable.Range(11, 53).Select(i => (double)i),
        80,
        96,
        128,
        192,
        256,
        512,
    ];

    private readonly double[] _divergence = new double[Orders.Count];

    /// <summary>Adds steps of the subsampled Gaussian mechanism.</summary>
    /// <param name="rate">The chance of each row to be in a step, 0 to 1; 1 is the plain Gaussian mechanism.</param>
    /// <param name="noise">Standard deviation of the noise over the largest influence of a row; above 0.</param>
    public void Add(double rate, double noise, int steps = 1)
    {
        for (var i = 0; i < Orders.Count; i++)
            _divergence[i] += steps * Divergence(rate, noise, Orders[i]);
    }

    /// <summary>The smallest ε over all orders; infinite when nothing is private.</summary>
    /// <param name="delta">Above 0, below 1.</param>
    public double Epsilon(double delta) => Epsilon(Orders, _divergence, delta);

    /// <summary>ε of divergences at orders.</summary>
    public static double Epsilon(IReadOnlyList<double> orders, IReadOnlyList<double> divergence, double delta) =>
        Smallest(
            orders,
            divergence,
            (order, d) => d + Math.Log((order - 1) / order) - (Math.Log(delta) + Math.Log(order)) / (order - 1)
        );

    /// <summary>The older, looser conversion, in which many published values are given.</summary>
    public double ClassicEpsilon(double delta) =>
        Smallest(Orders, _divergence, (order, d) => d - Math.Log(delta) / (order - 1));

    /// <summary>The noise at which so many steps stay within (ε, δ), to a thousandth.</summary>
    /// <param name="before">What was given away before; null for nothing.</param>
    public static double NoiseFor(double epsilon, double delta, double rate, int steps, RenyiAccountant? before = null)
    {
        double low = 0.2,
            high = 1_000;
        for (var i = 0; i < 60 && high - low > 0.001 * low; i++)
        {
            var middle = Math.Sqrt(low * high);
            var account = new RenyiAccountant();
            before?._divergence.CopyTo(account._divergence, 0);
            account.Add(rate, middle, steps);
            if (account.Epsilon(delta) > epsilon)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>Rényi divergence of one step at an order above 1.</summary>
    public static double Divergence(double rate, double noise, double order)
    {
        if (rate is < 0 or > 1 || noise < 0 || order <= 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate),
                $"Rate {rate}, noise {noise}, order {order}: 0 to 1, at least 0, above 1."
            );
        }

        if (rate == 0)
            return 0;
        if (noise == 0)
            return double.PositiveInfinity;
        if (rate == 1)
            return order / (2 * noise * noise);
        var moment =
            order == Math.Floor(order) ? WholeOrder(rate, noise, (int)order) : FractionalOrder(rate, noise, order);
        return moment / (order - 1);
    }

    /// <summary>ln Σₖ C(α, k) (1 − q)^(α − k) q^k exp((k² − k) / 2σ²)</summary>
    private static double WholeOrder(double rate, double noise, int order)
    {
        var sum = double.NegativeInfinity;
        var choose = 0.0;
        for (var k = 0; k <= order; k++)
        {
            if (k > 0)
                choose += Math.Log((order - k + 1.0) / k);
            var term =
                choose
                + k * Math.Log(rate)
                + (order - k) * Math.Log(1 - rate)
                + (k * (double)k - k) / (2 * noise * noise);
            sum = Plus(sum, term);
        }
        return sum;
    }

    /// <summary>The two series of section 3.3, cut where their terms no longer count.</summary>
    private static double FractionalOrder(double rate, double noise, double order)
    {
        double near = double.NegativeInfinity,
            far = double.NegativeInfinity;
        var cut = noise * noise * Math.Log(1 / rate - 1) + 0.5;
        var (logChoose, sign) = (0.0, 1);
        for (var i = 0; i < 10_000; i++)
        {
            if (i > 0)
            {
                var factor = (order - i + 1) / i;
                logChoose += Math.Log(Math.Abs(factor));
                sign *= Math.Sign(factor);
            }
            var j = order - i;
            var a =
                logChoose
                + i * Math.Log(rate)
                + j * Math.Log(1 - rate)
                + (i * (double)i - i) / (2 * noise * noise)
                + Math.Log(0.5)
                + GaussianTail.LogErfc((i - cut) / (Math.Sqrt(2) * noise));
            var b =
                logChoose
                + j * Math.Log(rate)
                + i * Math.Log(1 - rate)
                + (j * j - j) / (2 * noise * noise)
                + Math.Log(0.5)
                + GaussianTail.LogErfc((cut - j) / (Math.Sqrt(2) * noise));
            (near, far) = sign > 0 ? (Plus(near, a), Plus(far, b)) : (Minus(near, a), Minus(far, b));
            if (i > order && Math.Max(a, b) < -30)
                break;
        }
        return Plus(near, far);
    }

    private static double Smallest(
        IReadOnlyList<double> orders,
        IReadOnlyList<double> divergence,
        Func<double, double, double> convert
    )
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < orders.Count; i++)
        {
            if (double.IsFinite(divergence[i]))
                best = Math.Min(best, convert(orders[i], divergence[i]));
        }

        return Math.Max(0, best);
    }

    /// <summary>ln(eᵃ + eᵇ)</summary>
    private static double Plus(double a, double b)
    {
        var (small, large) = a < b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(small) ? large : large + Math.Log(1 + Math.Exp(small - large));
    }

    /// <summary>ln(eᵃ − eᵇ), for a ≥ b.</summary>
    private static double Minus(double a, double b) =>
        double.IsNegativeInfinity(b) ? a
        : a <= b ? double.NegativeInfinity
        : a + Math.Log(1 - Math.Exp(b - a));
}
