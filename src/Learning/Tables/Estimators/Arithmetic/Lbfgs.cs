namespace Xinglin.Learning.Tables.Estimators.Arithmetic;

/// <summary>
/// Limited-memory BFGS with backtracking (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 7.4 and 3.1) for
/// smooth convex objectives.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;

    /// <param name="objective">Takes a point, fills the gradient, returns the value.</param>
    /// <param name="tolerance">Stops when no part of the gradient is larger.</param>
    /// <param name="lasso">
    /// Strength of an L1 penalty on each parameter, added to the objective: OWL-QN (Andrew and Gao 2007). Null for none.
    /// </param>
    public static double[] Minimise(
        double[] start,
        Func<double[], double[], double> objective,
        double tolerance,
        int steps,
        CancellationToken ct,
        double[]? lasso = null
    )
    {
        var x = start;
        var gradient = new double[x.Length];
        var value = objective(x, gradient) + Penalty(x, lasso);
        var history = new List<(double[] S, double[] Y, double Rho)>();
        for (var step = 0; step < steps; step++)
        {
            ct.ThrowIfCancellationRequested();
            var downhill = Downhill(x, gradient, lasso);
            if (downhill.Max(Math.Abs) <= tolerance)
                return x;
            var direction = Direction(downhill, history);
            if (lasso is not null) // no further than the signs for which the penalty is smooth
            {
                for (var i = 0; i < direction.Length; i++)
                {
                    if (lasso[i] > 0 && direction[i] * downhill[i] <= 0)
                        direction[i] = 0;
                }
            }

            var slope = -Dot(direction, downhill);
            if (slope >= 0)
            {
                history.Clear();
                direction = downhill;
                slope = -Dot(downhill, downhill);
            }
            var length = history.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(-slope)) : 1.0;
            var next = new double[x.Length];
            var nextGradient = new double[x.Length];
            double nextValue;
            while (true)
            {
                for (var i = 0; i < x.Length; i++)
                    next[i] = x[i] + length * direction[i];
                if (lasso is not null)
                    StayInOrthant(next, x, downhill, lasso);
                nextValue = objective(next, nextGradient) + Penalty(next, lasso);
                if (nextValue <= value + 1e-4 * length * slope)
                    break;
                length /= 2;
                if (length < 1e-12)
                    return x;
            }
            Remember(history, x, next, gradient, nextGradient);
            (x, gradient) = (next, nextGradient);
            if (value - nextValue < 1e-10 * Math.Abs(value))
                return x;
            value = nextValue;
        }
        return x;
    }

    private static double Penalty(double[] x, double[]? lasso)
    {
        double sum = 0;
        for (var i = 0; lasso is not null && i < x.Length; i++)
            sum += lasso[i] * Math.Abs(x[i]);
        return sum;
    }

    /// <summary>The negative gradient, or where the L1 penalty has a kink the steepest way down from it, if any.</summary>
    private static double[] Downhill(double[] x, double[] gradient, double[]? lasso)
    {
        var down = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var l = lasso?[i] ?? 0;
            down[i] = -gradient[i];
            if (l > 0)
            {
                down[i] =
                    x[i] > 0 ? down[i] - l
                    : x[i] < 0 ? down[i] + l
                    : Math.Sign(down[i]) * Math.Max(0, Math.Abs(down[i]) - l);
            }
        }
        return down;
    }

    /// <summary>A parameter that would change its sign stops at zero.</summary>
    private static void StayInOrthant(double[] next, double[] x, double[] downhill, double[] lasso)
    {
        for (var i = 0; i < next.Length; i++)
        {
            if (lasso[i] > 0 && next[i] * (x[i] != 0 ? x[i] : downhill[i]) < 0)
                next[i] = 0;
        }
    }

    private static double[] Direction(double[] downhill, List<(double[] S, double[] Y, double Rho)> history)
    {
        var q = downhill.ToArray();
        var alphas = new double[history.Count];
        for (var k = history.Count - 1; k >= 0; k--)
        {
            alphas[k] = history[k].Rho * Dot(history[k].S, q);
            Add(q, history[k].Y, -alphas[k]);
        }
        if (history.Count > 0)
        {
            var (s, y, _) = history[^1];
            var scale = Dot(s, y) / Dot(y, y);
            for (var i = 0; i < q.Length; i++)
                q[i] *= scale;
        }
        for (var k = 0; k < history.Count; k++)
            Add(q, history[k].S, alphas[k] - history[k].Rho * Dot(history[k].Y, q));
        return q;
    }

    private static void Remember(
        List<(double[] S, double[] Y, double Rho)> history,
        double[] x,
        double[] next,
        double[] gradient,
        double[] nextGradient
    )
    {
        var s = next.Select((v, i) => v - x[i]).ToArray();
        var y = nextGradient.Select((v, i) => v - gradient[i]).ToArray();
        var curvature = Dot(s, y);
        if (curvature <= 1e-12 * Dot(y, y))
            return;
        history.Add((s, y, 1 / curvature));
        if (history.Count > Memory)
            history.RemoveAt(0);
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Add(double[] to, double[] from, double factor)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] += factor * from[i];
    }
}
