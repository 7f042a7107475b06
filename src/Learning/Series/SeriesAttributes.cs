using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Series.Data;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Series;

/// <summary>The source attributes (ONC HTI-1) that a training of series itself knows; the trainer states the others.</summary>
internal static class SeriesAttributes
{
    public static IReadOnlyDictionary<string, BilingualText> Known(
        SeriesDescription model,
        JsonObject metrics,
        SeriesSubgroups groups
    )
    {
        var target = model.Target;
        var statics = model.Preparations[0].StaticFeatures.Select(s => s.Column).Distinct().ToList();
        var known = new Dictionary<string, BilingualText>
        {
            ["output"] = target.IsNumber
                ? new($"{target.Column}：中位数、均值与80 %区间", $"{target.Column}: median, mean and 80 % interval")
                : new($"{target.Column}各类别的校准概率", $"calibrated probability of each class of {target.Column}"),
            ["output_type"] = new("预测", "prediction"),
            ["decision_role"] = SourceAttributes.Informs,
            ["representativeness"] = target.IsNumber
                ? SubgroupStatements.Representation(groups.OfNumbers)
                : SubgroupStatements.Representation(groups.OfClasses),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["fairness_internal"] = target.IsNumber
                ? SubgroupStatements.Fairness(groups.OfNumbers, "MAE")
                : SubgroupStatements.Fairness(groups.OfClasses),
            ["known_risks"] = new(
                "测什么、多久测一次是病区的习惯，模型会学到它；换地使用前须重新评估",
                "what is measured, and how often, is a habit of the ward, which the model learns: measure it again elsewhere"
            ),
            ["inclusion_exclusion"] = new(
                $"有时序数据且有结局者；{metrics["left_out"]}条结局因无数据或为空而未用",
                $"series with events and an outcome; {metrics["left_out"]} outcomes without either were left out"
            ),
            ["demographic_features"] =
                statics.Count == 0
                    ? new("无静态变量", "no static variables")
                    : BilingualText.Same(string.Join(", ", statics)),
            ["validity_internal"] = Validity(target, metrics) + Split(model),
        };
        return known;
    }

    /// <summary>How the figures were measured.</summary>
    public static BilingualText Split(SeriesDescription model) =>
        new(
            $"（按序列划分{model.Preparations.Count}折，折外）",
            $" ({model.Preparations.Count}-fold by series, out of fold)"
        );

    private static BilingualText Validity(SeriesTarget target, JsonObject metrics) =>
        target.IsNumber
            ? BilingualText.Of($"MAE {(double)metrics["mae"]!:0.###}, R² {(double)metrics["r2"]!:0.###}")
            : BilingualText.Of($"AUROC {(double?)metrics["auc"]:0.000}, ECE {(double?)metrics["ece"]:0.000}");
}
