using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Synthesis.Quality;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Images;

/// <summary>The card of an image generator.</summary>
internal static class GanCard
{
    public static ModelCard Write(GanTrainingOptions options, GanShape shape, GanState state, SynthesisReport report) =>
        new(
            new BilingualText("影像生成模型：", "Image generator: ")
                + BilingualText.Same(string.Join(", ", shape.Classes)),
            [
                new(
                    new("用途", "Use"),
                    new CardBlock.Paragraph(
                        new(
                            $"生成{shape.Size} × {shape.Size}像素的合成图像，用于教学、软件测试与扩充研究数据；**不得用于诊断，不得当作真实病例**。所生成的一切均标明为合成。",
                            $"Draws synthetic images of {shape.Size} × {shape.Size} pixels for teaching, software tests and augmenting research data. **Not for diagnosis, never to be taken for a patient's image.** Everything it draws is marked as synthetic."
                        )
                    )
                ),
                new(
                    new("方法", "Method"),
                    new CardBlock.Paragraph(
                        new(
                            $"类别条件生成对抗网络（自调制 DCGAN；投影判别器；非饱和损失加 R1；自适应增强；权重指数平均），{state.Steps}步，取核距离最小的平均权重（第{state.BestRound * 32}步）。",
                            $"Class-conditional GAN (self-modulated DCGAN, projection discriminator, non-saturating loss with R1, adaptive augmentation, exponential average of weights), {state.Steps} steps, the average with the smallest kernel distance kept (step {state.BestRound * 32})."
                        )
                    )
                ),
                new(
                    new("数据", "Data"),
                    new CardBlock.Paragraph(
                        BilingualText.Same(
                            string.Join(
                                ", ",
                                options.Data.Select(path =>
                                    $"`{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}`"
                                )
                            )
                        )
                    )
                ),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "训练数据中的偏倚与缺失会被保留；罕见征象可能缺失；未经差分隐私训练，隐私仅由下表的攻击检验，未经证明。",
                            "Bias and gaps of the training data are kept; rare signs may be missing. Not trained with differential privacy: privacy was tested by the attacks below, not proven."
                        )
                    )
                ),
                .. !report.PrivacyPassed && options.OverridePrivacy is { } reason
                    ? new[] { ReleaseGate.Section(reason) }
                    : [],
                report.Section(),
            ]
        );
}
