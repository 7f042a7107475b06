namespace Xinglin.Learning.Tables.Candidates;

/// <summary>
/// Limited-memory BFGS with backtracking (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 7.4 and 3.1) for
/// smooth convex objectives.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;

    /// <param name="objective">Takes a point, fills the gradient, returns the value.</param>
    /// <param name="tolerance">Stops when no part of the gradient is larger.</param>
    public static double[] Minimise(
        double[] start,
        Func<double[], double[], double> objective,
        double tolerance,
        int steps,
        CancellationToken ct
    )
    {
        var x = start;
        var gradient = new double[x.Length];
        var value = objective(x, gradient);
        var history = new List<(double[] S, double[] Y, double Rho)>();
        for (var step = 0; step < steps && gradient.Max(Math.Abs) > tolerance; step++)
        {
            ct.ThrowIfCancellationRequested();
            var direction = Direction(gradient, history);
            var slope = Dot(direction, gradient);
            if (slope >= 0)
            {
                history.Clear();
                direction = [.. gradient.Select(g => -g)];
                slope = Dot(direction, gradient);
            }
            var length = history.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(-slope)) : 1.0;
            var next = new double[x.Length];
            var nextGradient = new double[x.Length];
            double nextValue;
            while (true)
            {
                for (var i = 0; i < x.Length; i++)
                    next[i] = x[i] + length * direction[i];
                nextValue = objective(next, nextGradient);
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

    private static double[] Direction(double[] gradient, List<(double[] S, double[] Y, double Rho)> history)
    {
        var q = gradient.Select(g => -g).ToArray();
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
