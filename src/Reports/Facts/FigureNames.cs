using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>What a figure of a model is called before a clinician, and in which unit it is said.</summary>
internal static class FigureNames
{
    /// <summary>Label and UCUM unit of a figure, and by what its value is multiplied to be in that unit.</summary>
    /// <param name="name">
    /// As the model's reference names it: <c>AUC</c>, <c>AUC (phantom films)</c>, <c>systolic MAE</c>,
    /// <c>systolic 80 % coverage</c>.
    /// </param>
    public static (BilingualText Label, string Unit, double Scale) Of(string name)
    {
        var space = name.IndexOf(' ');
        if (space > 0 && HomeMeasurementType.Find(name[..space]) is { } variable)
        {
            var (label, unit) = (Heading(variable.Name), variable.Unit);
            return name[(space + 1)..] switch
            {
                "MAE" => (new(label.Zh + "平均绝对误差", label.En + " mean absolute error"), unit, 1),
                "80 % coverage" => (
                    new(label.Zh + "落入80%预测区间的比例", label.En + " within the 80% prediction interval"),
                    "%",
                    100
                ),
                var other => (new($"{label.Zh} {other}", $"{label.En} {other}"), "", 1),
            };
        }
        var bracket = name.IndexOf(" (", StringComparison.Ordinal);
        if (bracket > 0)
        {
            var suffix = name[(bracket + 2)..].TrimEnd(')');
            var plain = Plain(name[..bracket]);
            return (
                new($"{(suffix == "phantom films" ? "模拟胸片" : suffix)}{plain.Zh}", $"{plain.En} on {suffix}"),
                "",
                1
            );
        }
        return (Plain(name), "", 1);
    }

    private static BilingualText Heading(BilingualText name) =>
        name with
        {
            En = char.ToUpperInvariant(name.En[0]) + name.En[1..],
        };

    private static BilingualText Plain(string name) =>
        name.ToLowerInvariant() switch
        {
            "auc" or "auroc" => new("受试者工作特征曲线下面积（AUC）", "area under the ROC curve (AUC)"),
            "auprc" => new("精确率-召回率曲线下面积（AUPRC）", "area under the precision–recall curve (AUPRC)"),
            "brier" => new("Brier评分", "Brier score"),
            "ece" => new("期望校准误差（ECE）", "expected calibration error (ECE)"),
            "accuracy" => new("准确率", "accuracy"),
            "balanced_accuracy" or "balanced accuracy" => new("平衡准确率", "balanced accuracy"),
            "sensitivity" => new("灵敏度", "sensitivity"),
            "specificity" => new("特异度", "specificity"),
            _ => new(name, name),
        };
}
