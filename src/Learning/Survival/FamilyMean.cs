using Xinglin.Learning.Survival.Candidates;

namespace Xinglin.Learning.Survival;

/// <summary>
/// The candidates of one family averaged instead of the luckiest one picked: weights by pseudo-Bayesian model averaging, exp(−n ·
/// (loss − least loss)) of the out-of-fold likelihood (Geisser and Eddy 1979; Yao et al. 2018). Those that would weigh little are left out.
/// </summary>
/// <param name="Hazards">Of the average, out of fold [rows][interval ends].</param>
internal sealed record FamilyMean(
    IReadOnlyList<(SurvivalCandidate Candidate, double Weight)> Members,
    double[][] Hazards
)
{
    private const double Least = 0.1;
    private const int Most = 4;

    public static FamilyMean Of(IReadOnlyList<(SurvivalTrial Trial, double[][] Hazards)> family, int rows)
    {
        var best = family.Min(f => f.Trial.Loss);
        var raw = family.Select(f => Math.Exp(-rows * (f.Trial.Loss - best))).ToArray();
        var used = Enumerable
            .Range(0, raw.Length)
            .Where(i => raw[i] / raw.Sum() >= Least || raw[i] == 1)
            .OrderByDescending(i => raw[i])
            .Take(Most)
            .ToList();
        var sum = used.Sum(i => raw[i]);
        double[] weights = [.. used.Select(i => Math.Round(raw[i] / sum, 6))];
        return new FamilyMean(
            [.. used.Zip(weights, (i, w) => (family[i].Trial.Candidate, w))],
            SurvivalScores.Blend([.. used.Select(i => family[i].Hazards)], weights)
        );
    }
}
