using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Explanation;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Tables.Report;

/// <summary>The section of a model card on what moves the model's predictions.</summary>
internal static class ExplanationCard
{
    private const int MaxFeatures = 15;

    public static CardSection Section(
        Importance importance,
        IReadOnlyList<PartialDependence> dependence,
        IReadOnlyList<string> classes
    ) =>
        new(
            new("特征的作用", "What moves the answers"),
            new CardBlock.Paragraph(
                importance.Exact
                    ? new("平均 |SHAP|（对数优势，精确值）。", "Mean |SHAP| in log-odds, exact.")
                    : new(
                        "平均 |SHAP|（对数优势；非树、非线性部分为抽样估计）。",
                        "Mean |SHAP| in log-odds; sampled for parts that are neither trees nor linear."
                    )
            ),
            CardBlock.Table.Each(
                [
                    new("特征", "feature"),
                    new("平均绝对 SHAP 值", "mean absolute SHAP"),
                    new("偏依赖", "partial dependence"),
                ],
                importance.ByFeature.Take(MaxFeatures),
                one =>
                    [
                        Same(one.Name),
                        Of($"{one.Value:0.000}"),
                        Ends(dependence.FirstOrDefault(d => d.Feature == one.Name), classes),
                    ]
            ),
            new CardBlock.Paragraph(new("关联不等于因果。", "An association is not a cause."))
        );

    /// <summary>The mean probability at the two ends of the grid; the whole grid is in model.json.</summary>
    private static BilingualText Ends(PartialDependence? d, IReadOnlyList<string> classes)
    {
        if (d is null)
            return Same("");
        var shown = classes.Count == 2 ? [classes[1]] : classes;
        return Join(
            "; ",
            "; ",
            shown.Select(
                (c, i) => Of($"p({c}): {d.Grid[0]} → {d.Mean[i][0]:0.00}, {d.Grid[^1]} → {d.Mean[i][^1]:0.00}")
            )
        );
    }
}
