using Xinglin.Learning.Evaluation;

namespace Xinglin.Synthesis.Quality;

/// <summary>What synthetic data is worth: a model trained on it next to one trained on real data, both on held-out real data.</summary>
internal static class UsefulnessFindings
{
    /// <param name="goal">The least ratio of the two that is wanted.</param>
    public static IEnumerable<QualityFinding> Of(Measure onReal, Measure onSynthetic, double goal)
    {
        yield return new(
            ReportSection.Usefulness,
            "auc_real",
            onReal.Value,
            "真实数据训练的AUC（留出）",
            "AUC trained on real, tested on held-out",
            Low: onReal.Low,
            High: onReal.High
        );
        yield return new(
            ReportSection.Usefulness,
            "auc_synthetic",
            onSynthetic.Value,
            "合成数据训练的AUC（留出）",
            "AUC trained on synthetic, tested on held-out",
            Low: onSynthetic.Low,
            High: onSynthetic.High
        );
        yield return Ratio(onSynthetic.Value / onReal.Value, goal);
    }

    /// <param name="ratio">Null where it could not be measured.</param>
    public static QualityFinding Ratio(double? ratio, double goal) =>
        new(
            ReportSection.Usefulness,
            "auc_ratio",
            ratio,
            "合成训练/真实训练AUC之比",
            "AUC trained on synthetic over real",
            goal
        );
}
