using System.Text;
using Xinglin.Learning.Evaluation.Cards;
using static Xinglin.Learning.Evaluation.Cards.CardLines;

namespace Xinglin.Learning.Evaluation.Decisions;

/// <summary>The section of a model card on thresholds and decision curves, in both languages.</summary>
public static class DecisionCard
{
    /// <summary>Of two classes: the decision on the positive one.</summary>
    public static void Append(StringBuilder card, ClassDecision decision, string positive)
    {
        var point = decision.Point;
        card.Heading("判定阈值与决策曲线", "Threshold and decision curve");
        var (zh, en) = Why(point);
        card.Both(
            $"`{positive}` 的判定阈值 {point.Threshold:0.000}：{zh}。",
            $"Threshold {point.Threshold:0.000} for `{positive}`: {en}."
        );
        if (decision.Curve.Useful() is { } useful)
            card.Both(
                $"阈值在 {useful.From:0.00} 至 {useful.To:0.00} 之间时，模型优于全部处置和全不处置。",
                $"The model beats treating all and none at thresholds from {useful.From:0.00} to {useful.To:0.00}."
            );
        card.Append("\n| 指标 · measure | 数值 · value | 95 % CI (Wilson) | n |\n|---|---|---|---|\n");
        Row("灵敏度 · sensitivity", point.Sensitivity);
        Row("特异度 · specificity", point.Specificity);
        Row("阳性预测值 · PPV", point.PositivePredictiveValue);
        Row("阴性预测值 · NPV", point.NegativePredictiveValue);
        card.Line(
            $"| 净获益 · net benefit | {point.NetBenefit:0.000} | | {point.Sensitivity.Of + point.Specificity.Of} |"
        );

        void Row(string called, Proportion p) =>
            card.Line($"| {called} | {p.Value:0.000} | {p.Low:0.000}–{p.High:0.000} | {p.Of} |");
    }

    /// <summary>Of more classes: each against all others together.</summary>
    public static void Append(StringBuilder card, IReadOnlyList<ClassDecision> decisions, IReadOnlyList<string> classes)
    {
        card.Heading("判定阈值与决策曲线", "Threshold and decision curve");
        card.Both(
            $"每一类别与其余类别合并相比：概率不低于其阈值时应按该类别处置；一例可同时达到几个阈值，最可能的类别仍看概率。",
            $"Each class against all others together: from its threshold on, act as for that class. One case may reach several thresholds; which class is likeliest is told by the probabilities."
        );
        foreach (var rule in decisions.GroupBy(decision => decision.Point.Rule).OrderBy(group => group.Key))
        {
            var (zh, en) = Why(rule.Key);
            var names = string.Join(", ", rule.Select(decision => $"`{classes[decision.Class]}`"));
            card.Both($"{names} 的阈值：{zh}。", $"Thresholds of {names}: {en}.");
        }
        card.Append(
            "\n| 类别 · class | n | 阈值（权重） · threshold (harm ratio) | 灵敏度 · sensitivity | 特异度 · specificity | PPV | NPV | 净获益（有用阈值） · net benefit (useful) |\n|---|---|---|---|---|---|---|---|\n"
        );
        foreach (var (at, curve, point) in decisions)
            card.Line(
                $"| {CardLines.Cell(classes[at])} | {point.Sensitivity.Of} | {point.Threshold:0.000} ({point.HarmRatio:0.###}) | {Text(point.Sensitivity)} | {Text(point.Specificity)} | {Text(point.PositivePredictiveValue)} | {Text(point.NegativePredictiveValue)} | {point.NetBenefit:0.000} ({Range(curve.Useful())}) |"
            );
        card.Line($"");
        card.Both(
            $"灵敏度至 NPV 括号内为 95 % 区间（Wilson）；有用阈值：模型优于全部处置和全不处置的范围。",
            $"From sensitivity to NPV the brackets hold 95 % intervals (Wilson); useful are the thresholds at which the model beats treating all and none."
        );
    }

    private static (string Zh, string En) Why(OperatingPoint point) =>
        point.Rule switch
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
            _ => Why(point.Rule),
        };

    private static (string Zh, string En) Why(ThresholdRule rule) =>
        rule switch
        {
            ThresholdRule.StatedHarm => (
                "训练者指定的权重（一次不必要的处置相当于几次必要的处置）",
                "by the weight that the trainer stated (needed treatments that one needless treatment weighs)"
            ),
            ThresholdRule.LargestGain => (
                "决策曲线净获益比“全部处置”和“全不处置”高出最多之处；括号内的权重是它所认定的一次不必要的处置相当于几次必要的处置，权衡不同时应另定（--harm-ratio）",
                "where the net benefit exceeds treating all and treating none by most; the harm ratio in brackets is what that takes one needless treatment to weigh in needed ones, state another where it is wrong (--harm-ratio)"
            ),
            _ => (
                "模型在任何阈值下都不优于“全部处置”或“全不处置”，取阳性比例；不宜用于决策",
                "the model is at no threshold better than treating all or none; the share of positives stands in; do not decide by it"
            ),
        };

    private static string Range((double From, double To)? useful) =>
        useful is { } u ? Told($"{u.From:0.00}–{u.To:0.00}") : "–";

    private static string Text(Proportion p) => p.Of == 0 ? "–" : Told($"{p.Value:0.00} ({p.Low:0.00}–{p.High:0.00})");
}
