using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// One linear function with an L2 penalty on its weights: of the mean by squared error, or of a quantile by the pinball loss
/// (Koenker and Bassett, 1978), rounded off over ±0.05 standard deviations so that it has a gradient everywhere.
/// </summary>
internal sealed record LinearFit(float[] Weights, float Intercept)
{
    private const double Rounding = 0.05;

    /// <param name="inverse">Inverse strength of the penalty, above 0.</param>
    public static LinearFit OfMean(Encoded x, double[] values, double inverse, CancellationToken ct) =>
        Fit(x, values, error => (0.5 * error * error, -error), values.Average(), inverse, ct);

    public static LinearFit OfQuantile(
        Encoded x,
        double[] values,
        double quantile,
        double inverse,
        CancellationToken ct
    )
    {
        var sorted = values.Order().ToArray();
        return Fit(
            x,
            values,
            error => Pinball(error, quantile),
            sorted[(int)(quantile * (sorted.Length - 1))],
            inverse,
            ct
        );
    }

    private static (double Loss, double Gradient) Pinball(double error, double quantile)
    {
        // max(q·e, (q − 1)·e) = (q − ½)·e + ½·|e|; |e| is rounded off as by Huber.
        var size = Math.Abs(error);
        var (round, slope) =
            size < Rounding
                ? (error * error / (2 * Rounding), error / Rounding)
                : (size - Rounding / 2, Math.Sign(error));
        return ((quantile - 0.5) * error + 0.5 * round, -(quantile - 0.5) - 0.5 * slope);
    }

    private static LinearFit Fit(
        Encoded x,
        double[] values,
        Func<double, (double Loss, double Gradient)> lossOf,
        double start,
        double inverse,
        CancellationToken ct
    )
    {
        var inputs = x.Columns;
        var first = new double[inputs + 1];
        first[inputs] = start;
        var found = Lbfgs.Minimise(first, Objective, 1e-4, 120, ct);
        return new LinearFit([.. found.Take(inputs).Select(v => (float)v)], (float)found[inputs]);

        double Objective(double[] w, double[] gradient)
        {
            var weights = new float[inputs];
            for (var k = 0; k < inputs; k++)
                weights[k] = (float)w[k];
            var sums = new float[inputs];
            double loss = 0,
                offset = 0;
            for (var i = 0; i < values.Length; i++)
            {
                var row = x.Row(i);
                var (one, slope) = lossOf(values[i] - w[inputs] - FloatRows.Dot(row, weights));
                loss += one;
                offset += slope;
                FloatRows.AddScaled(sums, row, (float)slope);
            }
            var n = values.Length;
            double penalty = 0;
            for (var k = 0; k < inputs; k++)
            {
                gradient[k] = sums[k] / n + w[k] / (inverse * n);
                penalty += 0.5 * w[k] * w[k] / (inverse * n);
            }
            gradient[inputs] = offset / n;
            return loss / n + penalty;
        }
    }
}
