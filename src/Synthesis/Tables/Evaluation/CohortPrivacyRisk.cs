using Xinglin.Synthesis.Quality;

namespace Xinglin.Synthesis.Tables.Evaluation;

/// <summary>What the generators of rows give away: the part of the report on privacy.</summary>
internal static class CohortPrivacyRisk
{
    /// <summary>The stronger attack, over all generators.</summary>
    public static double Attack(IReadOnlyList<MeasuredPart> measured) =>
        Math.Max(measured.Average(m => m.Exposure.NearestAttack), measured.Average(m => m.Exposure.DensityAttack));

    /// <param name="measured">Each generator on the rows that it never saw; figures are the means.</param>
    public static IEnumerable<QualityFinding> Findings(IReadOnlyList<MeasuredPart> measured)
    {
        var nearest = measured.Average(m => m.Exposure.NearestAttack);
        var density = measured.Average(m => m.Exposure.DensityAttack);
        // Generators with different held-out rows are independent measurements.
        var error = 1.96 * measured.Average(m => m.Exposure.StandardError) / Math.Sqrt(measured.Count);
        var attack = Math.Max(nearest, density);
        return
        [
            .. PrivacyFindings.Of(
                attack,
                measured.Sum(m => m.Copies.Training),
                measured.Sum(m => m.Copies.ExpectedByChance),
                Math.Max(0, attack - error),
                attack + error
            ),
            new(
                ReportSection.Privacy,
                "distance_ratio",
                measured.Average(m => m.Exposure.Ratio),
                "最近邻距离之比（训练/留出）",
                "nearest-neighbour distance ratio, training over held-out",
                0.9
            ),
            new(
                ReportSection.Privacy,
                "closer_to_training",
                measured.Average(m => m.Exposure.Closer),
                "更接近训练行的比例（理想0.5）",
                "share nearer to training than to held-out rows (0.5 is ideal)"
            ),
            new(
                ReportSection.Privacy,
                "nearest_attack_auc",
                nearest,
                "最近距离攻击AUC",
                "AUC of the nearest-distance attack"
            ),
            new(
                ReportSection.Privacy,
                "density_attack_auc",
                density,
                "局部密度攻击AUC",
                "AUC of the local-density attack"
            ),
        ];
    }
}
