using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Survival.Measures;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Survival;

/// <summary>The model card of a survival model.</summary>
internal static class SurvivalCard
{
    private const int MaxFeatures = 15;

    public static ModelCard Write(
        string name,
        SurvivalTrainingOptions o,
        SurvivalChoice final,
        SurvivalResult result,
        IReadOnlyDictionary<string, BilingualText> known
    ) =>
        new(
            new BilingualText("生存模型：", "Survival model: ") + Same(name),
            [
                new(
                    new("预期用途", "Intended use"),
                    new CardBlock.Paragraph(
                        new(
                            $"估计一行数据在各时点前不发生事件（`{o.Event}`）的概率，供临床医师参考并由其决定；不是医疗器械，未在其他人群中验证。",
                            $"States the chance of no event (`{o.Event}`) until each horizon for one row of such a table. It informs a clinician, who decides; it is not a medical device and has not been validated elsewhere."
                        )
                    )
                ),
                new(new("训练数据", "Data"), [.. Data(o, result).Select(text => new CardBlock.Item(text))]),
                new(new("模型", "Model"), [.. Model(o, final).Select(text => new CardBlock.Item(text))]),
                new(new("性能", "Performance"), Performance(result.Report)),
                Calibration(result.Report),
                Ratios(result),
                new(
                    new("特征的作用", "What moves the answers"),
                    new CardBlock.Paragraph(new("平均 |SHAP|（对数风险）。", "Mean |SHAP| of the risk, log hazard.")),
                    CardBlock.Table.Each(
                        [new("特征", "feature"), new("平均绝对 SHAP 值", "mean absolute SHAP")],
                        result.Importance.ByFeature.Take(MaxFeatures),
                        one => [Same(one.Name), Of($"{one.Value:0.000}")]
                    )
                ),
                Subgroups(result),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "只在同一文件的折外数据上测量；假定删失与结局无关。超过最长随访的时点不作预测。",
                            "Measured on held-out rows of the same file only; censoring is taken to say nothing of the outcome. Nothing is said beyond the longest follow-up."
                        )
                    )
                ),
                SourceAttributes.Section(o.About, known),
            ]
        );

    /// <summary>The source attributes that the training itself knows.</summary>
    public static IReadOnlyDictionary<string, BilingualText> Known(
        SurvivalTrainingOptions o,
        SurvivalTable data,
        SurvivalResult result
    )
    {
        var (harrell, brier) = (result.Report.Harrell, result.Report.Integrated.Value);
        var where = o.Where.Count == 0 ? "" : $" ({string.Join(", ", o.Where)})";
        return new Dictionary<string, BilingualText>
        {
            ["output"] = new(
                "各时点前不发生事件的概率及 90% 区间、风险评分",
                "the chance of no event until each horizon with a 90 % interval, and a score of risk"
            ),
            ["output_type"] = new("预测", "prediction"),
            ["decision_role"] = SourceAttributes.Informs,
            ["inclusion_exclusion"] = new(
                $"{data.Rows.Length} 行有时间和结局{where}",
                $"{data.Rows.Length} rows with a time and an event{where}"
            ),
            ["representativeness"] =
                result.Subgroups.Count == 0
                    ? SubgroupStatements.NoColumn
                    : Join("; ", "; ", result.Subgroups.Select(g => Of($"{g.Column} {g.Level}: {g.N}"))),
            ["bias_management"] = new("按亚组测量，见“亚组”", "measured by subgroup, see Subgroups"),
            ["validity_internal"] = Of(
                $"嵌套交叉验证：Harrell C {harrell.Value:0.000}（{harrell.Low:0.000}–{harrell.High:0.000}），IBS {brier:0.000}",
                $"nested cross-validation: Harrell C {harrell.Value:0.000} ({harrell.Low:0.000} to {harrell.High:0.000}), IBS {brier:0.000}"
            ),
            ["fairness_internal"] = SubgroupStatements.Shown(
                result
                    .Subgroups.Where(g => g.Harrell is not null)
                    .Select(g => Of($"{g.Column} {g.Level}: C {g.Harrell!.Value:0.00}"))
            ),
        };
    }

    private static IEnumerable<BilingualText> Data(SurvivalTrainingOptions o, SurvivalResult result)
    {
        var r = result.Report;
        yield return Same($"`{Path.GetFileName(o.Data)}`, SHA-256 `{result.DataSha256}`");
        yield return new(
            $"{r.N}行，{r.Events}例事件；时间列`{o.Time}`，事件列`{o.Event}`",
            $"{r.N} rows, {r.Events} events; time `{o.Time}`, event `{o.Event}`"
        );
        foreach (var condition in o.Where)
            yield return new($"仅取满足`{condition}`的行", $"only rows with `{condition}`");
        foreach (var note in result.Notes)
            yield return note;
    }

    private static IEnumerable<BilingualText> Model(SurvivalTrainingOptions o, SurvivalChoice final)
    {
        foreach (var part in final.Parts)
        {
            yield return Of($"{part.Weight:0.00} × ")
                + Called(part.Model.Settings)
                + new BilingualText("：", ": ")
                + Same($"`{part.Model.Settings.ToJson().ToJsonString()}`");
        }

        yield return new(
            $"曲线的 90% 区间来自 {o.Members} 个自助抽样模型",
            $"90 % intervals of curves from {o.Members} models on bootstrap resamples"
        );
    }

    private static CardBlock.Facts Performance(SurvivalReport r) =>
        new(
            new(
                $"嵌套交叉验证 {r.FoldHarrell.Count} 折；95% 区间为自助法；C 为各折均值。",
                $"Nested cross-validation over {r.FoldHarrell.Count} folds; 95 % intervals by bootstrap. C is the mean over folds."
            ),
            [
                CardFact.From(Same("Harrell C"), r.Harrell),
                CardFact.From(Same("Uno C"), r.Uno),
                CardFact.From(
                    Of(
                        $"综合 Brier（0–{r.Until:0.###}；KM {r.IntegratedReference:0.000}）",
                        $"integrated Brier (0–{r.Until:0.###}; KM {r.IntegratedReference:0.000})"
                    ),
                    r.Integrated
                ),
                .. r.Horizons.SelectMany(h =>
                    new[]
                    {
                        CardFact.From(Of($"AUC({h.Horizon:0.###})"), h.Auc),
                        CardFact.From(Of($"Brier({h.Horizon:0.###}; KM {h.Reference:0.000})"), h.Brier),
                    }
                ),
            ]
        );

    private static CardSection Calibration(SurvivalReport r) =>
        new(
            new("校准", "Calibration"),
            new CardBlock.Paragraph(
                new(
                    "按预测风险分为五组：预测与 Kaplan–Meier 实测（95% 区间）。",
                    "Fifths of stated risk: stated against Kaplan–Meier (95 % CI)."
                )
            ),
            CardBlock.Table.Each(
                [new("时点", "horizon"), Same("n"), new("预测", "stated"), new("实测", "observed")],
                r.Horizons.SelectMany(h => h.Groups, (h, g) => (h.Horizon, Group: g)),
                one =>
                    [
                        Of($"{one.Horizon:0.###}"),
                        Of($"{one.Group.N}"),
                        Of($"{one.Group.Stated:0.000}"),
                        Of(
                            $"{one.Group.Observed.Value:0.000} ({one.Group.Observed.Low:0.000}–{one.Group.Observed.High:0.000})"
                        ),
                    ]
            )
        );

    private static CardSection Ratios(SurvivalResult result)
    {
        var heading = new BilingualText("风险比", "Hazard ratios");
        if (result.Ratios is not { } ratios)
        {
            return new(
                heading,
                new CardBlock.Paragraph(
                    new("事件数不足以给出每列的风险比。", "Too few events for a hazard ratio of each column.")
                )
            );
        }

        return new(
            heading,
            new CardBlock.Paragraph(
                Of(
                    $"普通 Cox 模型（Efron）；比例风险检验 p（Schoenfeld 残差），各列合计 {ratios.Global:0.000}。",
                    $"A plain Cox model (Efron); p of the test of proportional hazards (Schoenfeld residuals), all columns together {ratios.Global:0.000}."
                )
            ),
            CardBlock.Table.Each(
                [
                    new("列", "column"),
                    new("风险比（95 % 区间）", "HR (95 % CI)"),
                    new("p（比例风险）", "p (proportional hazards)"),
                ],
                result.RatioColumns.Zip(ratios.Ratios),
                one =>
                {
                    var (at, spread) = (one.Second.Coefficient, Proportion.Z95 * one.Second.Error);
                    return
                    [
                        Same(one.First),
                        Of($"{Math.Exp(at):0.000} ({Math.Exp(at - spread):0.000}–{Math.Exp(at + spread):0.000})"),
                        Of($"{one.Second.Proportional:0.000}"),
                    ];
                }
            )
        );
    }

    private static CardSection Subgroups(SurvivalResult result) =>
        new(
            new("亚组", "Subgroups"),
            result.Subgroups.Count == 0
                ? new CardBlock.Item(SubgroupCard.NoColumn)
                : CardBlock.Table.Each(
                    [
                        new("亚组", "group"),
                        Same("n"),
                        new("事件", "events"),
                        new("Harrell C（95 % 区间）", "Harrell C (95 % CI)"),
                    ],
                    result.Subgroups,
                    g =>
                        [
                            SubgroupCard.Name(g.Column, g.Level),
                            Of($"{g.N}"),
                            Of($"{g.Events}"),
                            g.Harrell is { } c
                                ? Of($"{c.Value:0.00} ({c.Low:0.00}–{c.High:0.00})")
                                : new(
                                    $"例数不足，不作评价（n < {SubgroupFigures.FewestRows}，事件 < {SubgroupFigures.FewestEvents}）",
                                    $"too small to judge (n < {SubgroupFigures.FewestRows}, events < {SubgroupFigures.FewestEvents})"
                                ),
                        ]
                )
        );

    private static BilingualText Called(SurvivalCandidate candidate) =>
        candidate switch
        {
            SurvivalCandidate.Cox { Splines: true } => new("Cox 回归（样条）", "Cox regression with splines"),
            SurvivalCandidate.Cox => new("Cox 回归", "Cox regression"),
            SurvivalCandidate.Trees => new("离散时间 LightGBM", "discrete-time LightGBM"),
            _ => new("离散时间神经网络", "discrete-time network"),
        };
}
