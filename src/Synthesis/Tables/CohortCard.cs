using System.Text.Json.Nodes;
using Xinglin.Synthesis.Quality;

namespace Xinglin.Synthesis.Tables;

/// <summary>The card of a cohort generator.</summary>
internal static class CohortCard
{
    public static string Of(
        CohortTrainingOptions options,
        string method,
        IReadOnlyList<CohortPart> parts,
        SynthesisReport report,
        JsonObject? guarantee
    )
    {
        var (chinese, english) = method switch
        {
            "vae" => (
                "变分自编码器（TVAE式，按模态归一化，以目标类别为条件）",
                "variational autoencoder (TVAE-style, mode-specific normalisation, conditioned on the target)"
            ),
            "gan" => (
                "条件生成对抗网络（CTGAN式，PacGAN判别器，按采样训练）",
                "conditional generative adversarial network (CTGAN-style, PacGAN critic, training by sampling)"
            ),
            _ => ("分类别高斯连接函数（copula）", "Gaussian copula within each class"),
        };
        var columns = parts[0].Generator.Schema.Columns;
        var card = $"""
            # 队列生成模型 · Cohort generator

            - **用途 · Use**: 生成与原表同列的合成患者表，用于教学、软件测试与方法开发；**合成行不对应任何患者，不得用于诊断或当作临床证据**。
              Makes synthetic tables with the columns of the real one, for teaching, software tests and developing methods. **No row is a
              patient's; not for diagnosis, not clinical evidence.** Everything it makes is marked as synthetic.
            - **方法 · Method**: {chinese}，{parts.Count}个生成器。{english}, {parts.Count} generator(s).
            - **数据 · Data**: {Path.GetFileName(options.Data)}; {columns.Count} columns: {string.Join(
                ", ",
                columns.Take(60).Select(c => c.Name)
            )}.
            - **隐私 · Privacy**: {Guaranteed(guarantee)}
            - **局限 · Limits**: 原数据的偏倚与缺失会被保留；极少见的类别水平与极端组合不予生成；列间逻辑约束（如日期先后）不作保证。
              Bias and gaps of the real table are kept; rare levels and extreme combinations are not made; logical rules between columns (one date
              after another) are not guaranteed.


            """;
        if (!report.PrivacyPassed && options.OverridePrivacy is { } reason)
            card += Release.Line(reason) + "\n";
        return card + report.ToMarkdown();
    }

    private static string Guaranteed(JsonObject? guarantee) =>
        guarantee is null
            ? "未经差分隐私训练；由下表的攻击检验。Not trained with differential privacy; tested by the attacks below."
            : $"差分隐私 (ε, δ) = ({guarantee["epsilon"]}, {guarantee["delta"]})；(ε, δ)-differentially private with ε = {guarantee["epsilon"]}, δ = {guarantee["delta"]} (the weights and all that model.json holds of columns; not this report).";
}
