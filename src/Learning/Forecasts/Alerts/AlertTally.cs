using System.Text.Json.Nodes;

namespace Xinglin.Learning.Forecasts.Alerts;

/// <summary>Adds up the alerts of forecasters on patients they were not trained on, beside a rule of thumb.</summary>
public sealed class AlertTally(IReadOnlyList<AlertLimit> limits)
{
    private readonly List<AlertScore>[] forecast = [.. limits.Select(_ => new List<AlertScore>())];
    private readonly List<ChanceCourse>[] courses = [.. limits.Select(_ => new List<ChanceCourse>())];
    private readonly List<AlertScore>[] reading = [.. limits.Select(_ => new List<AlertScore>())];

    public void Add(ForecastModel model, IReadOnlyList<ReadingSeries> unseen)
    {
        foreach (var rule in model.Description.Alerts ?? [])
        {
            var at = limits.Index().First(entry => entry.Item == rule.Limit).Index;
            foreach (var one in unseen)
            {
                var course = ForecastAlerts.Course(model, one, rule.Limit);
                courses[at].Add(course);
                forecast[at].Add(AlertScore.Of(one, rule.Limit, ForecastAlerts.Raised(course, rule.Chance)));
                reading[at].Add(AlertScore.Of(one, rule.Limit, ForecastAlerts.RaisedByReading(one, rule.Limit)));
            }
        }
    }

    /// <summary>
    /// For each limit the figures; under <c>by_reading</c> those of the rule of thumb; and under <c>curve</c> what other chances
    /// would have given, to weigh sensitivity against false alarms.
    /// </summary>
    public JsonArray ToJson()
    {
        var all = new JsonArray();
        foreach (var (l, limit) in limits.Index())
        {
            var json = new JsonObject
            {
                ["limit"] = (limit.Below ? "below " : "above ") + FormattableString.Invariant($"{limit.Value}"),
            };
            foreach (var (name, value) in AlertScore.Sum(forecast[l]).ToJson())
                json[name] = value?.DeepClone();
            json["by_reading"] = AlertScore.Sum(reading[l]).ToJson();
            json["curve"] = Curve(courses[l], limit);
            all.Add((JsonNode)json);
        }
        return all;
    }

    private static JsonArray Curve(List<ChanceCourse> courses, AlertLimit limit) =>
        [
            .. new[] { 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5 }.Select(chance =>
            {
                var score = ForecastAlerts.Score(courses, limit, chance);
                return (JsonNode)
                    new JsonObject
                    {
                        ["chance"] = chance,
                        ["sensitivity"] = double.IsNaN(score.Sensitivity) ? null : Math.Round(score.Sensitivity, 3),
                        ["false_alarms_per_patient_week"] = Math.Round(score.FalseAlarmsPerWeek, 3),
                        ["lead_hours"] = double.IsNaN(score.MedianLead) ? null : Math.Round(score.MedianLead, 1),
                    };
            }),
        ];
}
