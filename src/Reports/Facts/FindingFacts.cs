using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>Probability, verdict and region of each finding.</summary>
internal static class FindingFacts
{
    public static string ProbabilityId(Finding finding) => "prob-" + finding.Id;

    public static string StateId(Finding finding) => "state-" + finding.Id;

    public static string RegionId(Finding finding) => "region-" + finding.Id;

    public static IEnumerable<Fact> Of(Prediction.Findings prediction)
    {
        foreach (var finding in prediction.Items)
        {
            yield return new Fact(
                ProbabilityId(finding),
                FactKinds.Probability,
                finding.Label,
                new BilingualText("校准概率", "calibrated probability"),
                [
                    new(finding.Probability * 100, "%"),
                    new(finding.Low * 100, "%", NumberRoles.Low),
                    new(finding.High * 100, "%", NumberRoles.High),
                    new(90, "%", NumberRoles.Level),
                    new(finding.Threshold * 100, "%", NumberRoles.Threshold),
                ],
                prediction.Context.MadeAt,
                prediction.Context.Focus,
                finding.Id,
                Present: finding.Uncertain ? null : finding.Present,
                Direction: finding.Present ? Directions.Above : Directions.Below
            );
            yield return new Fact(
                StateId(finding),
                FactKinds.Finding,
                finding.Label,
                finding.Uncertain
                        ? new BilingualText(
                            "不确定：区间跨越判定阈值",
                            "uncertain: the interval holds the decision threshold"
                        )
                    : finding.Present ? new BilingualText("达到判定阈值", "at or above the decision threshold")
                    : new BilingualText("低于判定阈值", "below the decision threshold"),
                [],
                prediction.Context.MadeAt,
                prediction.Context.Focus,
                finding.Id,
                Present: finding.Uncertain ? null : finding.Present
            );
            if (finding is { Present: true, Uncertain: false, HeatMap.Region: { } region })
            {
                yield return new Fact(
                    RegionId(finding),
                    FactKinds.Region,
                    region,
                    new BilingualText("模型关注的区域", "where the model looked"),
                    [],
                    prediction.Context.MadeAt,
                    prediction.Context.Focus,
                    finding.Id,
                    Laterality: Laterality(region.En),
                    Present: true
                );
            }
        }
    }

    private static string? Laterality(string english) =>
        (
            english.Contains("left", StringComparison.OrdinalIgnoreCase),
            english.Contains("right", StringComparison.OrdinalIgnoreCase)
        ) switch
        {
            (true, false) => "left",
            (false, true) => "right",
            (true, true) => "bilateral",
            _ when english.Contains("both", StringComparison.OrdinalIgnoreCase)
                    || english.Contains("bilateral", StringComparison.OrdinalIgnoreCase) => "bilateral",
            _ => null,
        };
}
