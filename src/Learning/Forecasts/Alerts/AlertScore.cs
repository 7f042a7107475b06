using System.Text.Json.Nodes;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts.Alerts;

/// <summary>How good alerts were.</summary>
/// <param name="Events">Times that a limit was crossed (or a change began) and an alert was possible.</param>
/// <param name="Found">Of them, those with an alert before (or in time).</param>
/// <param name="Alerts">Alerts that could be judged.</param>
/// <param name="FalseAlarms">Of them, those that nothing followed.</param>
/// <param name="Weeks">Patient-weeks watched; gaps count for a day at most.</param>
/// <param name="Leads">Hours from alert to event, of each event found.</param>
public sealed record AlertScore(
    int Events,
    int Found,
    int Alerts,
    int FalseAlarms,
    double Weeks,
    IReadOnlyList<double> Leads
)
{
    private const double Window = 24;

    public double Sensitivity => Events == 0 ? double.NaN : (double)Found / Events;

    public double FalseAlarmsPerWeek => Weeks == 0 ? 0 : FalseAlarms / Weeks;

    /// <summary>Median hours from alert to event; NaN without any.</summary>
    public double MedianLead => Leads.Count == 0 ? double.NaN : Leads.Order().ElementAt(Leads.Count / 2);

    /// <summary>
    /// Scores alerts on a limit. An event is the first reading beyond it after one that was not; it is found when an alert was
    /// raised at an earlier reading within a day. An alert is false when readings followed within a day and none was beyond.
    /// </summary>
    /// <param name="raised">Positions of the readings after which an alert was raised.</param>
    public static AlertScore Of(MeasurementSeries series, AlertLimit limit, IReadOnlyList<int> raised)
    {
        var (events, found, judged, wrong, leads) = (0, 0, 0, 0, new List<double>());
        for (var i = 1; i < series.Count; i++)
        {
            var alone = series.Hours[i] - series.Hours[i - 1] > Window;
            if (alone || !limit.Crossed(series.Values[i]) || limit.Crossed(series.Values[i - 1]))
                continue;
            events++;
            var before = raised
                .Where(at => at < i && series.Hours[i] - series.Hours[at] <= Window)
                .Select(at => series.Hours[i] - series.Hours[at])
                .DefaultIfEmpty(double.NaN)
                .Max();
            if (double.IsNaN(before))
                continue;
            found++;
            leads.Add(before);
        }
        foreach (var at in raised)
        {
            var after = Enumerable
                .Range(at + 1, series.Count - at - 1)
                .TakeWhile(i => series.Hours[i] - series.Hours[at] <= Window)
                .ToArray();
            if (after.Length == 0)
                continue;
            judged++;
            wrong += after.Any(i => limit.Crossed(series.Values[i])) ? 0 : 1;
        }
        return new AlertScore(events, found, judged, wrong, WeeksOf(series, Window), leads);
    }

    public static AlertScore Sum(IEnumerable<AlertScore> scores)
    {
        var all = scores.ToList();
        return new AlertScore(
            all.Sum(one => one.Events),
            all.Sum(one => one.Found),
            all.Sum(one => one.Alerts),
            all.Sum(one => one.FalseAlarms),
            all.Sum(one => one.Weeks),
            [.. all.SelectMany(one => one.Leads)]
        );
    }

    /// <param name="longest">Hours that a gap counts at most.</param>
    internal static double WeeksOf(MeasurementSeries series, double longest)
    {
        double hours = 0;
        for (var i = 1; i < series.Count; i++)
            hours += Math.Min(longest, series.Hours[i] - series.Hours[i - 1]);
        return hours / 168;
    }

    public JsonObject ToJson() =>
        new()
        {
            ["events"] = Events,
            ["sensitivity"] = Number(Sensitivity),
            ["alerts"] = Alerts,
            ["false_alarms_per_patient_week"] = Number(FalseAlarmsPerWeek),
            ["precision"] = Number(Alerts == 0 ? double.NaN : 1 - (double)FalseAlarms / Alerts),
            ["lead_hours"] = Number(MedianLead),
            ["patient_weeks"] = Number(Weeks),
        };

    private static JsonNode? Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 4)) : null;
}
