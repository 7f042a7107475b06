using Xinglin.Learning.Survival.Estimators;

namespace Xinglin.Learning.Survival;

/// <summary>
/// The candidates of one family averaged instead of the luckiest one picked: weights by pseudo-Bayesian model averaging, exp(−n ·
/// (loss − least loss)) of the out-of-fold likelihood (Geisser and Eddy 1979; Yao et al. 2018). Those that would weigh little are left out.
/// </summary>
/// <param name="Hazards">Of the average, out of fold [rows][interval ends].</param>
internal sealed record StackedAverage(
    IReadOnlyList<(SurvivalCandidate Candidate, double Weight)> Members,
    double[][] Hazards
)
{
    private const double MinShare = 0.1;
    private const int MaxMembers = 4;

    public static StackedAverage Of(IReadOnlyList<(SurvivalTrial Trial, double[][] Hazards)> family, int rows)
    {
        var best = family.Min(f => f.Trial.Loss);
        var raw = family.Select(f => Math.Exp(-rows * (f.Trial.Loss - best))).ToArray();
        var used = Enumerable
            .Range(0, raw.Length)
            .Where(i => raw[i] / raw.Sum() >= MinShare || raw[i] == 1)
            .OrderByDescending(i => raw[i])
            .Take(MaxMembers)
            .ToList();
        var sum = used.Sum(i => raw[i]);
        double[] weights = [.. used.Select(i => Math.Round(raw[i] / sum, 6))];
        return new StackedAverage(
            [.. used.Zip(weights, (i, w) => (family[i].Trial.Candidate, w))],
            SurvivalScores.Blend([.. used.Select(i => family[i].Hazards)], weights)
        );
    }
}
