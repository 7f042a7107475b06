using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables;

/// <summary>The model card of a table model, after Mitchell et al. 2019, headings in both languages.</summary>
internal static class TabularCard
{
    public static string Write(
        string name,
        TabularPlan plan,
        TrainingTable ready,
        ModelChoice final,
        int members,
        TrainingResult result
    )
    {
        var card = new StringBuilder();
        string Text(string key, string otherwise) => plan.Card.GetValueOrDefault(key) ?? otherwise;
        void Heading(string zh, string en) => card.Append(CultureInfo.InvariantCulture, $"\n## {zh} · {en}\n\n");

        card.Append(CultureInfo.InvariantCulture, $"# {Text("title", name)}\n");
        Heading("预期用途", "Intended use");
        card.AppendLine(
            Text(
                "intended_use",
                $"对与训练数据同类的一行表格给出 `{plan.Target}` 的概率，供医师参考并由医师决定；非医疗器械，未在其他人群中验证。 · "
                    + $"States the probability of `{plan.Target}` for one row of a table like the one it was trained on. "
                    + "It supports a clinician, who decides; it is not a medical device and has not been validated elsewhere."
            )
        );
        Heading("训练数据", "Data");
        card.Append(
            CultureInfo.InvariantCulture,
            $"- `{Path.GetFileName(plan.Data)}`, SHA-256 `{result.DataSha256}`\n"
        );
        card.Append(
            CultureInfo.InvariantCulture,
            $"- {ready.Rows.Length}行，类别：{Counts(ready)} · {ready.Rows.Length} rows; classes: {Counts(ready)}\n"
        );
        card.Append(
            CultureInfo.InvariantCulture,
            $"- {Text("population", "人群：同数据文件，未另作说明 · Population: as in the file; not stated further")}\n"
        );
        if (plan.Card.TryGetValue("licence", out var licence))
            card.Append(CultureInfo.InvariantCulture, $"- 来源与许可：{licence} · Source and licence: {licence}\n");
        foreach (var note in result.Notes)
            card.Append(CultureInfo.InvariantCulture, $"- {note}\n");
        Heading("模型", "Model");
        foreach (var part in final.Parts)
            card.Append(
                CultureInfo.InvariantCulture,
                $"- {part.Weight:0.###} × {Called(part.Model.Settings)}: `{part.Model.Settings.ToJson().ToJsonString()}`\n"
            );
        if (final.Parts.Select(p => p.Model).OfType<FittedCandidate.Neighbours>().FirstOrDefault() is { } near)
            card.Append(
                CultureInfo.InvariantCulture,
                $"- the weights hold {near.Model.Labels.Length} encoded rows of the training table: guard them like the table itself\n"
            );
        var calibration = (string)final.Calibration.ToJson()["kind"]!;
        card.Append(
            CultureInfo.InvariantCulture,
            $"- 概率校准：{(calibration == "none" ? "无" : calibration)} · Calibration: {calibration}\n"
        );
        card.Append(
            CultureInfo.InvariantCulture,
            $"- 概率的90%区间来自{members}个在自助重抽样数据上训练的模型 · "
                + $"90 % intervals of probabilities from {members} models on bootstrap resamples of the rows\n"
        );
        Heading("性能", "Performance");
        card.Append(
            CultureInfo.InvariantCulture,
            $"{result.Folds.Count}折嵌套交叉验证；95%区间由自助法得出；AUC与AUPRC为各折均值。 · "
                + $"Nested cross-validation over {result.Folds.Count} folds; 95 % intervals by bootstrap. AUC and AUPRC are means over folds.\n\n"
        );
        card.Append("| 指标 · measure | 数值 · value | 95%区间 · 95 % CI |\n|---|---|---|\n");
        Row(card, "AUC", result.Report.Auc);
        Row(card, "AUPRC", result.Report.Auprc);
        Row(card, "准确率 · accuracy", result.Report.Accuracy);
        Row(card, "平衡准确率 · balanced accuracy", result.Report.BalancedAccuracy);
        Row(card, "Brier", result.Report.Brier);
        Row(card, "校准误差 · ECE", result.Report.Ece);
        Heading("特征", "Features");
        FeatureCard.Append(card, final.Preparation.Columns, plan.Columns);
        result.Trust?.Append(card);
        Heading("局限", "Limits");
        card.AppendLine(
            Text(
                "limits",
                "仅在同一文件的留出数据上评价；其他医院、设备、单位或年代可能不同。缺失值以训练数据的中位数或最常见取值代替。"
                    + "区间只反映训练的不确定性，不反映人群的变化。 · "
                    + "Measured on held-out rows of the same file only. Other hospitals, devices, units or years may differ. "
                    + "Missing values are replaced by the training median or most frequent level. "
                    + "The intervals cover the uncertainty of training, not a change of population."
            )
        );
        Heading("复现", "Reproduction");
        card.Append(
            CultureInfo.InvariantCulture,
            $"以 model.json 中的 `plan`（随机种子{plan.Seed}）运行 `xinglin train tabular --plan PLAN.json`，在同一机器上得到逐位相同的权重。 · "
                + $"`xinglin train tabular --plan PLAN.json` with the `plan` of model.json (seed {plan.Seed}) gives the same weights, bit for bit, on the same machine.\n"
        );
        result.Trust?.AppendAttributes(card);
        return card.ToString();
    }

    private static string Counts(TrainingTable ready) =>
        string.Join(
            ", ",
            ready.Classes.Names.Select((n, c) => $"`{n}` {ready.Rows.Count(r => ready.Data.Labels[r] == c)}")
        );

    private static string Called(Candidate candidate) =>
        candidate switch
        {
            Candidate.Logistic { Splines: true } => "logistic regression with splines",
            Candidate.Logistic { Pairs: > 0 } => "logistic regression with interactions",
            Candidate.Logistic { Impute: true } => "logistic regression on imputed numbers",
            Candidate.Logistic => "logistic regression",
            Candidate.Neighbours => "nearest neighbours",
            Candidate.Forest { Settings.Extra: true } => "extremely randomised trees",
            Candidate.Forest => "random forest",
            Candidate.Trees => "LightGBM",
            Candidate.Network { Settings.Blocks: > 0 } => "residual network",
            _ => "network 128-64",
        };

    private static void Row(StringBuilder card, string called, Measure m) =>
        card.Append(CultureInfo.InvariantCulture, $"| {called} | {m.Value:0.000} | {m.Low:0.000}–{m.High:0.000} |\n");
}
