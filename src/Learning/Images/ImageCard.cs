using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Images.Data;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Images;

/// <summary>The model card of an image model.</summary>
internal static class ImageCard
{
    public static ModelCard Write(
        ImageTrainingOptions options,
        ImageDescription description,
        EvaluationReport report,
        ImageDatasetSplit divided,
        IReadOnlyList<SubgroupFigures> groups,
        IReadOnlyDictionary<string, BilingualText> known,
        IEnumerable<BilingualText> notes
    ) =>
        new(
            new BilingualText("影像模型：", "Image model: ") + Same(string.Join(", ", description.Classes)),
            [
                new(
                    new("用途", "Use"),
                    new CardBlock.Paragraph(
                        new(
                            $"对一幅图像给出{description.Classes.Count}个类别的校准概率及90 %区间、关注区域图，并判断图像是否与训练图像差异过大。",
                            $"Calibrated probabilities of {description.Classes.Count} classes for one image, a 90 % interval, a map of where it looked, and whether the image is unlike those it was made for."
                        )
                    )
                ),
                new(new("方法", "Method"), new CardBlock.Paragraph(Method(options, description))),
                new(
                    new("数据", "Data"),
                    [
                        new CardBlock.Item(
                            Same(string.Join(", ", options.Data.Select(path => $"`{Path.GetFileName(path)}`")))
                        ),
                        new CardBlock.Item(new($"划分：{divided.Split.Zh}。", $"Split: {divided.Split.En}.")),
                        .. notes.Select(note => new CardBlock.Item(note)),
                    ]
                ),
                new(
                    new("准确度", "Figures"),
                    new CardBlock.Facts(
                        new(
                            $"验证集，n = {report.N}；95 %自助法区间；概率在其他各折上校准。",
                            $"Validation split, n = {report.N}; 95 % bootstrap intervals; probabilities calibrated on the other folds."
                        ),
                        [
                            CardFact.From(Same("AUC"), report.Auc),
                            CardFact.From(new("准确率", "accuracy"), report.Accuracy),
                            CardFact.From(Same("Brier"), report.Brier),
                            CardFact.From(Same("ECE"), report.Ece),
                        ]
                    )
                ),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "结果仅适用于与验证集相似的图像；其他设备、年龄与投照体位未经评估；差异过大的图像一律回答“无法判断”。",
                            "Figures hold for images like the validation split; other scanners, ages and projections were not measured. Images beyond the novelty limit get \"cannot say\"."
                        )
                    )
                ),
                SubgroupCard.Section(groups, SubgroupCard.NoList, description.Threshold),
                SourceAttributes.Section(options.About, known),
            ]
        );

    private static BilingualText Method(ImageTrainingOptions options, ImageDescription description)
    {
        var size = description.Preparation.Size;
        var start = Start(options);
        var prior = description.Prior is null
            ? new BilingualText("先验同验证集", "with its shares of the classes")
            : new("各类别先验相等", "all classes taken as equally likely");
        return new(
            $"{description.Networks}个网络（`{description.Network}`{start.Zh}），{size} × {size}像素；取中央正方形，面积平均缩放；在验证集上校准，{prior.Zh}。",
            $"{description.Networks} networks (`{description.Network}`{start.En}) on {size} × {size} pixels: the central square, averaged down; calibrated on the validation split, {prior.En}."
        );
    }

    private static BilingualText Start(ImageTrainingOptions options)
    {
        if (options.From is not { } from)
            return Same("");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(from));
        return options.Freeze
            ? new($"，初始权重 `{name}`，不再改变", $", begun from `{name}`, frozen")
            : new($"，初始权重 `{name}`", $", begun from `{name}`");
    }
}
