using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Survival.Candidates;

namespace Xinglin.Learning.Survival;

/// <summary>The model card of a survival model, headings in both languages.</summary>
internal static class SurvivalCard
{
    public static string Write(
        string name,
        SurvivalTrainingOptions o,
        SurvivalTable data,
        SurvivalChoice final,
        SurvivalResult result,
        IReadOnlyDictionary<string, string> known
    )
    {
        var card = new StringBuilder();
        void Line(FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Heading(string zh, string en) => Line($"\n## {zh} · {en}\n");
        var r = result.Report;

        Line($"# {name}");
        Heading("预期用途", "Intended use");
        Line($"估计一行数据在各时点前不发生事件（`{o.Event}`）的概率，供临床医师参考；不是医疗器械，未经外部验证。");
        Line(
            $"States the chance of no event (`{o.Event}`) until each horizon for one row of such a table. It informs a clinician, who decides; it is not a medical device and has not been validated elsewhere."
        );
        Heading("训练数据", "Data");
        Line($"- `{Path.GetFileName(o.Data)}`, SHA-256 `{result.DataSha256}`");
        Line(
            $"- {r.N}行，{r.Events}例事件；时间列`{o.Time}`，事件列`{o.Event}` · {r.N} rows, {r.Events} events; time `{o.Time}`, event `{o.Event}`"
        );
        foreach (var condition in o.Where)
            Line($"- 仅取满足`{condition}`的行 · only rows with `{condition}`");
        foreach (var note in result.Notes)
            Line($"- {note}");
        Heading("模型", "Model");
        foreach (var part in final.Parts)
        {
            var ((zh, en), settings) = (Called(part.Model.Settings), part.Model.Settings.ToJson().ToJsonString());
            Line($"- {part.Weight:0.00} × {zh}：`{settings}` · {part.Weight:0.00} × {en}: `{settings}`");
        }
        Line(
            $"- 曲线的 90% 区间来自 {o.Members} 个自助抽样模型 · 90 % intervals of curves from {o.Members} models on bootstrap resamples"
        );
        Heading("性能", "Performance");
        Line(
            $"嵌套交叉验证 {r.FoldHarrell.Count} 折；95% 区间为自助法；C 为各折均值。 · Nested cross-validation over {r.FoldHarrell.Count} folds; 95 % intervals by bootstrap. C is the mean over folds.\n"
        );
        Line($"| 指标 · measure | 数值 · value | 95 % CI |\n|---|---|---|");
        Row("Harrell C", r.Harrell);
        Row("Uno C", r.Uno);
        Row($"综合 Brier · integrated Brier (0–{r.Until:0.###}; KM {r.IntegratedReference:0.000})", r.Integrated);
        foreach (var h in r.Horizons)
        {
            Row($"AUC({h.Horizon:0.###})", h.Auc);
            Row($"Brier({h.Horizon:0.###}; KM {h.Reference:0.000})", h.Brier);
        }
        Heading("校准", "Calibration");
        Line(
            $"按预测风险分五组：预测与 Kaplan–Meier 实测（95% CI）。 · Fifths of stated risk: stated against Kaplan–Meier.\n"
        );
        Line($"| 时点 · horizon | n | 预测 · stated | 实测 · observed |\n|---|---|---|---|");
        foreach (var h in r.Horizons)
        foreach (var g in h.Groups)
            Line(
                $"| {h.Horizon:0.###} | {g.N} | {g.Stated:0.000} | {g.Observed.Value:0.000} ({g.Observed.Low:0.000} to {g.Observed.High:0.000}) |"
            );
        AppendRatios(Line, Heading, result);
        Heading("特征的作用", "What moves the answers");
        Line($"平均 |SHAP|（对数风险）。 · Mean |SHAP| of the risk, log hazard.\n");
        Line($"| 特征 · feature | 平均绝对 SHAP 值 · mean absolute SHAP |\n|---|---|");
        foreach (var (feature, value) in result.Importance.ByFeature.Take(15))
            Line($"| {CardLines.Cell(feature)} | {value:0.000} |");
        Heading("亚组", "Subgroups");
        if (result.Subgroups.Count == 0)
            Line(
                $"没有识别出性别、年龄或民族列；可用 --subgroups 指定。 · No column was recognised as sex, age or race; name columns with --subgroups."
            );
        else
            Line($"| 亚组 · group | n | 事件 · events | Harrell C (95 % CI) |\n|---|---|---|---|");
        foreach (var g in result.Subgroups)
            if (g.Harrell is { } c)
                Line(
                    $"| {SubgroupCard.Name(g.Column, g.Level)} | {g.N} | {g.Events} | {c.Value:0.00} ({c.Low:0.00} to {c.High:0.00}) |"
                );
            else
                Line(
                    $"| {SubgroupCard.Name(g.Column, g.Level)} | {g.N} | {g.Events} | 例数不足，不作评价 · too small to judge (n < {SubgroupFigures.FewestRows}, events < {SubgroupFigures.FewestEvents}) |"
                );
        Heading("局限", "Limits");
        Line($"只在同一文件的折外数据上测量；假定删失与结局无关。超过最长随访的时点不作预测。");
        Line(
            $"Measured on held-out rows of the same file only; censoring is taken to say nothing of the outcome. Nothing is said beyond the longest follow-up."
        );
        SourceAttributes.Append(card, o.About, known);
        return card.ToString();

        void Row(string called, Measure m) => Line($"| {called} | {m.Value:0.000} | {m.Low:0.000} to {m.High:0.000} |");
    }

    /// <summary>The source attributes that the training itself knows.</summary>
    public static IReadOnlyDictionary<string, string> Known(
        SurvivalTrainingOptions o,
        SurvivalTable data,
        SurvivalResult result
    )
    {
        string Line(FormattableString text) => FormattableString.Invariant(text);
        var judged = result.Subgroups.Where(g => g.Harrell is not null).ToList();
        return new Dictionary<string, string>
        {
            ["output"] =
                "各时点前不发生事件的概率及 90% 区间、风险评分 · the chance of no event until each horizon with a 90 % interval, and a score of risk",
            ["output_type"] = "预测 · prediction",
            ["decision_role"] = "提示，由临床医师决定 · informs; a clinician decides",
            ["inclusion_exclusion"] = Line(
                $"{data.Rows.Length} 行有时间和结局（{string.Join("，", o.Where)}） · {data.Rows.Length} rows with a time and an event ({string.Join(", ", o.Where)})"
            ),
            ["representativeness"] =
                result.Subgroups.Count == 0
                    ? "未识别出人口学列 · no demographic column was recognised"
                    : string.Join("; ", result.Subgroups.Select(g => Line($"{g.Column} {g.Level}: {g.N}"))),
            ["bias_management"] = "按亚组测量，见“亚组” · measured by subgroup, see Subgroups",
            ["validity_internal"] = Line(
                $"嵌套交叉验证：Harrell C {result.Report.Harrell.Value:0.000}（{result.Report.Harrell.Low:0.000}–{result.Report.Harrell.High:0.000}），IBS {result.Report.Integrated.Value:0.000} · nested cross-validation: Harrell C {result.Report.Harrell.Value:0.000} ({result.Report.Harrell.Low:0.000} to {result.Report.Harrell.High:0.000}), IBS {result.Report.Integrated.Value:0.000}"
            ),
            ["fairness_internal"] =
                judged.Count == 0
                    ? "没有足够大的亚组 · no subgroup was large enough"
                    : string.Join("; ", judged.Select(g => Line($"{g.Column} {g.Level}: C {g.Harrell!.Value:0.00}"))),
        };
    }

    private static void AppendRatios(
        Action<FormattableString> line,
        Action<string, string> heading,
        SurvivalResult result
    )
    {
        heading("风险比", "Hazard ratios");
        if (result.Ratios is not { } ratios)
        {
            line($"事件数不足以给出每列的风险比。 · Too few events for a hazard ratio of each column.");
            return;
        }
        line(
            $"普通 Cox 模型（Efron）；比例风险检验 p（Schoenfeld），总体 {ratios.Global:0.000}。 · A plain Cox model (Efron); p of the test of proportional hazards (Schoenfeld residuals), all columns together {ratios.Global:0.000}.\n"
        );
        line($"| 列 · column | HR (95 % CI) | p (比例风险 · proportional hazards) |\n|---|---|---|");
        foreach (var (name, r) in result.RatioColumns.Zip(ratios.Ratios))
            line(
                $"| {CardLines.Cell(name)} | {Math.Exp(r.Coefficient):0.000} ({Math.Exp(r.Coefficient - Proportion.Z95 * r.Error):0.000} to {Math.Exp(r.Coefficient + Proportion.Z95 * r.Error):0.000}) | {r.Proportional:0.000} |"
            );
    }

    private static (string Zh, string En) Called(SurvivalCandidate candidate) =>
        candidate switch
        {
            SurvivalCandidate.Cox { Splines: true } => ("Cox 回归（样条）", "Cox regression with splines"),
            SurvivalCandidate.Cox => ("Cox 回归", "Cox regression"),
            SurvivalCandidate.Trees => ("离散时间 LightGBM", "discrete-time LightGBM"),
            _ => ("离散时间神经网络", "discrete-time network"),
        };
}
