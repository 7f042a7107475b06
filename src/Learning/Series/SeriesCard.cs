using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Series;

/// <summary>The model card of a series model.</summary>
internal static class SeriesCard
{
    private static readonly BilingualText NoVariable = new(
        "没有识别出性别、年龄或民族变量；可用 --subgroups 指定。",
        "No variable was recognised as sex, age or race; name them with --subgroups."
    );

    public static ModelCard Write(
        SeriesTrainingOptions options,
        SeriesDescription description,
        JsonObject metrics,
        SeriesSubgroups groups,
        IReadOnlyDictionary<string, BilingualText> known,
        IEnumerable<BilingualText> notes
    ) =>
        new(
            new BilingualText("时序模型：", "Series model: ") + Same(description.Target.Column),
            [
                new(new("用途", "Use"), new CardBlock.Paragraph(Use(description))),
                new(new("方法", "Method"), [.. Method(description).Select(text => new CardBlock.Paragraph(text))]),
                new(
                    new("数据", "Data"),
                    [
                        new CardBlock.Item(
                            Same(Files(options))
                                + Of(
                                    $"，n = {metrics["n"]}，{metrics["series"]} 段序列",
                                    $", n = {metrics["n"]}, {metrics["series"]} series"
                                )
                        ),
                        .. notes.Select(note => new CardBlock.Item(note)),
                    ]
                ),
                new(new("准确度", "Figures"), Figures(description, metrics)),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "结果仅适用于与训练数据相似的患者；测什么、多久测一次是该病区的习惯，换地使用前须重新评估。",
                            "Figures hold for patients like those of the training data; what is measured, and how often, is a habit of the ward that made them: elsewhere the model must be measured again."
                        )
                    )
                ),
                description.Target.IsNumber
                    ? SubgroupCard.Section(
                        groups.OfNumbers,
                        [
                            new("平均绝对误差", "mean absolute error"),
                            new("80 %区间覆盖率", "coverage of the 80 % interval"),
                        ],
                        NoVariable
                    )
                    : SubgroupCard.Section(groups.OfClasses, NoVariable, groups.Threshold),
                SourceAttributes.Section(options.About, known),
            ]
        );

    private static BilingualText Use(SeriesDescription description)
    {
        var (target, first) = (description.Target, description.Preparations[0]);
        var what = target.IsNumber
            ? new BilingualText("给出数值的中位数、均值与80 %区间", "its median, mean and 80 % interval")
            : new(
                $"给出各类别（{string.Join("、", target.Classes)}）的校准概率",
                $"calibrated probabilities of {string.Join(", ", target.Classes)}"
            );
        var when = target.PerStep
            ? new BilingualText("每个时刻一次，仅用该时刻及以前的数据", "at each moment, from what was known by then")
            : new("每段序列一次", "once for each series");
        return Of(
            $"根据{first.Variables.Count}个变量的不规则时间序列（{first.Hours:0.#}小时）预测 {target.Column}：{what.Zh}，{when.Zh}。",
            $"Predicts {target.Column} from irregular series of {first.Variables.Count} variables over {first.Hours:0.#} hours: {what.En}, {when.En}."
        );
    }

    private static IEnumerable<BilingualText> Method(SeriesDescription description)
    {
        var members = string.Join(
            ", ",
            description.Kinds.Zip(description.Weights, (kind, weight) => $"`{kind}` {Number(weight)}")
        );
        yield return new(
            $"{description.Preparations.Count}折集成，按折外预测定权：{members}。",
            $"An ensemble over {description.Preparations.Count} folds, weighted by out-of-fold predictions: {members}."
        );
        yield return new(
            "`linear`：各变量汇总统计的惩罚线性模型；`trees`：各变量统计量的 LightGBM 提升树；`gru`、`lstm`、`grud`、`transformer`：输入数值、是否测量与间隔时间的神经网络。缺失值不会被悄悄填补。",
            "`linear`: penalised linear model on summaries of each variable; `trees`: LightGBM on statistics of each variable; `gru`, `lstm`, `grud`, `transformer`: networks over values, masks and time gaps. Nothing is filled in silently."
        );
    }

    private static string Files(SeriesTrainingOptions options)
    {
        var named = options.Named();
        return named.Folder is { } folder ? $"`{folder}`" : $"`{named.Events}`, `{named.Outcomes}`";
    }

    private static CardBlock.Facts Figures(SeriesDescription description, JsonObject metrics) =>
        new(
            new BilingualText("95 %自助法区间，按序列重抽样", "95 % bootstrap intervals by series")
                + SeriesAttributes.Split(description)
                + new BilingualText("。", "."),
            [
                .. (
                    description.Target.IsNumber
                        ? new[] { "mae", "rmse", "r2", "coverage80" }
                        : ["auc", "auprc", "brier", "ece", "min_se_ppv", "min_se_ppv_folds"]
                )
                    .Where(name => metrics[name] is not null)
                    .Select(name => Figure(name, metrics)),
            ]
        );

    private static CardFact Figure(string name, JsonObject metrics)
    {
        var ends = metrics["ci95"]?[name] as JsonArray;
        var known = ends is { Count: 2 } && ends[0] is not null && ends[1] is not null;
        return new(
            Name(name),
            (double)metrics[name]!,
            Low: known ? (double)ends![0]! : null,
            High: known ? (double)ends![1]! : null
        );
    }

    private static BilingualText Name(string measure) =>
        measure switch
        {
            "auc" => Same("AUROC"),
            "auprc" => Same("AUPRC"),
            "brier" => Same("Brier"),
            "ece" => Same("ECE"),
            "min_se_ppv" => Same("min(Se, +P)"),
            "min_se_ppv_folds" => new("min(Se, +P)，各折均值", "min(Se, +P), mean of the folds"),
            "mae" => new("平均绝对误差", "mean absolute error"),
            "rmse" => new("均方根误差", "root mean square error"),
            "r2" => Same("R²"),
            _ => new("80 %区间覆盖率", "coverage of the 80 % interval"),
        };

    private static string Number(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
