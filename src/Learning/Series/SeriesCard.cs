using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Series;

/// <summary>The model card of a series model, from its figures.</summary>
internal static class SeriesCard
{
    public static string Of(
        SeriesTrainingOptions options,
        SeriesDescription description,
        JsonObject metrics,
        SeriesSubgroups groups,
        IReadOnlyDictionary<string, string> known
    )
    {
        const string none = "没有识别出性别、年龄或民族变量；可用 --subgroups 指定。";
        const string noneEnglish = "No variable was recognised as sex, age or race; name them with --subgroups.";
        var card = new StringBuilder(Figures(options, description, metrics));
        foreach (var note in metrics["notes"]?.AsArray() ?? [])
            card.Append("- **注意 · Note**: ").Append((string?)note).Append('\n');
        if (description.Target.IsNumber)
            SubgroupCard.Append(
                card,
                groups.OfNumbers,
                ["平均绝对误差 · mean absolute error", "80 %区间覆盖率 · coverage"],
                none,
                noneEnglish
            );
        else
            SubgroupCard.Append(card, groups.OfClasses, none, noneEnglish, groups.Threshold);
        SourceAttributes.Append(card, options.About, known);
        return card.ToString();
    }

    private static string Figures(SeriesTrainingOptions options, SeriesDescription description, JsonObject metrics)
    {
        var target = description.Target;
        var first = description.Preparations[0];
        var members = string.Join(
            ", ",
            description.Kinds.Zip(description.Weights, (kind, weight) => $"{kind} {F(weight)}")
        );
        var (what, which) = target.IsNumber
            ? ("给出数值的中位数、均值与80 %区间", "its median, mean and 80 % interval")
            : (
                $"给出各类别（{string.Join("、", target.Classes)}）的校准概率",
                $"calibrated probabilities of {string.Join(", ", target.Classes)}"
            );
        var (when, at) = target.Hourly
            ? ("每个时刻一次，仅用该时刻及以前的数据", "at each moment, from what was known by then")
            : ("每段序列一次", "once for each series");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # 时序模型 · Series model: {target.Column}

            - **用途 · Use**: 根据{first.Variables.Count}个变量的不规则时间序列（{first.Hours:0.#}小时）预测{target.Column}：{what}，{when}。
              Predicts {target.Column} from irregular series of {first.Variables.Count} variables over {first.Hours:0.#} hours: {which}, {at}.
            - **方法 · Method**: {description.Preparations.Count}折集成，按折外预测定权：{members}。
              linear：各变量汇总统计的惩罚线性模型；trees：各变量统计量的LightGBM提升树；gru、lstm、grud、transformer：输入数值、是否测量与间隔时间的神经网络。
              An ensemble over {description.Preparations.Count} folds, weighted by out-of-fold predictions: {members}.
              linear: penalised linear model on summaries of each variable; trees: LightGBM on statistics of each variable; gru, lstm, grud,
              transformer: networks over values, masks and time gaps. Nothing is filled in silently.
            - **数据 · Data**: {Files(options)}, n = {metrics["n"]}, {metrics["series"]} series.
            - **准确度 · Figures**（{metrics[
                "split"
            ]}；95 %自助法区间，按序列重抽样 · 95 % bootstrap intervals by series）: {Figures(target, metrics)}.
            - **局限 · Limits**: 结果仅适用于与训练数据相似的患者；测什么、多久测一次是该病区的习惯，换地使用前须重新评估。
              Figures hold for patients like those of the training data; what is measured, and how often, is a habit of the ward
              that made them: elsewhere the model must be measured again.

            """
        );
    }

    private static string Files(SeriesTrainingOptions options)
    {
        var named = options.Named();
        return named.Folder ?? $"{named.Events}, {named.Outcomes}";
    }

    private static string Figures(SeriesTarget target, JsonObject metrics) =>
        string.Join(
            ", ",
            (
                target.IsNumber
                    ? new[] { "mae", "rmse", "r2", "coverage80" }
                    : ["auc", "auprc", "brier", "ece", "min_se_ppv", "min_se_ppv_folds"]
            )
                .Where(name => metrics[name] is not null)
                .Select(name => $"{Name(name)} {F((double)metrics[name]!)}{Interval(metrics, name)}")
        );

    private static string Interval(JsonObject metrics, string name) =>
        metrics["ci95"]?[name] is JsonArray { Count: 2 } ends && ends[0] is not null && ends[1] is not null
            ? $" ({F((double)ends[0]!)}–{F((double)ends[1]!)})"
            : "";

    private static string Name(string measure) =>
        measure switch
        {
            "auc" => "AUROC",
            "auprc" => "AUPRC",
            "brier" => "Brier",
            "ece" => "ECE",
            "min_se_ppv" => "min(Se, +P)",
            "min_se_ppv_folds" => "min(Se, +P)各折均值 mean of the folds",
            "mae" => "平均绝对误差 mean absolute error",
            "rmse" => "均方根误差 RMSE",
            "r2" => "R²",
            _ => "80 %区间覆盖率 coverage of the 80 % interval",
        };

    private static string F(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
