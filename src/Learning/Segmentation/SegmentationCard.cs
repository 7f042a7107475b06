using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Segmentation;

/// <summary>The model card of a segmentation model.</summary>
internal static class SegmentationCard
{
    public static ModelCard Write(
        SegmentationTrainingOptions options,
        SegmentationDescription description,
        OverlapReport report,
        int folds,
        IReadOnlyList<MeanSubgroup> groups,
        IReadOnlyDictionary<string, BilingualText> known
    ) =>
        new(
            new BilingualText("分割模型：", "Segmentation model: ") + Same(string.Join(", ", description.Labels.Names)),
            [
                new(new("用途", "Use"), new CardBlock.Paragraph(Use(description))),
                new(new("方法", "Method"), new CardBlock.Paragraph(Method(description))),
                new(
                    new("数据", "Data"),
                    new CardBlock.Paragraph(
                        Same($"`{Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Images))}`")
                            + Of($"，{report.Scores.Count}例", $", {report.Scores.Count} images")
                    )
                ),
                new(
                    new("准确度", "Figures"),
                    new CardBlock.Paragraph(
                        new(
                            $"{folds}折留出；每例由未见过该例的单个网络勾画；95 %自助法区间（按例）；距离单位{report.Unit}。",
                            $"Leave-out in {folds} parts, each image drawn by one network that had not seen it; 95 % bootstrap intervals over images; distances in {report.Unit}."
                        )
                    ),
                    CardBlock.Table.Each(
                        [
                            new("结构", "structure"),
                            new("Dice（95 % 区间）", "Dice (95 % CI)"),
                            Same("IoU"),
                            Same($"HD95 ({report.Unit})"),
                            Same($"ASSD ({report.Unit})"),
                        ],
                        report.Labels.Index(),
                        label =>
                        {
                            var dice = report.Of(score => score.Dice, label.Index);
                            return
                            [
                                Same(label.Item),
                                BilingualText.Of($"{dice.Value:0.000} ({dice.Low:0.000}–{dice.High:0.000})"),
                                BilingualText.Of($"{report.Of(score => score.Iou, label.Index).Value:0.000}"),
                                BilingualText.Of($"{report.Of(score => score.Hausdorff95, label.Index).Value:0.0}"),
                                BilingualText.Of($"{report.Of(score => score.MeanDistance, label.Index).Value:0.00}"),
                            ];
                        }
                    )
                ),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "结果仅适用于与训练数据相似的设备、人群和疾病；`shapes.csv` 中一致性（`agreement`）低的勾画须人工复核。",
                            "Figures hold for scanners, people and diseases like those of the training images; shapes of low `agreement` in `shapes.csv` need a person's eye."
                        )
                    )
                ),
                SubgroupCard.Section(groups, [Same("Dice")], SubgroupCard.NoList),
                SourceAttributes.Section(options.About, known),
            ]
        );

    private static BilingualText Use(SegmentationDescription description) =>
        description.Plan.Volumes
            ? new(
                "在三维体数据上勾画这些结构，供测量与复核；不能代替医师判断。",
                "Draws these structures on volumes for measuring and review; no substitute for a clinician's judgement."
            )
            : new(
                "在二维图像上勾画这些结构，供测量与复核；不能代替医师判断。",
                "Draws these structures on images for measuring and review; no substitute for a clinician's judgement."
            );

    private static BilingualText Method(SegmentationDescription description)
    {
        var patch = string.Join(" × ", description.Plan.Patch.Skip(description.Plan.Volumes ? 0 : 1));
        return new(
            $"{description.Networks}个残差 U-Net（Dice 加交叉熵），图块{patch}；亮度标准化；各网络概率取平均。",
            $"{description.Networks} residual U-Nets (Dice and cross-entropy), patch {patch}, brightness standardised, probabilities averaged."
        );
    }
}
