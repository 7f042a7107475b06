using Xinglin.Analysis.Readings;
using Xinglin.Server.Pages.Marks;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Patients;

/// <summary>How much attention a reading asks for.</summary>
public enum Attention
{
    /// <summary>Nothing out of the way.</summary>
    None,

    /// <summary>A model could not say; a person must look.</summary>
    Unknown,

    /// <summary>A finding at its threshold, or a course that leaves its limits.</summary>
    High,
}

/// <summary>A reading in one line: the finding with its interval, never "a result is available".</summary>
public static class Summary
{
    public static Attention AttentionOf(Reading reading) =>
        reading switch
        {
            Reading.CannotSay => Attention.Unknown,
            Reading.Findings findings when findings.Items.Any(finding => finding.Present) => Attention.High,
            Reading.Forecast forecast when forecast.Trajectories.Any(LeavesLimits) => Attention.High,
            _ => Attention.None,
        };

    public static string Of(Reading reading) =>
        reading switch
        {
            Reading.Findings findings => Of(findings),
            Reading.Forecast forecast => Of(forecast),
            Reading.CannotSay silence => $"{Say.T(ReadingWords.CannotSay)}{Colon}{Say.T(silence.Explanation)}",
            _ => "",
        };

    /// <summary>True when the median forecast ends outside the limits.</summary>
    public static bool LeavesLimits(Trajectory trajectory) =>
        trajectory.Points.Count > 0
        && (trajectory.Points[^1].Q50 > trajectory.UpperLimit || trajectory.Points[^1].Q50 < trajectory.LowerLimit);

    private static string Colon => Say.Language == Say.Chinese ? "：" : ": ";

    private static string Of(Reading.Findings findings)
    {
        var present = findings
            .Items.Where(finding => finding.Present)
            .OrderByDescending(finding => finding.Probability)
            .ToList();
        var said =
            present.Count > 0 ? present : [.. findings.Items.OrderByDescending(finding => finding.Probability).Take(1)];
        return string.Join(" · ", said.Select(Of));
    }

    private static string Of(Finding finding) =>
        $"{Say.T(finding.Label)} {Numbers.Percent(finding.Probability)} ({Numbers.PercentInterval(finding.Low, finding.High)})";

    private static string Of(Reading.Forecast forecast)
    {
        var leaving = forecast.Trajectories.Where(LeavesLimits).ToList();
        var said = leaving.Count > 0 ? leaving : [.. forecast.Trajectories.Take(2)];
        return string.Join(" · ", said.Take(2).Select(Of));
    }

    /// <summary>From the latest reading to the median at the end, with its 80 % interval.</summary>
    public static string Of(Trajectory trajectory)
    {
        var from = trajectory.Past.Count > 0 ? Round(trajectory.Past[^1].Value) + " → " : "";
        if (trajectory.Points.Count == 0)
            return Say.T(trajectory.Label);
        var end = trajectory.Points[^1];
        return $"{Say.T(trajectory.Label)} {from}{Round(end.Q50)} ({Round(end.Q10)}–{Round(end.Q90)}) {Numbers.Unit(trajectory.Unit)}";
    }

    /// <summary>Whole numbers from 30 up, one decimal below.</summary>
    public static string Round(double value) => Numbers.Plain(Math.Round(value, Math.Abs(value) >= 100 ? 0 : 1));
}
