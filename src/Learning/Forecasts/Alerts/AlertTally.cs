using System.Text.Json.Nodes;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts.Alerts;

/// <summary>
/// The alerts of forecasters on patients they were not trained on, next to a rule of thumb. The chance from which an alert is raised is chosen on
/// all of these patients; what it is told to be worth on the patients of a fold, by a chance chosen on the others alone.
/// </summary>
/// <param name="allowed">False alarms per patient-week that are allowed.</param>
public sealed class AlertTally(IReadOnlyList<AlertLimit> limits, double allowed)
{
    /// <summary>For each limit, the courses of each fold.</summary>
    private readonly List<CrossingProbabilities[]>[] _courses =
    [
        .. limits.Select(_ => new List<CrossingProbabilities[]>()),
    ];

    /// <summary>The patients of one fold, by the forecaster that did not see them.</summary>
    public void Add(ForecastsAt predict, IReadOnlyList<MeasurementSeries> unseen) =>
        Add([.. limits.Select(limit => unseen.Select(one => ForecastAlerts.Course(predict, one, limit)).ToArray())]);

    /// <param name="fold">For each limit the courses of the fold's patients.</param>
    internal void Add(IReadOnlyList<CrossingProbabilities[]> fold)
    {
        foreach (var (l, own) in fold.Index())
            _courses[l].Add(own);
    }

    /// <summary>When a forecaster trained on all patients calls.</summary>
    public IReadOnlyList<ForecastAlertRule> Rules() =>
        [
            .. limits.Select(
                (limit, l) => ForecastAlerts.Choose([.. _courses[l].SelectMany(fold => fold)], limit, allowed)
            ),
        ];

    /// <summary>What alerts on a limit were worth, each fold by the chance chosen on the other folds.</summary>
    public AlertScore Score(int limit) =>
        AlertScore.Sum(
            _courses[limit]
                .Select(fold =>
                {
                    var others = _courses[limit].Where(other => other != fold).SelectMany(other => other).ToArray();
                    var rule = ForecastAlerts.Choose(others, limits[limit], allowed);
                    return ForecastAlerts.Score(fold, limits[limit], rule.Probability);
                })
        );

    /// <summary>See <see cref="Figures"/>, for each limit.</summary>
    public JsonArray ToJson() =>
        [.. limits.Select((limit, l) => (JsonNode)Figures(limit, [.. _courses[l].SelectMany(fold => fold)], Score(l)))];

    /// <summary>
    /// What alerts on a limit were worth; under <c>by_reading</c> what a rule of thumb was; and under <c>curve</c> what other chances
    /// would have given, to weigh sensitivity against false alarms.
    /// </summary>
    internal static JsonObject Figures(AlertLimit limit, IReadOnlyList<CrossingProbabilities> courses, AlertScore score)
    {
        var json = new JsonObject
        {
            ["limit"] = (limit.Below ? "below " : "above ") + FormattableString.Invariant($"{limit.Value}"),
        };
        foreach (var (name, value) in score.ToJson())
            json[name] = value?.DeepClone();
        json["by_reading"] = AlertScore
            .Sum(
                courses.Select(one =>
                    AlertScore.Of(one.Series, limit, ForecastAlerts.RaisedByReading(one.Series, limit))
                )
            )
            .ToJson();
        json["curve"] = Curve(courses, limit);
        return json;
    }

    private static JsonArray Curve(IReadOnlyList<CrossingProbabilities> courses, AlertLimit limit) =>
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
