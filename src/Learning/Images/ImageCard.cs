using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Images;

/// <summary>The model card of an image model, from its figures.</summary>
internal static class ImageCard
{
    public static string Of(
        ImageTrainingOptions options,
        ImageDescription description,
        EvaluationReport report,
        DividedImages divided,
        IReadOnlyList<SubgroupFigures> groups,
        IReadOnlyDictionary<string, string> known,
        IEnumerable<string> notes
    )
    {
        var card = new StringBuilder(Figures(options, description, report, divided));
        foreach (var note in notes)
            card.Append("- **注意 · Note**: ").Append(note).Append('\n');
        SubgroupCard.Append(
            card,
            groups,
            "不知道患者的性别和年龄；可用 --subgroups FILE.csv 说明。",
            "Sex and age of the patients are not known; state them with --subgroups FILE.csv.",
            description.Threshold
        );
        SourceAttributes.Append(card, options.About, known);
        return card.ToString();
    }

    private static string Figures(
        ImageTrainingOptions options,
        ImageDescription description,
        EvaluationReport report,
        DividedImages divided
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # 影像模型 · Image model: {string.Join(", ", description.Classes)}

            - **用途 · Use**: 对一幅图像给出{description.Classes.Count}个类别的校准概率及90 %区间、关注区域图，并判断图像是否与训练图像差异过大。
              Calibrated probabilities of {description.Classes.Count} classes for one picture, a 90 % interval, a map of where it
              looked, and whether the picture is unlike those it was made for.
            - **方法 · Method**: {description.Networks}个网络（{description.Network}{Start(
                options,
                "，初始权重"
            )}），{description.Preparation.Size} × {description.Preparation.Size}像素；
              取中央正方形，面积平均缩放；在验证集上校准，{(
                description.Prior is null ? "先验同验证集" : "各类别先验相等"
            )}。
              {description.Networks} × {description.Network}{Start(
                options,
                ", begun from "
            )} on {description.Preparation.Size} ×
              {description.Preparation.Size} pixels: the central square, averaged down; calibrated on the validation split,
              {(description.Prior is null ? "with its shares of the classes" : "all classes taken as equally likely")}.
            - **数据 · Data**: {string.Join(", ", options.Data.Select(path => Path.GetFileName(path)))}.
            - **划分 · Split**: {divided.SplitChinese}。{Capital(divided.Split)}.
            - **准确度 · Figures**（验证集 validation, n = {report.N}；95 %自助法区间 · 95 % bootstrap intervals; probabilities calibrated on the
              other folds）: AUC {report.Auc.Value:0.000} ({report.Auc.Low:0.000}–{report.Auc.High:0.000}), 准确率 accuracy
              {report.Accuracy.Value:0.000} ({report.Accuracy.Low:0.000}–{report.Accuracy.High:0.000}), Brier
              {report.Brier.Value:0.000}, ECE {report.Ece.Value:0.000}.
            - **局限 · Limits**: 结果仅适用于与验证集相似的图像；其他设备、年龄与投照体位未经评估；差异过大的图像一律回答"无法判断"。
              Figures hold for pictures like the validation split; other scanners, ages and projections were not measured. Pictures
              beyond the novelty limit get "cannot say".

            """
        );

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Start(ImageTrainingOptions options, string words) =>
        options.From is { } from
            ? words + Path.GetFileName(Path.TrimEndingDirectorySeparator(from)) + (options.Freeze ? " (frozen)" : "")
            : "";
}
