using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Evaluation.Decisions;

/// <summary>The section of a model card on thresholds and decision curves.</summary>
public static class DecisionCard
{
    private static readonly BilingualText Heading = new("判定阈值与决策曲线", "Threshold and decision curve");

    /// <summary>Of two classes: the decision on the positive one.</summary>
    public static CardSection Section(ClassDecision decision, string positive)
    {
        var point = decision.Point;
        var why = Why(point);
        return new(
            Heading,
            [
                new CardBlock.Item(
                    Of(
                        $"`{positive}` 的判定阈值 {point.Threshold:0.000}：{why.Zh}。",
                        $"Threshold {point.Threshold:0.000} for `{positive}`: {why.En}."
                    )
                ),
                .. decision.Curve.Useful() is { } useful
                    ? new[]
                    {
                        new CardBlock.Item(
                            Of(
                                $"阈值在 {useful.From:0.00} 至 {useful.To:0.00} 之间时，模型优于全部处置和全不处置。",
                                $"The model beats treating all and none at thresholds from {useful.From:0.00} to {useful.To:0.00}."
                            )
                        ),
                    }
                    : [],
                new CardBlock.Facts(
                    new(
                        "在该阈值处，于模型未见过的数据上测得。",
                        "At this threshold, on rows that the model had not seen."
                    ),
                    [
                        CardFact.From(new("灵敏度", "sensitivity"), point.Sensitivity),
                        CardFact.From(new("特异度", "specificity"), point.Specificity),
                        CardFact.From(new("阳性预测值", "positive predictive value"), point.PositivePredictiveValue),
                        CardFact.From(new("阴性预测值", "negative predictive value"), point.NegativePredictiveValue),
                        new(
                            new("净获益", "net benefit"),
                            point.NetBenefit,
                            Of: point.Sensitivity.Of + point.Specificity.Of
                        ),
                    ],
                    new("95 % 区间（Wilson）", "95 % CI (Wilson)")
                ),
            ]
        );
    }

    /// <summary>Of more classes: each against all others together.</summary>
    public static CardSection Section(IReadOnlyList<ClassDecision> decisions, IReadOnlyList<string> classes) =>
        new(
            Heading,
            [
                new CardBlock.Item(
                    new(
                        "每一类别与其余类别合并相比：概率不低于其阈值时应按该类别处置；一例可同时达到几个阈值，最可能的类别仍看概率。",
                        "Each class against all others together: from its threshold on, act as for that class. One case may reach several thresholds; which class is likeliest is told by the probabilities."
                    )
                ),
                .. decisions
                    .GroupBy(decision => decision.Point.Rule)
                    .OrderBy(group => group.Key)
                    .Select(rule =>
                    {
                        var why = Why(rule.Key);
                        var names = string.Join(", ", rule.Select(decision => $"`{classes[decision.Class]}`"));
                        return new CardBlock.Item(
                            new($"{names} 的阈值：{why.Zh}。", $"Thresholds of {names}: {why.En}.")
                        );
                    }),
                CardBlock.Table.Each(
                    [
                        new("类别", "class"),
                        Same("n"),
                        new("阈值（权重）", "threshold (harm ratio)"),
                        new("灵敏度", "sensitivity"),
                        new("特异度", "specificity"),
                        new("阳性预测值", "positive predictive value"),
                        new("阴性预测值", "negative predictive value"),
                        new("净获益（有用阈值）", "net benefit (useful thresholds)"),
                    ],
                    decisions,
                    decision =>
                    {
                        var (at, curve, point) = decision;
                        return
                        [
                            Same(classes[at]),
                            Of($"{point.Sensitivity.Of}"),
                            Of($"{point.Threshold:0.000} ({point.HarmRatio:0.###})"),
                            Text(point.Sensitivity),
                            Text(point.Specificity),
                            Text(point.PositivePredictiveValue),
                            Text(point.NegativePredictiveValue),
                            Of($"{point.NetBenefit:0.000} ({Range(curve.Useful())})"),
                        ];
                    }
                ),
                new CardBlock.Item(
                    new(
                        "灵敏度至阴性预测值括号内为 95 % 区间（Wilson）；有用阈值：模型优于全部处置和全不处置的范围。",
                        "From sensitivity to negative predictive value the brackets hold 95 % intervals (Wilson); useful are the thresholds at which the model beats treating all and none."
                    )
                ),
            ]
        );

    private static BilingualText Why(OperatingPoint point) =>
        point.Rule switch
        {
            ThresholdRule.StatedHarm => Of(
                $"训练者指定：一次不必要的处置相当于 {point.HarmRatio:0.###} 次必要的处置",
                $"stated by the trainer: one needless treatment weighs {point.HarmRatio:0.###} needed ones"
            ),
            ThresholdRule.LargestGain => Of(
                $"决策曲线净获益比“全部处置”和“全不处置”高出最多之处；等于认定一次不必要的处置相当于 {point.HarmRatio:0.###} 次必要的处置，权衡不同时应另定（--harm-ratio）",
                $"where the net benefit exceeds treating all and treating none by most; it takes one needless treatment for {point.HarmRatio:0.###} needed ones, state another weight where that is wrong (--harm-ratio)"
            ),
            _ => Why(point.Rule),
        };

    private static BilingualText Why(ThresholdRule rule) =>
        rule switch
        {
            ThresholdRule.StatedHarm => new(
                "训练者指定的权重（一次不必要的处置相当于几次必要的处置）",
                "by the weight that the trainer stated (needed treatments that one needless treatment weighs)"
            ),
            ThresholdRule.LargestGain => new(
                "决策曲线净获益比“全部处置”和“全不处置”高出最多之处；括号内的权重是它所认定的一次不必要的处置相当于几次必要的处置，权衡不同时应另定（--harm-ratio）",
                "where the net benefit exceeds treating all and treating none by most; the harm ratio in brackets is what that takes one needless treatment to weigh in needed ones, state another where it is wrong (--harm-ratio)"
            ),
            _ => new(
                "模型在任何阈值下都不优于“全部处置”或“全不处置”，取阳性比例；不宜用于决策",
                "the model is at no threshold better than treating all or none; the share of positives is in; do not decide by it"
            ),
        };

    private static string Range((double From, double To)? useful) =>
        useful is { } u ? FormattableString.Invariant($"{u.From:0.00}–{u.To:0.00}") : "–";

    private static BilingualText Text(Proportion p) =>
        p.Of == 0 ? Same("–") : Of($"{p.Value:0.00} ({p.Low:0.00}–{p.High:0.00})");
}
