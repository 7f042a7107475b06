using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Survival.Measures;

/// <summary>Stated against observed chance of an event by a time, in a fifth of the rows by stated risk.</summary>
/// <param name="Stated">Mean stated chance.</param>
/// <param name="Observed">One minus the Kaplan–Meier estimate, 95 % interval by Greenwood.</param>
public sealed record CalibrationGroup(int N, double Stated, Measure Observed);

/// <summary>How good a model is at one horizon.</summary>
/// <param name="Auc">Events by then against those without, IPCW.</param>
/// <param name="Brier">IPCW.</param>
/// <param name="Reference">The Brier score of stating everybody's Kaplan–Meier estimate.</param>
public sealed record HorizonFigures(
    double Horizon,
    Measure Auc,
    Measure Brier,
    double Reference,
    IReadOnlyList<CalibrationGroup> Groups
)
{
    private const int GroupCount = 5;

    /// <summary>The mean distance between stated and observed over the groups.</summary>
    public double CalibrationError =>
        Groups.Sum(g => g.N * Math.Abs(g.Stated - g.Observed.Value)) / Math.Max(1, Groups.Sum(g => g.N));

    /// <param name="survival">Of each row at the horizon.</param>
    internal static IReadOnlyList<CalibrationGroup> Calibrate(
        double[] times,
        bool[] events,
        double[] survival,
        double horizon
    )
    {
        var order = Enumerable.Range(0, times.Length).OrderBy(i => 1 - survival[i]).ToArray();
        var groups = new List<CalibrationGroup>();
        for (var g = 0; g < GroupCount; g++)
        {
            var rows = order[(g * order.Length / GroupCount)..((g + 1) * order.Length / GroupCount)];
            if (rows.Length == 0)
                continue;
            var curve = KaplanMeier.Of([.. rows.Select(i => times[i])], [.. rows.Select(i => events[i])]);
            var (low, high) = curve.Interval(horizon);
            groups.Add(
                new CalibrationGroup(
                    rows.Length,
                    rows.Average(i => 1 - survival[i]),
                    new Measure(1 - curve.At(horizon), 1 - high, 1 - low)
                )
            );
        }
        return groups;
    }

    public JsonObject ToJson() =>
        new()
        {
            ["horizon"] = Horizon,
            ["auc"] = Auc.ToJson(),
            ["brier"] = Brier.ToJson(),
            ["brier_reference"] = Proportion.Rounded(Reference),
            ["calibration_error"] = Proportion.Rounded(CalibrationError),
            ["calibration"] = new JsonArray([
                .. Groups.Select(g => new JsonObject
                {
                    ["n"] = g.N,
                    ["stated"] = Proportion.Rounded(g.Stated),
                    ["observed"] = g.Observed.ToJson(),
                }),
            ]),
        };
}
