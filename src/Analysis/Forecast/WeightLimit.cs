using Xinglin.Records.Charts;
using Xinglin.Terminology.Codes;

namespace Xinglin.Analysis.Forecast;

/// <summary>
/// The weight above which a patient with heart failure should be seen: 2 kg above the stable weight, which is the median
/// of the readings 4 to 14 days before the newest (ESC 2021 heart failure guidelines, self-care: sudden unexpected gain
/// of more than 2 kg in 3 days; the median keeps a single heavy meal from moving the limit).
/// </summary>
internal static class WeightLimit
{
    private const double GainKilograms = 2;

    // Heart failure; congestive heart failure.
    private static readonly string[] Snomed = ["84114007", "42343007"];

    /// <summary>True for patients with heart failure on their problem list.</summary>
    public static bool AppliesTo(Chart chart) =>
        chart.Conditions.Any(c =>
            c.IsFact()
            && c.Code?.Coding.Any(code =>
                code.System == CodeSystems.Snomed && Snomed.Contains(code.Code)
                || code.System is CodeSystems.Icd10 or CodeSystems.Icd10Cm or CodeSystems.Icd10China
                    && code.Code?.StartsWith("I50", StringComparison.Ordinal) == true
            ) == true
        );

    /// <summary>In kg, or null when the limit does not apply or there was no such earlier reading.</summary>
    public static double? Of(Chart chart, HomeHistory history)
    {
        var last = history.Readings[^1].Time;
        var before = history
            .Readings.Where(m => (last - m.Time).TotalDays is >= 4 and <= 14)
            .Select(m => m.Value)
            .Order()
            .ToList();
        return AppliesTo(chart) && before.Count > 0 ? Math.Round(before[before.Count / 2] + GainKilograms, 1) : null;
    }
}
