using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables.Generators;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Tables;

/// <summary>The card of a cohort generator.</summary>
internal static class CohortCard
{
    private const int MaxColumns = 60;

    public static ModelCard Write(
        CohortTrainingOptions options,
        string method,
        IReadOnlyList<CohortPart> parts,
        SynthesisReport report,
        JsonObject? guarantee
    )
    {
        var columns = parts[0].Generator.Schema.Columns;
        var names = string.Join(", ", columns.Take(MaxColumns).Select(c => $"`{c.Name}`"));
        return new(
            new("队列生成模型", "Cohort generator"),
            [
                new(
                    new("用途", "Use"),
                    new CardBlock.Paragraph(
                        new(
                            "生成与原表同列的合成患者表，用于教学、软件测试与方法开发；**合成行不对应任何患者，不得用于诊断或当作临床证据**。所生成的一切均标明为合成。",
                            "Makes synthetic tables with the columns of the real one, for teaching, software tests and developing methods. **No row is a patient's; not for diagnosis, not clinical evidence.** Everything it makes is marked as synthetic."
                        )
                    )
                ),
                new(
                    new("方法", "Method"),
                    new CardBlock.Paragraph(
                        Method(method)
                            + new BilingualText($"，{parts.Count}个生成器。", $", {parts.Count} generator(s).")
                    )
                ),
                new(
                    new("数据", "Data"),
                    new CardBlock.Paragraph(
                        new(
                            $"`{Path.GetFileName(options.Data)}`；{columns.Count}列：{names}。",
                            $"`{Path.GetFileName(options.Data)}`; {columns.Count} columns: {names}."
                        )
                    )
                ),
                new(new("隐私", "Privacy"), new CardBlock.Paragraph(Guaranteed(guarantee))),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "原数据的偏倚与缺失会被保留；极少见的类别水平与极端组合不予生成；列间逻辑约束（如日期先后）不作保证。",
                            "Bias and gaps of the real table are kept; rare levels and extreme combinations are not made; logical rules between columns (one date after another) are not guaranteed."
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

    private static BilingualText Method(string method) =>
        method switch
        {
            "vae" => new(
                "变分自编码器（TVAE 式，按模态归一化，以目标类别为条件）",
                "variational autoencoder (TVAE-style, mode-specific normalisation, conditioned on the target)"
            ),
            "gan" => new(
                "条件生成对抗网络（CTGAN 式，PacGAN 判别器，按采样训练）",
                "conditional generative adversarial network (CTGAN-style, PacGAN critic, training by sampling)"
            ),
            _ => new("分类别高斯连接函数（copula）", "Gaussian copula within each class"),
        };

    private static BilingualText Guaranteed(JsonObject? guarantee) =>
        guarantee is null
            ? new(
                "未经差分隐私训练；由下表的攻击检验。",
                "Not trained with differential privacy; tested by the attacks below."
            )
            : new(
                $"差分隐私，ε = {guarantee["epsilon"]}，δ = {guarantee["delta"]}（权重及 model.json 中关于各列的全部内容；不含本报告）。",
                $"(ε, δ)-differentially private with ε = {guarantee["epsilon"]}, δ = {guarantee["delta"]} (the weights and all that model.json holds of columns; not this report)."
            );
}
