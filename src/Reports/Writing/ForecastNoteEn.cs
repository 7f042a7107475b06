using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The forecast note in English: summary, recent readings, forecast, alerts, suggestions, basis and limits.</summary>
internal static class ForecastNoteEn
{
    private static readonly Phrasing V = Phrasing.English;

    public static DraftText Write(Prediction.Forecast prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        var shown = prediction.Trajectories.Where(one => one.Past.Count > 0 && one.Points.Count > 0).ToArray();
        note.Section("summary", "Clinical summary");
        OpeningEn.Patient(note);
        note.Section("course", "Recent home readings");
        foreach (var one in shown)
        {
            Course(note, one);
        }
        note.Section("forecast", "Forecast");
        Pair(note);
        foreach (var one in shown)
        {
            Expect(note, prediction, one);
        }
        note.Section("alerts", "Alerts");
        foreach (var alert in prediction.Alerts ?? [])
        {
            Latest(note, alert);
        }
        foreach (var one in shown)
        {
            Alert(note, one);
        }
        note.Section("plan", "Suggestions");
        OpeningEn.Suggestions(note);
        note.Section("limits", "Basis and limits");
        OpeningEn.Imputed(note);
        OpeningEn.Model(note);
        return note.Build("Home monitoring forecast");
    }

    private static void Course(DocumentBuilder note, Trajectory one)
    {
        var (past, last) = (note.Facts[ForecastFacts.PastId(one)], note.Facts[ForecastFacts.LastId(one)]);
        note.Add(
            note.Vary(
                one.Id,
                CitedText.Of(
                    $"From {V.Date(past)} to {V.Until(past)}, {V.Quantity(past)} of {V.Label(past)} ranged {V.Range(past)}; the latest was {V.Quantity(last)} ({V.Moment(last)})."
                ),
                CitedText.Of(
                    $"{V.Label(past)}: {V.Quantity(past)} between {V.Date(past)} and {V.Until(past)}, range {V.Range(past)}, latest {V.Quantity(last)} ({V.Moment(last)})."
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
                    $"The latest {V.Label(last)} was {V.Pair(last)} ({V.Moment(last)}); about {V.Pair(end)} is expected by {V.Date(end)}."
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
                    $"{V.Label(alert)} has risen by {V.Quantity(alert)} within {V.Quantity(alert, ForecastFacts.SpanRole)} (latest reading {V.Moment(alert)}), which reaches the warning threshold of {bound} ({source})."
                ),
                LatestRules.Mean when one.IsBound => CitedText.Of(
                    $"The mean {V.Label(alert)} of the last {V.Quantity(alert, ForecastFacts.SpanRole)} is {V.Quantity(alert)} counting a reading beyond the range of the device by its end (latest reading {V.Moment(alert)}), at or above {bound} ({source})."
                ),
                _ when one.IsBound && one.Below => CitedText.Of(
                    $"The latest {V.Label(alert)} is below {V.Quantity(alert)}, the end of what the device shows ({V.Moment(alert)}), and below {bound} ({source})."
                ),
                _ when one.IsBound && one.Rule == LatestRules.Level => CitedText.Of(
                    $"The latest {V.Label(alert)} is above {V.Quantity(alert)}, the end of what the device shows ({V.Moment(alert)}), and at or above {bound} ({source})."
                ),
                LatestRules.Mean => CitedText.Of(
                    $"The mean {V.Label(alert)} of the last {V.Quantity(alert, ForecastFacts.SpanRole)} is {V.Quantity(alert)} (latest reading {V.Moment(alert)}), at or above {bound} ({source})."
                ),
                _ when one.Below => CitedText.Of(
                    $"The latest {V.Label(alert)} is {V.Quantity(alert)} ({V.Moment(alert)}), below {bound} ({source})."
                ),
                _ => CitedText.Of(
                    $"The latest {V.Label(alert)} is {V.Quantity(alert)} ({V.Moment(alert)}), at or above {bound} ({source})."
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
                $"{V.Label(trend)} has just risen by {V.Quantity(alert)} within {V.Quantity(alert, ForecastFacts.SpanRole)}, a change that the model follows late and may understate"
            ),
            Directions.Rising => CitedText.Of($"{V.Label(trend)} is rising by about {V.Size(trend)}"),
            Directions.Falling => CitedText.Of($"{V.Label(trend)} is falling by about {V.Size(trend)}"),
            Directions.Unsettled => CitedText.Of(
                $"{V.Label(trend)} has changed clearly of late and its further course is uncertain"
            ),
            _ => CitedText.Of($"{V.Label(trend)} is steady"),
        };
        note.Add(
            CitedText.Of(
                $"{course}; {V.Quantity(end)} is expected by {V.Date(end)}, {V.Quantity(end, "horizon")} ahead ({V.Quantity(end, NumberRoles.Level)} prediction interval {V.Range(end)})."
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
        var source = one.LimitSource is null ? CitedText.Of($"reference limit") : CitedText.Of($"{V.Label(limit)}");
        if (note.Facts.Find(ForecastFacts.AlertId(one)) is not { } alert)
        {
            note.Add(
                CitedText.Of(
                    $"The forecast band of {V.Label(end)} stays within its limits ({source.Citing(limit.Id)})."
                )
            );
            return;
        }
        var bound = V.Quantity(alert, NumberRoles.Threshold);
        var median = Phrasing.Find(alert, "median")!.Value == 1;
        note.Add(
            (alert.Direction, median) switch
            {
                (Directions.Above, true) => CitedText.Of(
                    $"{V.Label(alert)} is expected to be above {bound} ({source})."
                ),
                (Directions.Above, false) => CitedText.Of($"{V.Label(alert)} may go above {bound} ({source})."),
                (_, true) => CitedText.Of($"{V.Label(alert)} is expected to be below {bound} ({source})."),
                _ => CitedText.Of($"{V.Label(alert)} may go below {bound} ({source})."),
            }
        );
    }
}
