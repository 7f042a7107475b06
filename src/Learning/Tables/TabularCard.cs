using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Tables;

/// <summary>The model card of a table model, after Mitchell et al. 2019.</summary>
internal static class TabularCard
{
    public static ModelCard Write(
        string name,
        TabularPlan plan,
        TrainingTable ready,
        ModelChoice final,
        int members,
        TrainingResult result
    ) =>
        new(
            plan.Card.GetValueOrDefault("title") ?? Same(name),
            [
                new(new("预期用途", "Intended use"), new CardBlock.Paragraph(Use(plan))),
                new(new("训练数据", "Data"), [.. Data(plan, ready, result).Select(text => new CardBlock.Item(text))]),
                new(new("模型", "Model"), [.. Model(final, members).Select(text => new CardBlock.Item(text))]),
                new(new("性能", "Performance"), Performance(result)),
                new(new("特征", "Features"), [.. FeatureCard.Blocks(final.Preparation.Columns, plan.Columns)]),
                .. result.Trust?.Sections() ?? [],
                new(new("局限", "Limits"), new CardBlock.Paragraph(plan.Card.GetValueOrDefault("limits") ?? Limits)),
                new(
                    new("复现", "Reproduction"),
                    new CardBlock.Paragraph(
                        Of(
                            $"以 model.json 中的 `plan`（随机种子{plan.Seed}）运行 `xinglin train tabular --plan PLAN.json`，在同一机器上得到逐位相同的权重。",
                            $"`xinglin train tabular --plan PLAN.json` with the `plan` of model.json (seed {plan.Seed}) gives the same weights, bit for bit, on the same machine."
                        )
                    )
                ),
                .. result.Trust is { } trust ? new[] { trust.Attributes() } : [],
            ]
        );

    private static readonly BilingualText Limits = new(
        "仅在同一文件的留出数据上评价；其他医院、设备、单位或年代可能不同。缺失值以训练数据的中位数或最常见取值代替。"
            + "区间只反映训练的不确定性，不反映人群的变化。",
        "Measured on held-out rows of the same file only. Other hospitals, devices, units or years may differ. "
            + "Missing values are replaced by the training median or most frequent level. "
            + "The intervals cover the uncertainty of training, not a change of population."
    );

    private static BilingualText Use(TabularPlan plan) =>
        plan.Card.GetValueOrDefault("intended_use")
        ?? new(
            $"对与训练数据同类的一行表格给出 `{plan.Target}` 的概率，供医师参考并由医师决定；非医疗器械，未在其他人群中验证。",
            $"States the probability of `{plan.Target}` for one row of a table like the one it was trained on. "
                + "It supports a clinician, who decides; it is not a medical device and has not been validated elsewhere."
        );

    private static IEnumerable<BilingualText> Data(TabularPlan plan, TrainingTable ready, TrainingResult result)
    {
        var counts = string.Join(
            ", ",
            ready.Classes.Names.Select((n, c) => $"`{n}` {ready.Rows.Count(r => ready.Data.Labels[r] == c)}")
        );
        yield return Same($"`{Path.GetFileName(plan.Data)}`, SHA-256 `{result.DataSha256}`");
        yield return new($"{ready.Rows.Length}行，类别：{counts}", $"{ready.Rows.Length} rows; classes: {counts}");
        yield return plan.Card.GetValueOrDefault("population")
            ?? new("人群：同数据文件，未另作说明", "Population: as in the file; not stated further");
        if (plan.Card.TryGetValue("licence", out var licence))
            yield return new BilingualText("来源与许可：", "Source and licence: ") + licence;
        foreach (var note in result.Notes)
            yield return note;
    }

    private static IEnumerable<BilingualText> Model(ModelChoice final, int members)
    {
        foreach (var part in final.Parts)
        {
            yield return Of($"{part.Weight:0.###} × ")
                + Called(part.Model.Settings)
                + new BilingualText("：", ": ")
                + Same($"`{part.Model.Settings.ToJson().ToJsonString()}`");
        }

        if (final.Parts.Select(p => p.Model).OfType<FittedEstimator.Neighbours>().FirstOrDefault() is { } near)
        {
            yield return Of(
                $"权重中含训练表格的{near.Model.Labels.Length}个编码行：请与原表同样保护",
                $"the weights hold {near.Model.Labels.Length} encoded rows of the training table: guard them like the table itself"
            );
        }

        var calibration = (string)final.Calibration.ToJson()["kind"]!;
        yield return new($"概率校准：{(calibration == "none" ? "无" : calibration)}", $"Calibration: {calibration}");
        yield return Of(
            $"概率的90%区间来自{members}个在自助重抽样数据上训练的模型",
            $"90 % intervals of probabilities from {members} models on bootstrap resamples of the rows"
        );
    }

    private static CardBlock.Facts Performance(TrainingResult result) =>
        new(
            Of(
                $"{result.Folds.Count}折嵌套交叉验证；95%区间由自助法得出；AUC与AUPRC为各折均值。",
                $"Nested cross-validation over {result.Folds.Count} folds; 95 % intervals by bootstrap. AUC and AUPRC are means over folds."
            ),
            [
                CardFact.From(Same("AUC"), result.Report.Auc),
                CardFact.From(Same("AUPRC"), result.Report.Auprc),
                CardFact.From(new("准确率", "accuracy"), result.Report.Accuracy),
                CardFact.From(new("平衡准确率", "balanced accuracy"), result.Report.BalancedAccuracy),
                CardFact.From(Same("Brier"), result.Report.Brier),
                CardFact.From(new("校准误差（ECE）", "calibration error (ECE)"), result.Report.Ece),
            ]
        );

    private static BilingualText Called(Candidate candidate) =>
        candidate switch
        {
            Candidate.Logistic { Splines: true } => new("逻辑回归（样条）", "logistic regression with splines"),
            Candidate.Logistic { Pairs: > 0 } => new("逻辑回归（交互项）", "logistic regression with interactions"),
            Candidate.Logistic { Impute: true } => new(
                "逻辑回归（数值插补）",
                "logistic regression on imputed numbers"
            ),
            Candidate.Logistic => new("逻辑回归", "logistic regression"),
            Candidate.Neighbours => new("最近邻", "nearest neighbours"),
            Candidate.Forest { Settings.Extra: true } => new("极端随机树", "extremely randomised trees"),
            Candidate.Forest => new("随机森林", "random forest"),
            Candidate.Trees => Same("LightGBM"),
            Candidate.Network { Settings.Blocks: > 0 } => new("残差网络", "residual network"),
            _ => new("神经网络 128-64", "network 128-64"),
        };
}
