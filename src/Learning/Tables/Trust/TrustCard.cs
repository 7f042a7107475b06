using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Decisions;
using Xinglin.Learning.Evaluation.Subgroups;

namespace Xinglin.Learning.Tables.Trust;

/// <summary>The sections of a model card on threshold, prediction sets and subgroups, in both languages.</summary>
public static class TrustCard
{
    public static void Append(StringBuilder card, TrustReport report)
    {
        if (report is { Point: { } point, Curve: { } curve })
            AppendThreshold(card, point, curve, report.Classes[1]);
        AppendSets(card, report);
        SubgroupCard.Append(
            card,
            report.Subgroups,
            "没有识别出性别、年龄或民族列；可用 --subgroups 指定。",
            "No column was recognised as sex, age or race; name columns with --subgroups."
        );
    }

    private static void AppendThreshold(StringBuilder card, OperatingPoint point, DecisionCurve curve, string positive)
    {
        Heading(card, "判定阈值与决策曲线", "Threshold and decision curve");
        var (zh, en) = point.Rule switch
        {
            ThresholdRule.StatedHarm => (
                Told($"训练者指定：一次不必要的处置相当于 {point.HarmRatio:0.###} 次必要的处置"),
                Told($"stated by the trainer: one needless treatment weighs {point.HarmRatio:0.###} needed ones")
            ),
            ThresholdRule.LargestGain => (
                Told(
                    $"决策曲线净获益比“全部处置”和“全不处置”高出最多之处；等于认定一次不必要的处置相当于 {point.HarmRatio:0.###} 次必要的处置，权衡不同时应另定（--harm-ratio）"
                ),
                Told(
                    $"where the net benefit exceeds treating all and treating none by most; it takes one needless treatment for {point.HarmRatio:0.###} needed ones, state another weight where that is wrong (--harm-ratio)"
                )
            ),
            _ => (
                "模型在任何阈值下都不优于“全部处置”或“全不处置”，取阳性比例；不宜用于决策",
                "the model is at no threshold better than treating all or none; the share of positives stands in; do not decide by it"
            ),
        };
        Both(
            card,
            $"`{positive}` 的判定阈值 {point.Threshold:0.000}：{zh}。",
            $"Threshold {point.Threshold:0.000} for `{positive}`: {en}."
        );
        if (curve.Useful() is { } useful)
            Both(
                card,
                $"阈值在 {useful.From:0.00} 至 {useful.To:0.00} 之间时，模型优于全部处置和全不处置。",
                $"The model beats treating all and none at thresholds from {useful.From:0.00} to {useful.To:0.00}."
            );
        card.Append("\n| 指标 · measure | 数值 · value | 95 % CI (Wilson) | n |\n|---|---|---|---|\n");
        Row("灵敏度 · sensitivity", point.Sensitivity);
        Row("特异度 · specificity", point.Specificity);
        Row("阳性预测值 · PPV", point.PositivePredictiveValue);
        Row("阴性预测值 · NPV", point.NegativePredictiveValue);
        Line(
            card,
            $"| 净获益 · net benefit | {point.NetBenefit:0.000} | | {point.Sensitivity.Of + point.Specificity.Of} |"
        );

        void Row(string called, Proportion p) =>
            Line(card, $"| {called} | {p.Value:0.000} | {p.Low:0.000}–{p.High:0.000} | {p.Of} |");
    }

    private static void AppendSets(StringBuilder card, TrustReport report)
    {
        var (sets, measured) = (report.Sets, report.SetFigures);
        Heading(card, "预测集", "Prediction sets");
        Both(
            card,
            $"设定覆盖率 {sets.Coverage:P0}（按类别的交叉保形预测）；折外实测 {measured.Covered.Value:P1}（{measured.Covered.Low:P1}–{measured.Covered.High:P1}），平均 {measured.MeanSize:0.00} 个类别，{measured.Single.Value:P0} 只含一个类别。",
            $"Stated coverage {sets.Coverage:P0} (class-conditional cross-conformal); measured out of fold {measured.Covered.Value:P1} ({measured.Covered.Low:P1} to {measured.Covered.High:P1}), {measured.MeanSize:0.00} classes on average, {measured.Single.Value:P0} with one class."
        );
        for (var c = 0; c < report.Classes.Count; c++)
        {
            var (name, share) = (report.Classes[c], measured.ByClass[c]);
            var told = Told($"`{name}`: {share.Value:P1} ({share.Low:P1}–{share.High:P1}), n = {share.Of}");
            if (sets.Limits[c] <= 0)
                Both(card, $"{told}；例数不足，总在集内", $"{told}; too few rows, in every set");
            else
                Line(card, $"- {told}");
        }
    }

    /// <summary>A line of a list in both languages.</summary>
    private static void Both(StringBuilder card, FormattableString zh, FormattableString en) =>
        Line(card, $"- {Told(zh)} · {Told(en)}");

    private static void Heading(StringBuilder card, string zh, string en) => Line(card, $"\n## {zh} · {en}\n");

    private static void Line(StringBuilder card, FormattableString text) =>
        card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Told(FormattableString text) => FormattableString.Invariant(text);
}
