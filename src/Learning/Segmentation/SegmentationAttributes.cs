using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Segmentation;

/// <summary>The source attributes (ONC HTI-1) that a training of shapes itself knows; the trainer states the others.</summary>
internal static class SegmentationAttributes
{
    public static IReadOnlyDictionary<string, BilingualText> Known(
        OverlapReport report,
        int folds,
        IReadOnlyList<MeanSubgroup> groups
    )
    {
        var names = string.Join(", ", report.Labels);
        return new Dictionary<string, BilingualText>
        {
            ["output"] = new(
                $"{names}的轮廓及各网络间的一致性",
                $"outlines of {names}, and how far the networks agree on each"
            ),
            ["output_type"] = new("分析（勾画与测量）", "analysis: drawing and measuring"),
            ["decision_role"] = new("提示，由临床医师复核", "informs; a clinician reviews"),
            ["known_risks"] = new(
                "结果仅适用于与训练数据相似的设备、人群和疾病；一致性低者须人工复核",
                "figures hold for scanners, people and diseases like those of the training images; shapes of low agreement need a person's eye"
            ),
            ["inclusion_exclusion"] = new(
                $"全部{report.Scores.Count}幅有掩膜的图像",
                $"all {report.Scores.Count} images with a mask"
            ),
            ["demographic_features"] = new("无：仅以图像为输入", "none: the image alone is the input"),
            ["representativeness"] = SubgroupStatements.Representation(groups),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["validity_internal"] = BilingualText.Of(
                $"{folds}折留出：Dice {report.Dice.Value:0.000} ({report.Dice.Low:0.000}–{report.Dice.High:0.000})",
                $"leave-out in {folds} parts: Dice {report.Dice.Value:0.000} ({report.Dice.Low:0.000}–{report.Dice.High:0.000})"
            ),
            ["fairness_internal"] = SubgroupStatements.Fairness(groups, "Dice"),
        };
    }
}
