using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.Reliability;

/// <summary>The source attributes that a training of a table knows by itself; what it cannot know is left to the trainer.</summary>
internal static class TabularAttributes
{
    public static IReadOnlyDictionary<string, string> Of(
        TrainingTable ready,
        TabularPlan plan,
        EvaluationReport measured,
        TrustReport report,
        IEnumerable<string> features
    )
    {
        var groups = SubgroupColumns.Of(ready.Table, null, plan.Target);
        var used = features.Where(groups.Contains).ToList();
        var known = new Dictionary<string, string>
        {
            ["output"] = Line(
                $"每一类别的校准概率、90% 区间、覆盖率 {report.Sets.Coverage:P0} 的预测集 · a calibrated probability of each class of `{plan.Target}` with a 90 % interval and a prediction set of {report.Sets.Coverage:P0} coverage"
            ),
            ["output_type"] = "预测、分类 · prediction, classification",
            ["decision_role"] = "提示，由临床医师决定 · informs; a clinician decides",
            ["inclusion_exclusion"] = Line(
                $"有 `{plan.Target}` 值的全部 {ready.Rows.Length} 行 · all {ready.Rows.Length} rows with a value of `{plan.Target}`"
            ),
            ["demographic_features"] =
                used.Count > 0
                    ? string.Join(", ", used.Select(u => $"`{u}`"))
                    : "无（未识别出此类输入）· none recognised among the input features",
            ["representativeness"] = SubgroupStatements.Representation(report.Subgroups),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["validity_internal"] = Line(
                $"嵌套交叉验证：{Figures(measured)} · nested cross-validation: {Figures(measured)}"
            ),
            ["fairness_internal"] = SubgroupStatements.Fairness(report.Subgroups),
        };
        foreach (
            var (key, from) in new[]
            {
                ("intended_use", "intended_use"),
                ("intended_population", "population"),
                ("known_risks", "limits"),
            }
        )
            if (plan.Card.TryGetValue(from, out var text))
                known[key] = text;
        known.TryAdd(
            "known_risks",
            "只在同一文件的折外数据上测量，其他医院、设备、单位或年份可能不同 · measured on held-out rows of the same file only; other hospitals, devices, units or years may differ"
        );
        return known;
    }

    private static string Figures(EvaluationReport m) =>
        Line(
            $"AUC {m.Auc.Value:0.000} ({m.Auc.Low:0.000}–{m.Auc.High:0.000}), Brier {m.Brier.Value:0.000}, ECE {m.Ece.Value:0.000}"
        );

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
