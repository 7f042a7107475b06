using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Subgroups;

namespace Xinglin.Learning.Series;

/// <summary>The source attributes (ONC HTI-1) that a training of series itself knows; the trainer states the others.</summary>
internal static class SeriesAttributes
{
    public static IReadOnlyDictionary<string, string> Known(
        SeriesDescription model,
        JsonObject metrics,
        SeriesSubgroups groups
    )
    {
        var target = model.Target;
        var statics = model.Preparations[0].Statics.Select(s => s.Column).Distinct().ToList();
        var known = new Dictionary<string, string>
        {
            ["output"] = target.IsNumber
                ? $"{target.Column}：中位数、均值与80 %区间 · {target.Column}: median, mean and 80 % interval"
                : $"{target.Column}各类别的校准概率 · calibrated probability of each class of {target.Column}",
            ["output_type"] = "预测 · prediction",
            ["decision_role"] = "提示，由临床医师决定 · informs; a clinician decides",
            ["representativeness"] = target.IsNumber
                ? SubgroupStatements.Representation(groups.OfNumbers)
                : SubgroupStatements.Representation(groups.OfClasses),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["fairness_internal"] = target.IsNumber
                ? SubgroupStatements.Fairness(groups.OfNumbers, "MAE")
                : SubgroupStatements.Fairness(groups.OfClasses),
            ["known_risks"] =
                "测什么、多久测一次是病区的习惯，模型会学到它；换地使用前须重新评估 · what is measured, and how often, is a habit of the ward, which the model learns: measure it again elsewhere",
            ["inclusion_exclusion"] = string.Create(
                CultureInfo.InvariantCulture,
                $"有时序数据且有结局者；{metrics["left_out"]}条结局因无数据或为空而未用 · series with events and an outcome; {metrics["left_out"]} outcomes without either were left out"
            ),
            ["demographic_features"] =
                statics.Count == 0 ? "无静态变量 · no static variables" : string.Join(", ", statics),
            ["validity_internal"] = target.IsNumber
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"MAE {(double)metrics["mae"]!:0.###}, R² {(double)metrics["r2"]!:0.###} ({metrics["split"]})"
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"AUROC {(double?)metrics["auc"]:0.000}, ECE {(double?)metrics["ece"]:0.000} ({metrics["split"]})"
                ),
        };
        return known;
    }
}
