using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Wording;

namespace Xinglin.Reports.Drafts;

/// <summary>What the worklist says of an alert on the latest home readings: it goes before any forecast.</summary>
internal static class AlertSummary
{
    /// <summary>
    /// The alert that wants a look today: a critical reading first, then a sudden gain, then a single reading beyond its threshold. The mean of a week
    /// beyond its threshold is part of the note, but not urgent by itself. Null for none.
    /// </summary>
    public static LatestAlert? Gravest(Prediction.Forecast forecast) =>
        forecast
            .Alerts?.Where(alert => alert.Rule is LatestRules.Gain or LatestRules.Level)
            .OrderBy(alert =>
                alert.IsCritical ? 0
                : alert.Rule == LatestRules.Gain ? 1
                : 2
            )
            .FirstOrDefault();

    /// <summary>Such as "home body weight +4.2 kg within 7 days (2.3 kg calls for a look)".</summary>
    public static string Of(LatestAlert alert, string language)
    {
        var english = language == "en";
        var name = alert.Label.In(language);
        if (english && name.Length > 1 && char.IsAsciiLetterLower(name[1]))
            name = char.ToLowerInvariant(name[0]) + name[1..];
        var value = alert.Comparator + Numerals.Quantity(alert.Value, alert.Unit, language);
        var threshold = Numerals.Quantity(alert.Threshold, alert.Unit, language);
        return (alert.Rule, english) switch
        {
            (LatestRules.Gain, true) =>
                $"{name} +{value} within {alert.Days} {(alert.Days == 1 ? "day" : "days")} (alert from {threshold})",
            (LatestRules.Gain, false) => $"{name}{alert.Days}天内增加{value}（警戒值{threshold}）",
            (_, true) => $"{name} {value} ({(alert.Below ? "below" : "alert from")} {threshold})",
            (_, false) => $"{name}{value}（{(alert.Below ? "低于" : "警戒值")}{threshold}）",
        };
    }
}
