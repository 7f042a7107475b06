using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Forecasts;

/// <summary>The model card of a forecaster.</summary>
internal static class ForecastCard
{
    public static ModelCard Write(
        ForecastTrainingOptions options,
        ForecastDescription description,
        ForecastScore score,
        JsonArray? alerts
    )
    {
        var unit = options.Unit.Length > 0 ? " " + options.Unit : "";
        var horizon = Horizon(options.Horizon);
        return new(
            new BilingualText("预测模型：", "Forecaster: ") + Same(options.Variable),
            [
                new(
                    new("用途", "Use"),
                    new CardBlock.Paragraph(
                        new(
                            $"根据同一患者既往读数，给出 {options.Variable}{unit} 在之后某一时刻的五个分位数（提前量：{horizon.Zh}）。",
                            $"From a patient's own readings, five quantiles of {options.Variable}{unit} at a later hour (horizon: {horizon.En})."
                        )
                    )
                ),
                new(new("方法", "Method"), new CardBlock.Paragraph(Method(options, description))),
                new(new("准确度", "Figures"), Figures(options, score)),
                .. alerts is { Count: > 0 } ? new[] { Alerts(alerts, unit) } : [],
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "模型只知道文件中记录的内容，不知道未记录的进餐、用药与病情变化；预测只是范围，不能代替测量。",
                            "It knows nothing of meals, doses or illness that the file does not note. A forecast is a range, not a promise; it never replaces a reading."
                        )
                    )
                ),
                SourceAttributes.Section(options.About, Known(options, score)),
            ]
        );
    }

    /// <summary>The source attributes that the training itself knows.</summary>
    public static IReadOnlyDictionary<string, BilingualText> Known(ForecastTrainingOptions options, ForecastScore score)
    {
        var figures = FormattableString.Invariant(
            $"MAE {score.Mae:0.###}{(options.Unit.Length > 0 ? " " + options.Unit : "")}, 80 %: {score.Coverage80:P1}"
        );
        return new Dictionary<string, BilingualText>
        {
            ["output"] = new($"{options.Variable} 的五个分位数", $"five quantiles of {options.Variable}"),
            ["output_type"] = new("预测", "prediction"),
            ["decision_role"] = SourceAttributes.Informs,
            ["demographic_features"] = new(
                "无：仅以该患者自己的记录为输入",
                "none: the patient's own records alone are the input"
            ),
            ["inclusion_exclusion"] = new(
                $"有足够长既往读数的{score.Patients}名患者",
                $"the {score.Patients} patients with readings over the horizon"
            ),
            ["bias_management"] = new(
                "区间按每位患者自身既往误差调整",
                "intervals are fitted to each patient by that patient's own past errors"
            ),
            ["known_risks"] = new("预测只是范围，不能代替测量", "a forecast is a range; it never replaces a reading"),
            ["validity_internal"] = new(
                $"{figures}（{score.Patients}名未参与训练的患者）",
                $"{figures} ({score.Patients} patients not trained on)"
            ),
        };
    }

    private static CardBlock.Facts Figures(ForecastTrainingOptions options, ForecastScore score)
    {
        CardFact Error(BilingualText label, double value) => new(label, value, "0.###", options.Unit);
        return new(
            new(
                $"未参与训练的{score.Patients}名患者，{score.N}次预测。",
                $"{score.Patients} patients not trained on, {score.N} forecasts."
            ),
            [
                Error(new("平均绝对误差", "mean absolute error"), score.Mae),
                Error(
                    new("“与末次读数相同”的平均绝对误差", "mean absolute error of \"same as last reading\""),
                    score.LastValueMae
                ),
                Error(
                    new("前七次均值的平均绝对误差", "mean absolute error of the mean of the last seven"),
                    score.MovingAverageMae
                ),
                Error(
                    new("指数平滑的平均绝对误差", "mean absolute error of exponential smoothing"),
                    score.Smoothing.Mae
                ),
                Error(new("分位数损失（pinball）", "pinball loss"), score.Pinball),
                new(new("80 %区间覆盖率", "coverage of the 80 % interval"), 100 * score.Coverage80, "0.0", "%"),
            ]
        );
    }

    private static CardSection Alerts(JsonArray alerts, string unit) =>
        new(
            new("预警", "Alerts"),
            CardBlock.Table.Each(
                [
                    new("界限", "limit"),
                    new("灵敏度", "sensitivity"),
                    new("每患者周误报", "false alarms per patient-week"),
                    new("提前时间中位数", "median lead"),
                ],
                alerts,
                alert =>
                    [
                        Same($"{alert!["limit"]}{unit}"),
                        Of($"{(double?)alert["sensitivity"]:0.00}"),
                        Of($"{(double?)alert["false_alarms_per_patient_week"]:0.00}"),
                        Of($"{(double?)alert["lead_hours"]:0.#} h"),
                    ]
            )
        );

    private static BilingualText Method(ForecastTrainingOptions options, ForecastDescription description)
    {
        var trees = Trees(description);
        return new(
            $"{options.Networks}个 GRU 循环网络（宽度{options.Width}）集成，分位数输出，均相对于患者自身近期水平{trees.Zh}；区间用留出患者校准，再按患者自身既往预测误差调整（自适应保形预测）。",
            $"An ensemble of {options.Networks} recurrent networks (GRU, width {options.Width}) with a quantile head, relative to the patient's own recent level and spread{trees.En}; intervals calibrated on held-out patients, then fitted to each patient by that patient's own past errors (adaptive conformal prediction)."
        );
    }

    private static BilingualText Trees(ForecastDescription description)
    {
        if (description.Trees is not { Weight: > 0 } trees)
            return Same("");
        var others = trees.Companions.Count == 0 ? "" : " " + string.Join(", ", trees.Companions);
        return Of(
            $"；与提升树（LightGBM，分位数损失；读取末次各读数、前几日同一时刻的读数{(others.Length > 0 ? "及" + others : "")}）合并，权重{trees.Weight:0.##}",
            $"; blended with boosted trees (LightGBM, pinball loss; the last readings, those at the same hour of earlier days{(others.Length > 0 ? "," + others : "")}) of weight {trees.Weight:0.##}"
        );
    }

    private static BilingualText Horizon(ForecastHorizon horizon) =>
        horizon switch
        {
            ForecastHorizon.Next => new("下一次读数", "the next reading"),
            ForecastHorizon.Day => new("24小时", "24 hours"),
            _ => new("7天", "7 days"),
        };
}
