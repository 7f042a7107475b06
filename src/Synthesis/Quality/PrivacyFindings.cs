namespace Xinglin.Synthesis.Quality;

/// <summary>The figures that decide whether a generator may be used; the same for tables and images.</summary>
internal static class PrivacyFindings
{
    /// <summary>Above this AUC an attacker learns who was in the training set.</summary>
    public const double MostAttack = 0.55;

    /// <param name="attack">AUC of the strongest membership inference.</param>
    /// <param name="copies">Synthetic records equal to a training record.</param>
    /// <param name="coincidences">
    /// How many would be equal by chance, measured on held-out records: a table of few columns with few values repeats itself, and people
    /// who never were in the training set are met as often.
    /// </param>
    public static IEnumerable<QualityFinding> Of(
        double attack,
        int copies,
        double coincidences,
        double? low = null,
        double? high = null
    )
    {
        yield return new QualityFinding(
            ReportSection.Privacy,
            "membership_auc",
            attack,
            "成员推断AUC（0.5为猜测）",
            "membership inference AUC (0.5 is guessing)",
            MostAttack,
            AtLeast: false,
            Gate: true,
            low,
            high
        );
        yield return new QualityFinding(
            ReportSection.Privacy,
            "copies",
            copies,
            "与训练记录完全相同的合成记录数",
            "synthetic records equal to a training record"
        );
        yield return new QualityFinding(
            ReportSection.Privacy,
            "copies_by_chance",
            coincidences,
            "其中按偶然可预期的数目（由留出记录测得）",
            "of these expected by chance, measured on held-out records"
        );
        // Counts of equal records vary as a Poisson number does: three deviations of slack where coincidences occur at all.
        var beyond = coincidences > 0 ? Math.Max(0, copies - coincidences - 3 * Math.Sqrt(coincidences)) : copies;
        yield return new QualityFinding(
            ReportSection.Privacy,
            "copies_beyond_chance",
            beyond,
            "超出偶然的完全相同记录数",
            "equal records beyond chance",
            0,
            AtLeast: false,
            Gate: true
        );
    }
}
