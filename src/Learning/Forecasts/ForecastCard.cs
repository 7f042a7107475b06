using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;

namespace Xinglin.Learning.Forecasts;

/// <summary>The model card of a forecaster, from its figures.</summary>
internal static class ForecastCard
{
    public static string Of(
        ForecastTrainingOptions options,
        ForecastDescription description,
        ForecastScore score,
        JsonArray? alerts
    )
    {
        var (treesZh, treesEn) = Trees(description);
        var unit = options.Unit.Length > 0 ? " " + options.Unit : "";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # 预测模型 · Forecaster: {options.Variable}

            - **用途 · Use**: 根据同一患者既往读数，给出{options.Variable}{unit}在之后某一时刻的五个分位数（提前量：{options.Horizon}）。
              From a patient's own readings, five quantiles of {options.Variable}{unit} at a later hour (horizon: {options.Horizon}).
            - **方法 · Method**: {options.Networks}个GRU循环网络（宽度{options.Width}）集成，分位数输出，均相对于患者自身近期水平{treesZh}；区间用留出患者校准，再按患者自身既往预测误差调整。
              An ensemble of {options.Networks} recurrent networks (GRU, width {options.Width}) with a quantile head, told relative to
              the patient's own recent level and spread{treesEn}; intervals calibrated on held-out patients,
              then fitted to each patient by that patient's own past errors (adaptive conformal prediction).
            - **准确度 · Figures**（未参与训练的{score.Patients}名患者，{score.N}次预测 · {score.Patients} patients not trained on,
              {score.N} forecasts）: 平均绝对误差 mean absolute error {score.Mae:0.###}{unit}；
              "与末次读数相同" "same as last reading" {score.LastValueMae:0.###}；前七次均值 mean of the last seven
              {score.MovingAverageMae:0.###}；指数平滑 exponential smoothing {score.Smoothing.Mae:0.###}；pinball {score.Pinball:0.###}；80 %区间覆盖率 coverage {score.Coverage80:P1}。{Alerts(
                alerts,
                unit
            )}
            - **局限 · Limits**: 模型只知道文件中记录的内容，不知道未记录的进餐、用药与病情变化；预测只是范围，不能代替测量。
              It knows nothing of meals, doses or illness that the file does not note. A forecast is a range, not a promise; it never replaces a reading.

            """
        );
        var card = new StringBuilder(text);
        SourceAttributes.Append(card, options.About, Known(options, score));
        return card.ToString();
    }

    /// <summary>One line for each limit; nothing without limits.</summary>
    private static string Alerts(JsonArray? alerts, string unit) =>
        string.Concat(
            (alerts ?? []).Select(alert =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\n- **预警 · Alerts** ({alert!["limit"]}{unit}): 灵敏度 sensitivity {(double?)alert["sensitivity"]:0.00}；每患者周误报 false alarms per patient-week {(double?)alert["false_alarms_per_patient_week"]:0.00}；提前时间中位数 median lead {(double?)alert["lead_hours"]:0.#} h。"
                )
            )
        );

    /// <summary>The source attributes that the training itself knows.</summary>
    public static IReadOnlyDictionary<string, string> Known(ForecastTrainingOptions options, ForecastScore score) =>
        new Dictionary<string, string>
        {
            ["output"] = $"{options.Variable}的五个分位数 · five quantiles of {options.Variable}",
            ["output_type"] = "预测 · prediction",
            ["decision_role"] = "提示，由临床医师决定 · informs; a clinician decides",
            ["demographic_features"] =
                "无：仅以该患者自己的记录为输入 · none: the patient's own records alone are the input",
            ["inclusion_exclusion"] = string.Create(
                CultureInfo.InvariantCulture,
                $"有足够长既往读数的{score.Patients}名患者 · the {score.Patients} patients with readings over the horizon"
            ),
            ["bias_management"] =
                "区间按每位患者自身既往误差调整 · intervals are fitted to each patient by that patient's own past errors",
            ["known_risks"] = "预测只是范围，不能代替测量 · a forecast is a range; it never replaces a reading",
            ["validity_internal"] = string.Create(
                CultureInfo.InvariantCulture,
                $"MAE {score.Mae:0.###}{(options.Unit.Length > 0 ? " " + options.Unit : "")}, 80 %: {score.Coverage80:P1} ({score.Patients}名未参与训练的患者 · patients not trained on)"
            ),
        };

    private static (string Chinese, string English) Trees(ForecastDescription description)
    {
        if (description.Trees is not { Weight: > 0 } trees)
            return ("", "");
        var others = trees.Companions.Count == 0 ? "" : " " + string.Join(", ", trees.Companions);
        var weight = trees.Weight.ToString("0.##", CultureInfo.InvariantCulture);
        return (
            $"；与提升树（LightGBM，分位数损失；读取末次各读数、前几日同一时刻的读数{(others.Length > 0 ? "及" + others : "")}）合并，权重{weight}",
            $"; blended with boosted trees (LightGBM, pinball loss; the last readings, those at the same hour of earlier days{(others.Length > 0 ? "," + others : "")}) of weight {weight}"
        );
    }
}
