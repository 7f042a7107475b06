using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Synthesis.Recipes;

/// <summary>The model card of the home forecaster, from its figures.</summary>
internal static class HomeForecastCard
{
    private const string Logs = "glucose_uci_logs";

    public static ModelCard Write(HomeForecastPlan plan, JsonObject figures) =>
        new(
            new BilingualText("家庭监测预测", "Home forecast") + Same($" {plan.Version}"),
            [
                new(
                    new("用途", "Use"),
                    new CardBlock.Paragraph(
                        new(
                            "根据家庭自测血压、血糖、体重预测未来7天，给出中位数及50 %、80 %区间，供医师判断趋势。不用于急诊、不用于自动调药，不适用于儿童及妊娠期。",
                            "From home readings of blood pressure, glucose and weight, the next 7 days with median, 50 % and 80 % bands, for a clinician who judges the trend. Not for emergencies, not for changing medicines automatically, not for children or pregnancy."
                        )
                    )
                ),
                new(
                    new("训练数据", "Training data"),
                    new CardBlock.Paragraph(
                        new(
                            $"项目自有模拟器生成的{plan.People}人、{plan.Days}天（`docs/home-reading-simulator.md`），不含真实患者。",
                            $"{plan.People} people over {plan.Days} days from the project's own simulator (`docs/home-reading-simulator.md`): no real patients."
                        )
                    )
                ),
                new(
                    new("方法", "Method"),
                    new CardBlock.Paragraph(
                        new(
                            $"门控循环网络（GRU）加分位数输出（pinball 损失），每个变量{plan.Networks}个网络，宽度{plan.Width}；区间先以留出人群作分割保形校准，再按每位患者自身既往预测误差逐次调整（自适应保形预测，仅用预测时刻之前的读数；读数少时以人群误差补足）。",
                            $"GRU with quantile outputs (pinball loss), {plan.Networks} network(s) for each variable, width {plan.Width}; bands calibrated by split conformal prediction on held-out people, then fitted to each patient by the errors that earlier forecasts would have made for that patient (adaptive conformal prediction; only readings before the forecast; few errors are joined by the population's)."
                        )
                    )
                ),
                new(new("准确度", "Accuracy"), [.. Accuracy(plan, figures)]),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "训练数据为模拟数据，区间覆盖率在真实人群中可能不同；近期换药后数日内的预测滞后，体重骤增时亦然（由最近读数的提示另行发现）；少于规定读数时回答“无法判断”。",
                            "Trained on simulated people: coverage in real people can differ. For days after a change of medicine it lags, and so it does after a sudden gain of weight (which the alerts on the latest readings find). With too few readings it answers \"cannot say\"."
                        )
                    )
                ),
                new(
                    new("重现", "Reproduce"),
                    new CardBlock.Code(
                        $"./xinglin train forecast --plan plans/home-forecast.json --out models/home-forecast/{plan.Version}"
                    ),
                    new CardBlock.Paragraph(
                        Of(
                            $"再次运行时折外误差的允许相对偏差：±{100 * plan.Tolerance:0.#} %",
                            $"Tolerance of the out-of-fold error when run again: ±{100 * plan.Tolerance:0.#} %"
                        )
                    )
                ),
                SourceAttributes.Section(plan.About, Known(figures)),
            ]
        );

    /// <summary>The source attributes as <c>model.json</c> keeps them.</summary>
    public static JsonObject Attributes(HomeForecastPlan plan, JsonObject figures) =>
        SourceAttributes.ToJson(plan.About, Known(figures));

    private static IEnumerable<CardBlock> Accuracy(HomeForecastPlan plan, JsonObject figures)
    {
        yield return new CardBlock.Paragraph(
            new(
                $"按人划分{plan.Folds}折，折外；提前7天。MAE：中位数的平均绝对误差；“末次值”：假定与最近一次相同。误差以各变量的单位计。",
                $"{plan.Folds} folds by person, out of fold, 7 days ahead. MAE of the median; \"last\": same as the last reading. Errors are in the unit of each variable."
            )
        );
        yield return CardBlock.Table.Each(
            [
                new("变量", "variable"),
                Same("n"),
                Same("MAE"),
                new("末次值", "last"),
                new("七次均值", "mean of seven"),
                new("80 % 覆盖率", "80 % coverage"),
                new("50 % 覆盖率", "50 % coverage"),
            ],
            figures,
            one =>
            {
                var f = (JsonObject)one.Value!;
                return
                [
                    Title(one.Key),
                    Of($"{(int)f["n"]!}"),
                    Of($"{(double)f["mae"]!:0.00}"),
                    Of($"{(double)f["mae_last_value"]!:0.00}"),
                    Of($"{(double)f["mae_moving_average"]!:0.00}"),
                    Of($"{(double)f["coverage80"]!:0.000}"),
                    Of($"{(double)f["coverage50"]!:0.000}"),
                ];
            }
        );
        if (figures[Logs] is not { } logs)
            yield break;
        yield return new CardBlock.Paragraph(
            new(
                "UCI 一行为真实血糖记录（1型糖尿病，50人，训练中未使用）：模型须优于“末次值”。真实数据来源：AIM-94 数据集，由 Michael Kahn, MD, PhD（Washington University, St. Louis, MO）提供。",
                "The UCI line is real glucose logs (type 1 diabetes, 50 people, never trained on): the model must beat \"last\". Source of the real logs: AIM-94 data set provided by Michael Kahn, MD, PhD, Washington University, St. Louis, MO."
            )
        );
        var (real, made) = (100 * (double)logs["coverage80"]!, 100 * (double)figures["glucose"]!["coverage80"]!);
        var width = real switch
        {
            < 77 => new BilingualText("应视作偏窄", "too narrow"),
            > 83 => new("应视作偏宽", "too wide"),
            _ => new("大致相符", "about right"),
        };
        yield return new CardBlock.Paragraph(
            Of(
                $"80 %区间在这些真实记录上覆盖{real:0} %（合成人群{made:0} %）：在真实患者中{width.Zh}。首次查看这些记录后，加宽了模拟器中使用胰岛素人群的血糖波动，因此该项检验并非完全独立；记录本身从未用于训练、选择参数或人群校准；预测某位患者时，只用其本人此前的读数调整其区间。",
                $"On these real logs the 80 % band covers {real:0} % (simulated people: {made:0} %): {width.En} in real patients. After a first look at these logs the glucose of the simulator's insulin group was made to vary more, so the check is not wholly independent; the logs themselves were never used for training, for choosing a setting or for the population's calibration; a patient's band is fitted to that patient's own earlier readings only."
            )
        );
    }

    /// <summary>What the figures themselves say.</summary>
    private static Dictionary<string, BilingualText> Known(JsonObject figures)
    {
        static BilingualText Line(string name, JsonNode f) =>
            Title(name)
            + new BilingualText("：", ": ")
            + Of($"MAE {(double)f["mae"]!:0.00}, 80 % {(double)f["coverage80"]!:0.000}");
        return new()
        {
            ["validity_internal"] = Join(
                "；",
                "; ",
                figures.Where(one => one.Key != Logs).Select(one => Line(one.Key, one.Value!))
            ),
            ["validity_external"] = figures[Logs] is { } logs ? Line(Logs, logs) : new("未知", "not known"),
        };
    }

    private static BilingualText Title(string name) =>
        name == Logs ? new("血糖，UCI真实记录，mmol/L", "glucose, UCI logs, mmol/L")
        : HomeMeasurementType.Find(name) is { } type
            ? new($"{type.Name.Zh}，{UnitDisplay.Of(type.Unit).Zh}", $"{type.Key}, {UnitDisplay.Of(type.Unit).En}")
        : Same(name);
}
