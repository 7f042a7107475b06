using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Report;

/// <summary>The source attributes that a training of a table knows by itself; what it cannot know is left to the trainer.</summary>
internal static class TabularAttributes
{
    public static IReadOnlyDictionary<string, BilingualText> Of(
        TrainingTable ready,
        TabularPlan plan,
        EvaluationReport measured,
        ModelReliabilityReport report,
        IEnumerable<string> features
    )
    {
        var groups = SubgroupColumns.Of(ready.Table, null, plan.Target);
        var used = features.Where(groups.Contains).ToList();
        var known = new Dictionary<string, BilingualText>
        {
            ["output"] = BilingualText.Of(
                $"每一类别的校准概率、90% 区间、覆盖率 {report.Sets.Coverage:P0} 的预测集",
                $"a calibrated probability of each class of `{plan.Target}` with a 90 % interval and a prediction set of {report.Sets.Coverage:P0} coverage"
            ),
            ["output_type"] = new("预测、分类", "prediction, classification"),
            ["decision_role"] = SourceAttributes.Informs,
            ["inclusion_exclusion"] = BilingualText.Of(
                $"有 `{plan.Target}` 值的全部 {ready.Rows.Length} 行",
                $"all {ready.Rows.Length} rows with a value of `{plan.Target}`"
            ),
            ["demographic_features"] =
                used.Count > 0
                    ? BilingualText.Same(string.Join(", ", used.Select(u => $"`{u}`")))
                    : new("无（未识别出此类输入）", "none recognised among the input features"),
            ["representativeness"] = SubgroupStatements.Representation(report.Subgroups),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["validity_internal"] = new(
                $"嵌套交叉验证：{Figures(measured)}",
                $"nested cross-validation: {Figures(measured)}"
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
        {
            if (plan.Card.TryGetValue(from, out var text))
                known[key] = text;
        }

        known.TryAdd(
            "known_risks",
            new(
                "只在同一文件的折外数据上测量，其他医院、设备、单位或年份可能不同",
                "measured on held-out rows of the same file only; other hospitals, devices, units or years may differ"
            )
        );
        return known;
    }

    private static string Figures(EvaluationReport m) =>
        FormattableString.Invariant(
            $"AUC {m.Auc.Value:0.000} ({m.Auc.Low:0.000}–{m.Auc.High:0.000}), Brier {m.Brier.Value:0.000}, ECE {m.Ece.Value:0.000}"
        );
}
