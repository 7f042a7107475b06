using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival.Cox;

/// <summary>
/// Cox's proportional hazards model (Cox 1972), Efron's ties, Breslow's baseline, with an elastic-net penalty (Simon et al. 2011):
/// minimises −log partial likelihood + λ ((1 − α)/2 ‖β‖² + α ‖β‖₁).
/// </summary>
/// <param name="Weights">One per column of the matrix: log hazard ratios.</param>
/// <param name="Times">Event times of training, rising.</param>
/// <param name="Hazard">Baseline cumulative hazard just after each of them, of a row of zeros.</param>
public sealed record CoxRegression(double[] Weights, double[] Times, double[] Hazard)
{
    /// <summary>Above this many columns second derivatives cost too much.</summary>
    private const int MostForNewton = 200;

    /// <param name="times">Follow-up, in the table's own unit, not negative.</param>
    /// <param name="penalty">λ, not negative.</param>
    /// <param name="lasso">α, 0 (ridge) to 1.</param>
    public static CoxRegression Fit(
        Encoded x,
        double[] times,
        bool[] events,
        double penalty,
        double lasso = 0,
        CancellationToken ct = default
    )
    {
        var likelihood = new PartialLikelihood(x, times, events);
        var beta =
            lasso > 0 ? ElasticNet(likelihood, penalty, lasso, ct)
            : x.Columns <= MostForNewton ? Newton(likelihood, penalty, ct)
            : Ridge(likelihood, penalty, ct);
        var (at, hazard) = likelihood.Baseline(beta);
        return new CoxRegression(beta, at, hazard);
    }

    /// <summary>The log of the hazard ratio against a row of zeros.</summary>
    public double Score(ReadOnlySpan<float> row) => Linear(row, Weights);

    /// <summary>The baseline cumulative hazard just after a time: a step function.</summary>
    public double BaselineAt(double time)
    {
        var k = Array.BinarySearch(Times, time);
        var upTo = k < 0 ? ~k : k + 1;
        return upTo == 0 ? 0 : Hazard[upTo - 1];
    }

    internal static double Linear(ReadOnlySpan<float> row, double[] beta)
    {
        double sum = 0;
        for (var j = 0; j < beta.Length; j++)
            sum += row[j] * beta[j];
        return sum;
    }

    internal static double[] Newton(PartialLikelihood likelihood, double penalty, CancellationToken ct)
    {
        var n = likelihood.Columns;
        var (beta, gradient, hessian) = (new double[n], new double[n], new double[n * n]);
        var value = Penalised(beta);
        for (var step = 0; step < 50; step++)
        {
            ct.ThrowIfCancellationRequested();
            for (var j = 0; j < n; j++)
            {
                gradient[j] += penalty * beta[j];
                // A tiny ridge holds a column that never changes, or follows from others.
                hessian[j * n + j] += penalty + 1e-6;
            }
            var factor = Cholesky.Factor(hessian, n);
            var move = factor?.Solve(gradient) ?? [.. gradient.Select(g => 1e-3 * g)];
            var length = 1.0;
            while (true)
            {
                double[] next = [.. beta.Select((b, j) => b - length * move[j])];
                var reached = Penalised(next);
                if (reached <= value + 1e-12 * Math.Abs(value) || length < 1e-6)
                {
                    var gained = value - reached;
                    (beta, value) = (next, reached);
                    if (gained < 1e-9 * (Math.Abs(value) + 1e-9))
                        return beta;
                    break;
                }
                length /= 2;
            }
        }
        return beta;

        double Penalised(double[] at) => likelihood.Evaluate(at, gradient, hessian) + penalty / 2 * at.Sum(b => b * b);
    }

    private static double[] Ridge(PartialLikelihood likelihood, double penalty, CancellationToken ct)
    {
        double events = Math.Max(1, likelihood.Events);
        return Lbfgs.Minimise(
            new double[likelihood.Columns],
            (beta, gradient) =>
            {
                var value = likelihood.Evaluate(beta, gradient, null) + penalty / 2 * beta.Sum(b => b * b);
                for (var j = 0; j < beta.Length; j++)
                    gradient[j] = (gradient[j] + penalty * beta[j]) / events;
                return value / events;
            },
            1e-5,
            200,
            ct
        );
    }

    /// <summary>Accelerated proximal gradient steps (Beck and Teboulle 2009) with a step length found by halving.</summary>
    private static double[] ElasticNet(PartialLikelihood likelihood, double penalty, double lasso, CancellationToken ct)
    {
        var n = likelihood.Columns;
        var (ridge, sparse) = (penalty * (1 - lasso), penalty * lasso);
        var (beta, ahead, gradient, ignored) = (new double[n], new double[n], new double[n], new double[n]);
        double length = 1.0 / Math.Max(1, likelihood.Events),
            momentum = 1;
        for (var step = 0; step < 300; step++)
        {
            ct.ThrowIfCancellationRequested();
            var value = Smooth(ahead, gradient);
            double[] next;
            while (true)
            {
                next = [.. ahead.Select((a, j) => Shrink(a - length * gradient[j], length * sparse))];
                double linear = 0,
                    square = 0;
                for (var j = 0; j < n; j++)
                {
                    var d = next[j] - ahead[j];
                    (linear, square) = (linear + d * gradient[j], square + d * d);
                }
                if (Smooth(next, ignored) <= value + linear + square / (2 * length) + 1e-9 || length < 1e-12)
                    break;
                length /= 2;
            }
            var faster = (1 + Math.Sqrt(1 + 4 * momentum * momentum)) / 2;
            var moved = next.Select((v, j) => v - beta[j]).ToArray();
            ahead = [.. next.Select((v, j) => v + (momentum - 1) / faster * moved[j])];
            (beta, momentum) = (next, faster);
            if (moved.Max(Math.Abs) < 1e-6)
                break;
        }
        return beta;

        double Smooth(double[] at, double[] to)
        {
            var value = likelihood.Evaluate(at, to, null) + ridge / 2 * at.Sum(b => b * b);
            for (var j = 0; j < n; j++)
                to[j] += ridge * at[j];
            return value;
        }
    }

    private static double Shrink(double v, double by) => Math.Sign(v) * Math.Max(0, Math.Abs(v) - by);
}
