using MathNet.Numerics.Statistics;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts.Alerts;

/// <summary>What a rule on the course of readings looks for.</summary>
public enum MeasurementAlertRule
{
    /// <summary>
    /// Weight gain of heart failure: the newest reading against the lightest of the last three days, as the 2021 ESC
    /// guidelines have it (an unexpected gain of more than 2 kg in 3 days).
    /// </summary>
    SuddenGain,

    /// <summary>The median of the last three readings against the median of those 4 to 14 days before: one odd reading is no gain.</summary>
    Gain,

    /// <summary>The mean of the last week against the mean of the four weeks before it, as for rising blood pressure.</summary>
    Rise,
}

/// <summary>Alerts on a slow or sudden change of a patient's own readings. Arrays in, alerts out; nothing is learnt.</summary>
public static class MeasurementAlerts
{
    private const double Day = 24;
    private const int FewestOfWeek = 4;
    private const int FewestOfMonth = 10;

    // Nobody measures to the minute.
    private const double Leeway = 6;

    /// <summary>Hours without another alert after one: a week; four for a slow rise.</summary>
    public static double Silence(MeasurementAlertRule rule) => rule == MeasurementAlertRule.Rise ? 28 * Day : 7 * Day;

    /// <summary>Positions of the readings after which an alert is raised.</summary>
    /// <param name="limit">The least change, in the variable's unit.</param>
    public static IReadOnlyList<int> Raised(MeasurementSeries series, MeasurementAlertRule rule, double limit)
    {
        var raised = new List<int>();
        for (var i = 0; i < series.Count; i++)
        {
            if (raised.Count > 0 && series.Hours[i] - series.Hours[raised[^1]] < Silence(rule))
                continue;
            if (Change(series, rule, i) is { } change && change > limit)
                raised.Add(i);
        }
        return raised;
    }

    /// <summary>The change after reading i; null while there is too little to compare.</summary>
    public static double? Change(MeasurementSeries series, MeasurementAlertRule rule, int i) =>
        rule switch
        {
            MeasurementAlertRule.SuddenGain => series.Values[i] - Between(series, i, 0, 3 * Day + Leeway).Min(),
            MeasurementAlertRule.Gain
                when i >= 2 && Between(series, i, 4 * Day, 14 * Day + Leeway) is { Length: >= 2 } before => series
                .Values[(i - 2)..(i + 1)]
                .Median() - before.Median(),
            MeasurementAlertRule.Rise
                when Between(series, i, 0, 7 * Day) is { Length: >= FewestOfWeek } week
                    && Between(series, i, 7 * Day, 35 * Day) is { Length: >= FewestOfMonth } month => week.Average()
                - month.Average(),
            _ => null,
        };

    /// <summary>
    /// Scores alerts against changes that are known, as of a simulation. A change is found when an alert comes after its onset
    /// and no later than its grace after it was complete; lead is the time left until it is complete. Other alerts are false.
    /// </summary>
    /// <param name="changes">Onset and completion of each change, in hours on the readings' clock.</param>
    /// <param name="grace">Hours after completion during which an alert still counts.</param>
    public static AlertScore Score(
        MeasurementSeries series,
        IReadOnlyList<int> raised,
        IReadOnlyList<(double Onset, double Complete)> changes,
        double grace
    )
    {
        var (found, leads) = (0, new List<double>());
        var seen = changes.Where(change => series.Hours[^1] >= change.Complete).ToList();
        foreach (var (onset, complete) in seen)
        {
            var at = raised
                .Select(i => series.Hours[i])
                .Where(hour => hour >= onset && hour <= complete + grace)
                .ToArray();
            if (at.Length == 0)
                continue;
            found++;
            leads.Add(complete - at[0]);
        }
        var wrong = raised.Count(i =>
            !changes.Any(change => series.Hours[i] >= change.Onset && series.Hours[i] <= change.Complete + grace)
        );
        return new AlertScore(seen.Count, found, raised.Count, wrong, AlertScore.WeeksOf(series, 7 * Day), leads);
    }

    /// <summary>Values of readings from so many up to so many hours before reading i, with reading i itself at 0.</summary>
    private static double[] Between(MeasurementSeries series, int i, double from, double to)
    {
        var values = new List<double>();
        for (var j = i; j >= 0 && series.Hours[i] - series.Hours[j] < to; j--)
        {
            if (series.Hours[i] - series.Hours[j] >= from)
                values.Add(series.Values[j]);
        }

        return [.. values];
    }
}
