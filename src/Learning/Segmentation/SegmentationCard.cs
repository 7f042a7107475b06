using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;

namespace Xinglin.Learning.Segmentation;

/// <summary>The model card of a segmentation model, from its figures.</summary>
internal static class SegmentationCard
{
    public static string Of(
        SegmentationTrainingOptions options,
        SegmentationDescription description,
        OverlapReport report,
        int folds,
        IReadOnlyList<MeanSubgroup> groups,
        IReadOnlyDictionary<string, string> known
    )
    {
        var card = new StringBuilder(Figures(options, description, report, folds));
        SubgroupCard.Append(
            card,
            groups,
            ["Dice"],
            "不知道患者的性别和年龄；可用 --subgroups FILE.csv 说明。",
            "Sex and age of the patients are not known; state them with --subgroups FILE.csv."
        );
        SourceAttributes.Append(card, options.About, known);
        return card.ToString();
    }

    private static string Figures(
        SegmentationTrainingOptions options,
        SegmentationDescription description,
        OverlapReport report,
        int folds
    )
    {
        var names = string.Join(", ", description.Labels.Names);
        var patch = string.Join(" × ", description.Plan.Patch.Skip(description.Plan.Volumes ? 0 : 1));
        var (kindZh, kind) = description.Plan.Volumes ? ("三维体数据", "volumes") : ("二维图像", "pictures");
        var figures = new StringBuilder();
        foreach (var (i, name) in report.Labels.Index())
        {
            var dice = report.Of(score => score.Dice, i);
            var hausdorff = report.Of(score => score.Hausdorff95, i);
            var mean = report.Of(score => score.MeanDistance, i);
            figures.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {dice.Value:0.000} ({dice.Low:0.000}–{dice.High:0.000}) | {report.Of(score => score.Iou, i).Value:0.000} | {hausdorff.Value:0.0} | {mean.Value:0.00} |\n"
            );
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # 分割模型 · Segmentation model: {names}

            - **用途 · Use**: 在{kindZh}上勾画下列结构，供测量与复核；不能代替医师判断。Draws these structures on {kind} for
              measuring and review; no substitute for a clinician's judgement.
            - **方法 · Method**: {description.Networks}个残差U-Net（Dice + 交叉熵），图块{patch}；亮度标准化；
              各网络概率取平均。{description.Networks} residual U-Nets (Dice and cross-entropy), patch {patch}, brightness
              standardised, probabilities averaged.
            - **数据 · Data**: {Path.GetFileName(
                Path.TrimEndingDirectorySeparator(options.Images)
            )}，{report.Scores.Count}例
              · {report.Scores.Count} images.
            - **准确度 · Figures**: {folds}折留出；每例由未见过该例的单个网络勾画；95 %自助法区间；距离单位{report.Unit}。
              Leave-out in {folds} parts, each image drawn by one network that had not seen it; 95 % bootstrap intervals over
              images; distances in {report.Unit}.

            | label | Dice | IoU | HD95 | ASSD |
            |---|---|---|---|---|
            {figures}
            - **局限 · Limits**: 结果仅适用于与训练数据相似的设备、人群和疾病；`shapes.csv`中一致性（agreement）低的勾画须人工复核。
              Figures hold for scanners, people and diseases like those of the training images; shapes of low agreement in
              `shapes.csv` need a person's eye.

            """
        );
    }
}
