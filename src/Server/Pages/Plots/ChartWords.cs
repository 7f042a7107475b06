using System.Globalization;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Plots;

/// <summary>What a chart shows, in a sentence for those who cannot see it: what, in which unit, how many points, from when to when, and the latest.</summary>
public static class ChartWords
{
    private static readonly BilingualText Head = new("{0}：最近 {1}", "{0}: latest {1}");
    private static readonly BilingualText Line = new("{0}：{1} 个数值，{2} 至 {3}", "{0}: {1} values from {2} to {3}");
    private static readonly BilingualText OneValue = new("{0}：1 个数值，{1}", "{0}: 1 value, {1}");
    private static readonly BilingualText Unit = new("单位 {0}", "in {0}");
    private static readonly BilingualText Range = new("参考范围 {0}", "reference range {0}");
    private static readonly BilingualText Forecast = new(
        "AI 预测 {0}：中位数 {1}，80% 区间 {2}–{3}",
        "AI forecast for {0}: median {1}, 80 % band {2}–{3}"
    );
    private static readonly BilingualText Between = new("；", "; ");

    /// <param name="title">What was measured.</param>
    /// <param name="latest">The latest value with its unit, as the page writes it.</param>
    public static string Of(TrendSpec spec, string title, string latest)
    {
        var parts = new List<string> { Localizer.T(Head, title, latest) };
        if (spec.Unit.Length > 0)
            parts.Add(Localizer.T(Unit, spec.Unit));
        foreach (var line in spec.Lines)
        {
            var times = line.Points.Select(point => point[0]).Where(time => !(time < spec.From)).ToList();
            if (times.Count > 1)
                parts.Add(Localizer.T(Line, line.Name, times.Count, Day(times.Min()), Day(times.Max())));
            else if (times.Count == 1)
                parts.Add(Localizer.T(OneValue, line.Name, Day(times[0])));
            if (line.Forecast is [.., var end])
            {
                parts.Add(
                    Localizer.T(
                        Forecast,
                        Day(end.Time),
                        Numbers.Plain(end.Q50),
                        Numbers.Plain(end.Q10),
                        Numbers.Plain(end.Q90)
                    )
                );
            }
        }
        if (Limits(spec) is { Length: > 0 } limits)
            parts.Add(Localizer.T(Range, limits));
        return string.Join(Localizer.T(Between), parts);
    }

    private static string Limits(TrendSpec spec) =>
        (spec.Low, spec.High) switch
        {
            ({ } low, { } high) => $"{Numbers.Plain(low)}–{Numbers.Plain(high)}",
            ({ } low, null) => $"≥ {Numbers.Plain(low)}",
            (null, { } high) => $"≤ {Numbers.Plain(high)}",
            _ => "",
        };

    // As TrendPoint wrote it: the clock at the place of the datum.
    private static string Day(double time) =>
        DateTime.UnixEpoch.AddMilliseconds(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
