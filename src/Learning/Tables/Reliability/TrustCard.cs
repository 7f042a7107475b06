using System.Text;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Decisions;
using Xinglin.Learning.Evaluation.Subgroups;
using static Xinglin.Learning.Evaluation.Cards.CardLines;

namespace Xinglin.Learning.Tables.Reliability;

/// <summary>The sections of a model card on threshold, prediction sets and subgroups, in both languages.</summary>
public static class TrustCard
{
    public static void Append(StringBuilder card, TrustReport report)
    {
        if (report.Positive is { } positive)
            DecisionCard.Append(card, positive, report.Classes[positive.Class]);
        else
            DecisionCard.Append(card, report.Decisions, report.Classes);
        AppendSets(card, report);
        SubgroupCard.Append(
            card,
            report.Subgroups,
            "没有识别出性别、年龄或民族列；可用 --subgroups 指定。",
            "No column was recognised as sex, age or race; name columns with --subgroups."
        );
    }

    private static void AppendSets(StringBuilder card, TrustReport report)
    {
        var (sets, measured) = (report.Sets, report.SetFigures);
        card.Heading("预测集", "Prediction sets");
        card.Both(
            $"设定覆盖率 {sets.Coverage:P0}（按类别的交叉保形预测）；折外实测 {measured.Covered.Value:P1}（{measured.Covered.Low:P1}–{measured.Covered.High:P1}），平均 {measured.MeanSize:0.00} 个类别，{measured.Single.Value:P0} 只含一个类别。",
            $"Stated coverage {sets.Coverage:P0} (class-conditional cross-conformal); measured out of fold {measured.Covered.Value:P1} ({measured.Covered.Low:P1} to {measured.Covered.High:P1}), {measured.MeanSize:0.00} classes on average, {measured.Single.Value:P0} with one class."
        );
        for (var c = 0; c < report.Classes.Count; c++)
        {
            var (name, share) = (report.Classes[c], measured.ByClass[c]);
            var told = Told($"`{name}`: {share.Value:P1} ({share.Low:P1}–{share.High:P1}), n = {share.Of}");
            if (sets.Limits[c] <= 0)
                card.Both($"{told}；例数不足，总在集内", $"{told}; too few rows, in every set");
            else
                card.Line($"- {told}");
        }
    }
}
