using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The forecast note in Chinese: 病情摘要、近期监测、健康预测、提示、建议、说明.</summary>
internal static class ForecastNoteZh
{
    private static readonly Phrasing V = Phrasing.Chinese;

    public static DraftText Write(Prediction.Forecast prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        var shown = prediction.Trajectories.Where(one => one.Past.Count > 0 && one.Points.Count > 0).ToArray();
        note.Section("summary", "病情摘要");
        OpeningZh.Patient(note);
        note.Section("course", "近期监测");
        foreach (var one in shown)
        {
            Course(note, one);
        }
        note.Section("forecast", "健康预测");
        Pair(note);
        foreach (var one in shown)
        {
            Expect(note, prediction, one);
        }
        note.Section("alerts", "提示");
        foreach (var alert in prediction.Alerts ?? [])
        {
            Latest(note, alert);
        }
        foreach (var one in shown)
        {
            Alert(note, one);
        }
        note.Section("plan", "建议");
        OpeningZh.Suggestions(note);
        note.Section("limits", "说明");
        OpeningZh.Imputed(note);
        OpeningZh.Model(note);
        return note.Build("家庭监测健康预测");
    }

    private static void Course(DocumentBuilder note, Trajectory one)
    {
        var (past, last) = (note.Facts[ForecastFacts.PastId(one)], note.Facts[ForecastFacts.LastId(one)]);
        note.Add(
            note.Vary(
                one.Id,
                CitedText.Of(
                    $"{V.Date(past)}至{V.Until(past)}共记录{V.Label(past)}{V.Quantity(past)}，范围{V.Range(past)}；最近一次为{V.Quantity(last)}（{V.Moment(last)}）。"
                ),
                CitedText.Of(
                    $"{V.Label(past)}：{V.Date(past)}至{V.Until(past)}共{V.Quantity(past)}记录，波动于{V.Range(past)}，末次{V.Quantity(last)}（{V.Moment(last)}）。"
                )
            )
        );
    }

    private static void Pair(DocumentBuilder note)
    {
        if (note.Facts.Find(ForecastFacts.LastPair) is { } last && note.Facts.Find(ForecastFacts.EndPair) is { } end)
        {
            note.Add(
                CitedText.Of(
                    $"末次{V.Label(last)}{V.Pair(last)}（{V.Moment(last)}），预计{V.Date(end)}约为{V.Pair(end)}。"
                )
            );
        }
    }

    private static void Latest(DocumentBuilder note, LatestAlert one)
    {
        var (alert, limit) = (note.Facts[ForecastFacts.LatestId(one)], note.Facts[ForecastFacts.LatestLimitId(one)]);
        var bound = V.Quantity(alert, NumberRoles.Threshold);
        var source = V.Label(limit);
        note.Add(
            one.Rule switch
            {
                LatestRules.Gain => CitedText.Of(
                    $"{V.Label(alert)}{V.Quantity(alert, ForecastFacts.SpanRole)}内增加{V.Quantity(alert)}（末次读数{V.Moment(alert)}），已达警示阈值{bound}（参考：{source}）。"
                ),
                LatestRules.Mean when one.IsBound => CitedText.Of(
                    $"最近{V.Quantity(alert, ForecastFacts.SpanRole)}{V.Label(alert)}平均{V.Quantity(alert)}，其中超出设备量程的读数按量程端点计（末次读数{V.Moment(alert)}），达到或高于{bound}（参考：{source}）。"
                ),
                _ when one.IsBound && one.Below => CitedText.Of(
                    $"末次{V.Label(alert)}低于{V.Quantity(alert)}（设备量程端点，{V.Moment(alert)}），低于{bound}（参考：{source}）。"
                ),
                _ when one.IsBound && one.Rule == LatestRules.Level => CitedText.Of(
                    $"末次{V.Label(alert)}高于{V.Quantity(alert)}（设备量程端点，{V.Moment(alert)}），达到或高于{bound}（参考：{source}）。"
                ),
                LatestRules.Mean => CitedText.Of(
                    $"最近{V.Quantity(alert, ForecastFacts.SpanRole)}{V.Label(alert)}平均{V.Quantity(alert)}（末次读数{V.Moment(alert)}），达到或高于{bound}（参考：{source}）。"
                ),
                _ when one.Below => CitedText.Of(
                    $"末次{V.Label(alert)}{V.Quantity(alert)}（{V.Moment(alert)}），低于{bound}（参考：{source}）。"
                ),
                _ => CitedText.Of(
                    $"末次{V.Label(alert)}{V.Quantity(alert)}（{V.Moment(alert)}），达到或高于{bound}（参考：{source}）。"
                ),
            }
        );
    }

    private static void Expect(DocumentBuilder note, Prediction.Forecast prediction, Trajectory one)
    {
        var (trend, end) = (note.Facts[ForecastFacts.TrendId(one)], note.Facts[ForecastFacts.EndId(one)]);
        var course = trend.Direction switch
        {
            // The model follows a sudden gain late: its trend is not said next to an alert that it contradicts.
            not Directions.Rising
                when ForecastFacts.GainOf(prediction, one) is { } gain
                    && note.Facts[ForecastFacts.LatestId(gain)] is var alert => CitedText.Of(
                $"{V.Label(trend)}近期骤增（{V.Quantity(alert, ForecastFacts.SpanRole)}内增加{V.Quantity(alert)}），模型对此类变化反应滞后、可能低估"
            ),
            Directions.Rising => CitedText.Of($"{V.Label(trend)}呈上升趋势（约上升{V.Size(trend)}）"),
            Directions.Falling => CitedText.Of($"{V.Label(trend)}呈下降趋势（约下降{V.Size(trend)}）"),
            Directions.Unsettled => CitedText.Of($"{V.Label(trend)}走势不定（近期变化明显）"),
            _ => CitedText.Of($"{V.Label(trend)}总体平稳"),
        };
        note.Add(
            CitedText.Of(
                $"未来{V.Quantity(end, "horizon")}{course}，预计{V.Date(end)}为{V.Quantity(end)}（{V.Quantity(end, NumberRoles.Level)}预测区间{V.Range(end)}）。"
            )
        );
    }

    private static void Alert(DocumentBuilder note, Trajectory one)
    {
        if (note.Facts.Find(ForecastFacts.LimitId(one)) is not { } limit)
        {
            return;
        }
        var end = note.Facts[ForecastFacts.EndId(one)];
        var source = one.LimitSource is null ? CitedText.Of($"参考界限") : CitedText.Of($"参考：{V.Label(limit)}");
        if (note.Facts.Find(ForecastFacts.AlertId(one)) is not { } alert)
        {
            note.Add(CitedText.Of($"{V.Label(end)}的预测区间未超出界限（{source.Citing(limit.Id)}）。"));
            return;
        }
        var bound = V.Quantity(alert, NumberRoles.Threshold);
        var median = Phrasing.Find(alert, "median")!.Value == 1;
        note.Add(
            (alert.Direction, median) switch
            {
                (Directions.Above, true) => CitedText.Of($"预计{V.Label(alert)}将高于{bound}（{source}）。"),
                (Directions.Above, false) => CitedText.Of($"{V.Label(alert)}有可能高于{bound}（{source}）。"),
                (_, true) => CitedText.Of($"预计{V.Label(alert)}将低于{bound}（{source}）。"),
                _ => CitedText.Of($"{V.Label(alert)}有可能低于{bound}（{source}）。"),
            }
        );
    }
}
