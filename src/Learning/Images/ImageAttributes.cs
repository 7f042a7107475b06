using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Images.Data;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images;

/// <summary>The source attributes (ONC HTI-1) that a training of images itself knows; the trainer states the others.</summary>
internal static class ImageAttributes
{
    public static IReadOnlyDictionary<string, BilingualText> Known(
        IReadOnlyList<string> classes,
        EvaluationReport report,
        ImageDatasetSplit divided,
        IReadOnlyList<SubgroupFigures> groups
    ) =>
        new Dictionary<string, BilingualText>
        {
            ["output"] = new(
                $"{string.Join("、", classes)}的校准概率、90 %区间、关注区域图，或“无法判断”",
                $"calibrated probabilities of {string.Join(", ", classes)} with a 90 % interval and a map of where the network looked, or \"cannot say\""
            ),
            ["output_type"] = new("分类", "classification"),
            ["decision_role"] = SourceAttributes.Informs,
            ["known_risks"] = new(
                "结果仅适用于与验证集相似的图像；其他设备、年龄与投照体位未经评估",
                "figures hold for images like the validation split; other scanners, ages and projections were not measured"
            ),
            ["inclusion_exclusion"] = new(
                $"训练{divided.Training.Count}幅，验证{divided.Validation.Count}幅；{divided.Split.Zh}",
                $"{divided.Training.Count} images for training, {divided.Validation.Count} for validation; {divided.Split.En}"
            ),
            ["demographic_features"] = new("无：仅以图像为输入", "none: the image alone is the input"),
            ["representativeness"] = SubgroupStatements.Representation(groups),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["validity_internal"] =
                new BilingualText("验证集", "validation split")
                + BilingualText.Of(
                    $", n = {report.N}: AUC {report.Auc.Value:0.000} ({report.Auc.Low:0.000}–{report.Auc.High:0.000}), Brier {report.Brier.Value:0.000}, ECE {report.Ece.Value:0.000}"
                ),
            ["fairness_internal"] = SubgroupStatements.Fairness(groups),
        };
}
