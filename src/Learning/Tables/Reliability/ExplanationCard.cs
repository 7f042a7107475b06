using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Explanation;

namespace Xinglin.Learning.Tables.Reliability;

/// <summary>The section of a model card on what moves the model's answers, in both languages.</summary>
internal static class ExplanationCard
{
    private const int Most = 15;

    public static void Append(
        StringBuilder card,
        Importance importance,
        IReadOnlyList<PartialDependence> dependence,
        IReadOnlyList<string> classes
    )
    {
        card.Append("\n## 特征的作用 · What moves the answers\n\n");
        card.Append(
            importance.Exact
                ? "平均 |SHAP|（对数优势，精确值）。 · Mean |SHAP| in log-odds, exact.\n\n"
                : "平均 |SHAP|（对数优势；非树、非线性部分为抽样估计）。 · Mean |SHAP| in log-odds; sampled for parts that are neither trees nor linear.\n\n"
        );
        card.Append(
            "| 特征 · feature | 平均绝对 SHAP 值 · mean absolute SHAP | 偏依赖 · partial dependence |\n|---|---|---|\n"
        );
        foreach (var (name, value) in importance.ByFeature.Take(Most))
            card.Append(
                CultureInfo.InvariantCulture,
                $"| {CardLines.Cell(name)} | {value:0.000} | {Told(dependence.FirstOrDefault(d => d.Feature == name), classes)} |\n"
            );
        card.Append("\n关联不等于因果。 · An association is not a cause.\n");
    }

    /// <summary>The mean probability at the two ends of the grid; the whole grid stands in model.json.</summary>
    private static string Told(PartialDependence? d, IReadOnlyList<string> classes)
    {
        if (d is null)
            return "";
        var shown = classes.Count == 2 ? [classes[1]] : classes;
        return string.Join(
            "; ",
            shown.Select(
                (c, i) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"p({CardLines.Cell(c)}): {CardLines.Cell(d.Grid[0])} → {d.Mean[i][0]:0.00}, {CardLines.Cell(d.Grid[^1])} → {d.Mean[i][^1]:0.00}"
                    )
            )
        );
    }
}
