using MathNet.Numerics.LinearAlgebra;

namespace Xinglin.Learning.Evaluation;

/// <summary>Fits <see cref="Calibration.Beta"/>: a logistic regression on ln p and −ln(1 − p) by Newton's method.</summary>
internal static class BetaCalibration
{
    private const double MinProbability = 1e-6;

    public static double Logit(Calibration.Beta map, double p)
    {
        var (x, y) = Inputs(p);
        return map.A * x + map.B * y + map.C;
    }

    /// <summary>
    /// Without penalty but for a trace that keeps separable data finite. A slope that would be negative, and so turn the order of rows
    /// around, is held at 0 and the rest is fitted again (Kull et al. 2017, section 4).
    /// </summary>
    public static Calibration.Beta Fit(double[][] probabilities, int[] labels)
    {
        var inputs = probabilities.Select(p => Inputs(p[1])).ToArray();
        var fitted = Newton(inputs, labels, true, true);
        if (fitted[0] < 0)
            fitted = Newton(inputs, labels, false, true);
        else if (fitted[1] < 0)
            fitted = Newton(inputs, labels, true, false);
        return new Calibration.Beta(Math.Max(0, fitted[0]), Math.Max(0, fitted[1]), fitted[2]);
    }

    private static (double X, double Y) Inputs(double p)
    {
        p = Math.Clamp(p, MinProbability, 1 - MinProbability);
        return (Math.Log(p), -Math.Log(1 - p));
    }

    private static double[] Newton((double X, double Y)[] inputs, int[] labels, bool first, bool second)
    {
        // Around the identity: a trace of a penalty draws slopes to 1 where rows say nothing.
        const double trace = 1e-3;
        double[] at = [first ? 1 : 0, second ? 1 : 0, 0];
        bool[] free = [first, second, true];
        Span<double> x = stackalloc double[3];
        for (var step = 0; step < 60; step++)
        {
            var gradient = new double[3];
            var hessian = new double[3, 3];
            for (var i = 0; i < labels.Length; i++)
            {
                (x[0], x[1], x[2]) = (inputs[i].X, inputs[i].Y, 1);
                var p = Calibration.Sigmoid(at[0] * x[0] + at[1] * x[1] + at[2]);
                for (var j = 0; j < 3; j++)
                {
                    gradient[j] += (p - labels[i]) * x[j];
                    for (var k = 0; k < 3; k++)
                        hessian[j, k] += p * (1 - p) * x[j] * x[k];
                }
            }
            for (var j = 0; j < 3; j++)
            {
                gradient[j] += trace * (at[j] - (j < 2 ? 1 : 0));
                hessian[j, j] += trace;
                if (free[j])
                    continue;
                gradient[j] = 0;
                for (var k = 0; k < 3; k++)
                    hessian[j, k] = hessian[k, j] = 0;
                hessian[j, j] = 1;
            }
            // Positive definite by the trace.
            var move = Matrix<double>
                .Build.DenseOfArray(hessian)
                .Cholesky()
                .Solve(Vector<double>.Build.Dense(gradient));
            var length = Math.Min(1, 1 / Math.Max(1e-12, move.Max(Math.Abs)));
            for (var j = 0; j < 3; j++)
                at[j] -= length * move[j];
            if (move.Max(Math.Abs) < 1e-9)
                break;
        }
        return at;
    }
}
