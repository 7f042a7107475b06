using System.Text.Json.Serialization;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts.Alerts;

/// <summary>When a forecaster calls: a limit and the chance of crossing it from which an alert is raised.</summary>
/// <param name="Limit">What should not be crossed.</param>
/// <param name="Probability">An alert is raised from this chance on, at any of <see cref="ForecastAlerts.Ahead"/>.</param>
/// <param name="FalseAlarms">False alarms per patient-week that were allowed when the chance was chosen.</param>
public sealed record ForecastAlertRule(
    AlertLimit Limit,
    [property: JsonPropertyName("Chance")] double Probability,
    double FalseAlarms
);

/// <summary>The chances of crossing a limit after each reading of one patient.</summary>
/// <param name="Probabilities">After reading i, the highest at any of <see cref="ForecastAlerts.Ahead"/>.</param>
public sealed record CrossingProbabilities(MeasurementSeries Series, double[] Probabilities);

/// <summary>
/// Alerts before a limit is crossed: after each reading the forecaster is asked about the coming day, and an alert is raised
/// when the chance of crossing is high enough, unless one was raised shortly before. Arrays in, alerts out.
/// </summary>
public static class ForecastAlerts
{
    /// <summary>Hours after a reading at which the forecaster is asked.</summary>
    public static readonly double[] Ahead = [3, 6, 9, 12, 16, 20, 24];

    /// <summary>After an alert there is no other for so many hours.</summary>
    public const double Silence = 12;

    private static readonly double[] Thresholds = [.. Enumerable.Range(1, 95).Select(percent => percent / 100.0)];

    /// <summary>The chances after each reading, from what was known then.</summary>
    /// <param name="predict">What a forecaster says of a patient at the hours asked for.</param>
    public static CrossingProbabilities Course(ForecastsAt predict, MeasurementSeries series, AlertLimit limit)
    {
        var asked = Enumerable
            .Range(0, series.Count)
            .SelectMany(i => Ahead.Select(hours => (i, series.Hours[i] + hours)))
            .ToArray();
        var forecasts = predict(series, asked);
        return new CrossingProbabilities(
            series,
            [
                .. Enumerable
                    .Range(0, series.Count)
                    .Select(i => Ahead.Select((_, a) => limit.Chance(forecasts[i * Ahead.Length + a])).Max()),
            ]
        );
    }

    /// <summary>Positions of the readings after which an alert is raised.</summary>
    public static IReadOnlyList<int> Raised(CrossingProbabilities course, double chance) =>
        Raised(course.Series, i => course.Probabilities[i] >= chance);

    /// <summary>The rule of thumb to beat: an alert when the reading itself has crossed the limit, or a tenth before it.</summary>
    public static IReadOnlyList<int> RaisedByReading(MeasurementSeries series, AlertLimit limit) =>
        Raised(series, i => (limit with { Value = limit.Value * (limit.Below ? 1.1 : 0.9) }).Crossed(series.Values[i]));

    /// <summary>The lowest chance at which no more false alarms come than allowed, on patients who were not trained on.</summary>
    /// <param name="allowed">False alarms per patient-week.</param>
    public static ForecastAlertRule Choose(IReadOnlyList<CrossingProbabilities> held, AlertLimit limit, double allowed)
    {
        foreach (var chance in Thresholds)
        {
            if (Score(held, limit, chance).FalseAlarmsPerWeek <= allowed)
                return new ForecastAlertRule(limit, chance, allowed);
        }

        return new ForecastAlertRule(limit, Thresholds[^1], allowed);
    }

    public static AlertScore Score(IReadOnlyList<CrossingProbabilities> courses, AlertLimit limit, double chance) =>
        AlertScore.Sum(courses.Select(course => AlertScore.Of(course.Series, limit, Raised(course, chance))));

    private static List<int> Raised(MeasurementSeries series, Func<int, bool> called)
    {
        var raised = new List<int>();
        for (var i = 0; i < series.Count; i++)
        {
            if (called(i) && (raised.Count == 0 || series.Hours[i] - series.Hours[raised[^1]] >= Silence))
                raised.Add(i);
        }

        return raised;
    }
}
