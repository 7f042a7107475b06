using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Decisions;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Tables.Report;

/// <summary>The sections of a model card on threshold, prediction sets and subgroups.</summary>
public static class ModelReliabilityCard
{
    public static IEnumerable<CardSection> Sections(ModelReliabilityReport report) =>
        [
            report.Positive is { } positive
                ? DecisionCard.Section(positive, report.Classes[positive.Class])
                : DecisionCard.Section(report.Decisions, report.Classes),
            Sets(report),
            SubgroupCard.Section(report.Subgroups, SubgroupCard.NoColumn),
        ];

    private static CardSection Sets(ModelReliabilityReport report)
    {
        var (sets, measured) = (report.Sets, report.CoverageMetrics);
        return new(
            new("预测集", "Prediction sets"),
            [
                new CardBlock.Item(
                    Of(
                        $"设定覆盖率 {sets.Coverage:P0}（按类别的交叉保形预测）；折外实测 {measured.Covered.Value:P1}（{measured.Covered.Low:P1}–{measured.Covered.High:P1}），平均 {measured.MeanSize:0.00} 个类别，{measured.Single.Value:P0} 只含一个类别。",
                        $"Stated coverage {sets.Coverage:P0} (class-conditional cross-conformal); measured out of fold {measured.Covered.Value:P1} ({measured.Covered.Low:P1} to {measured.Covered.High:P1}), {measured.MeanSize:0.00} classes on average, {measured.Single.Value:P0} with one class."
                    )
                ),
                .. report.Classes.Select(
                    (name, c) =>
                    {
                        var share = measured.ByClass[c];
                        var text = Of($"`{name}`: {share.Value:P1} ({share.Low:P1}–{share.High:P1}), n = {share.Of}");
                        return new CardBlock.Item(
                            sets.Limits[c] <= 0
                                ? text + new BilingualText("；例数不足，总在集内", "; too few rows, in every set")
                                : text
                        );
                    }
                ),
            ]
        );
    }
}
