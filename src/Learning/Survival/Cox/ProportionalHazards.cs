using Xinglin.Learning.Survival.Measures;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival.Cox;

/// <summary>The hazard ratio of one column with its 95 % interval, and whether it holds over time.</summary>
/// <param name="Coefficient">Log hazard ratio.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Proportional">
/// The p-value of the test of proportional hazards; below 0.05 the effect changes with time. NaN where it cannot be tested.
/// </param>
public sealed record HazardRatio(double Coefficient, double Error, double Proportional);

/// <summary>
/// The test of proportional hazards by scaled Schoenfeld residuals against 1 − S(t−), S the Kaplan–Meier curve (Grambsch and
/// Therneau 1994; the default transformation of R's cox.zph).
/// </summary>
/// <param name="Global">The p-value for all columns together.</param>
public sealed record ProportionalHazards(IReadOnlyList<HazardRatio> Ratios, double Global)
{
    /// <summary>Fits the model without a penalty (or a slight one) and tests each column. Null where there are too few events.</summary>
    public static ProportionalHazards? Of(Encoded x, double[] times, bool[] events, double penalty = 0)
    {
        var n = x.Columns;
        var likelihood = new PartialLikelihood(x, times, events);
        if (n == 0 || likelihood.Events < 3 * n)
            return null;
        var beta = CoxRegression.Newton(likelihood, penalty, CancellationToken.None);
        var hessian = new double[n * n];
        likelihood.Evaluate(beta, new double[n], hessian);
        for (var j = 0; j < n; j++)
            hessian[j * n + j] += penalty + 1e-6;
        if (Cholesky.Factor(hessian, n) is not { } factor)
            return null;
        var variance = factor.Inverse(n);

        var residuals = likelihood.Residuals(beta);
        var curve = KaplanMeier.Of(times, events);
        var transformed = residuals.Select(r => 1 - curve.JustBefore(r.Time)).ToArray();
        var mean = transformed.Average();
        var spread = transformed.Sum(g => (g - mean) * (g - mean));
        var slope = new double[n];
        for (var k = 0; k < residuals.Count; k++)
        {
            for (var j = 0; j < n; j++)
                slope[j] += (transformed[k] - mean) * residuals[k].Residual[j];
        }

        double deaths = residuals.Count;
        double[] scaled =
        [
            .. Enumerable.Range(0, n).Select(j => deaths * Enumerable.Range(0, n).Sum(k => variance[j, k] * slope[k])),
        ];
        double P(double statistic, int degrees) => spread > 0 ? ChiSquare.Above(statistic, degrees) : double.NaN;
        var ratios = Enumerable
            .Range(0, n)
            .Select(j => new HazardRatio(
                beta[j],
                Math.Sqrt(variance[j, j]),
                P(scaled[j] * scaled[j] / (deaths * spread * variance[j, j]), 1)
            ))
            .ToList();
        var together = Enumerable.Range(0, n).Sum(j => slope[j] * scaled[j]) / spread;
        return new ProportionalHazards(ratios, P(together, n));
    }
}
