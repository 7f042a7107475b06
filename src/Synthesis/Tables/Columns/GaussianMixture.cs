using MathNet.Numerics;
using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Tables.Columns;

/// <summary>One bell of a mixture.</summary>
/// <param name="Weight">Its share, 0 to 1.</param>
public readonly record struct GaussianMode(double Weight, double Mean, double Deviation);

/// <summary>
/// A mixture of normal distributions over one column of numbers, fitted by variational Bayes (Bishop 2006, section 10.2) with a sparse
/// Dirichlet prior, so that modes which the data do not need fade away: the mode-specific normalisation of CTGAN (Xu et al., NeurIPS
/// 2019, section 4.2).
/// </summary>
internal static class GaussianMixture
{
    private const int Rounds = 120;
    private const double Concentration = 1e-3;
    private const double SmallestShare = 0.005;
    private const int MostRows = 10_000;

    /// <param name="values">Finite numbers, at least one.</param>
    /// <param name="modes">The most modes to use.</param>
    /// <returns>At least one mode, by ascending mean; deviations above zero.</returns>
    public static IReadOnlyList<GaussianMode> Fit(IReadOnlyList<double> values, int modes = 8, int seed = 0)
    {
        var x = values.Count > MostRows ? Sampled(values, seed) : [.. values];
        Array.Sort(x);
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
        var floor = Math.Max(1e-9 * Math.Max(1, Math.Abs(mean)), 1e-3 * deviation);
        if (deviation <= floor || x.Length < 10)
            return [new GaussianMode(1, mean, Math.Max(deviation, floor))];
        for (var i = 0; i < x.Length; i++)
            x[i] = (x[i] - mean) / deviation;
        modes = Math.Min(modes, Math.Max(1, x.Length / 20 + 1));
        return
        [
            .. Variational(x, modes)
                .Select(m => new GaussianMode(
                    m.Weight,
                    m.Mean * deviation + mean,
                    Math.Max(floor, m.Deviation * deviation)
                ))
                .OrderBy(m => m.Mean),
        ];
    }

    private static List<GaussianMode> Variational(double[] x, int modes)
    {
        // Prior: mean 0 with the weight of one row, precision by a gamma distribution of shape 1 and the scale of a tenth of the spread.
        const double priorRows = 1,
            priorShape = 1,
            priorRate = 0.1;
        var weight = new double[modes];
        var (centre, rows, shape, rate) = (new double[modes], new double[modes], new double[modes], new double[modes]);
        for (var k = 0; k < modes; k++)
        {
            centre[k] = x[(int)((k + 0.5) / modes * (x.Length - 1))];
            rows[k] = weight[k] = (double)x.Length / modes;
            shape[k] = priorShape + weight[k] / 2;
            rate[k] = priorRate + weight[k] / 2 / (modes * modes);
        }
        var responsibility = new double[modes];
        for (var round = 0; round < Rounds; round++)
        {
            var (n, sum, square) = (new double[modes], new double[modes], new double[modes]);
            var total = weight.Sum() + modes * Concentration;
            var constant = new double[modes];
            for (var k = 0; k < modes; k++)
            {
                constant[k] =
                    SpecialFunctions.DiGamma(weight[k] + Concentration)
                    - SpecialFunctions.DiGamma(total)
                    + 0.5 * (SpecialFunctions.DiGamma(shape[k]) - Math.Log(rate[k]))
                    - 0.5 / rows[k];
            }

            foreach (var value in x)
            {
                var largest = double.NegativeInfinity;
                for (var k = 0; k < modes; k++)
                {
                    var distance = value - centre[k];
                    responsibility[k] = constant[k] - 0.5 * shape[k] / rate[k] * distance * distance;
                    largest = Math.Max(largest, responsibility[k]);
                }
                var all = 0.0;
                for (var k = 0; k < modes; k++)
                    all += responsibility[k] = Math.Exp(responsibility[k] - largest);
                for (var k = 0; k < modes; k++)
                {
                    var r = responsibility[k] / all;
                    n[k] += r;
                    sum[k] += r * value;
                    square[k] += r * value * value;
                }
            }
            var moved = 0.0;
            for (var k = 0; k < modes; k++)
            {
                var mean = n[k] > 1e-9 ? sum[k] / n[k] : 0;
                var scatter = n[k] > 1e-9 ? Math.Max(0, square[k] - n[k] * mean * mean) : 0;
                moved = Math.Max(moved, Math.Abs(n[k] - weight[k]) / x.Length);
                weight[k] = n[k];
                rows[k] = priorRows + n[k];
                centre[k] = n[k] * mean / rows[k];
                shape[k] = priorShape + n[k] / 2;
                rate[k] = priorRate + 0.5 * (scatter + priorRows * n[k] * mean * mean / rows[k]);
            }
            if (moved < 1e-4)
                break;
        }
        var kept = Enumerable.Range(0, modes).Where(k => weight[k] / x.Length > SmallestShare).ToList();
        var shares = kept.Sum(k => weight[k]);
        return [.. kept.Select(k => new GaussianMode(weight[k] / shares, centre[k], Math.Sqrt(rate[k] / shape[k])))];
    }

    private static double[] Sampled(IReadOnlyList<double> values, int seed)
    {
        var random = SeededRandom.OfDotNet(seed);
        return [.. Enumerable.Range(0, MostRows).Select(_ => values[random.Next(values.Count)])];
    }
}
