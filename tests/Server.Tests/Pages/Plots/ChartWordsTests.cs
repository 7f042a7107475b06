using System.Globalization;
using Bunit;
using Xinglin.Server.Pages.Models;
using Xinglin.Server.Pages.Plots;

namespace Xinglin.Server.Tests.Pages.Plots;

public sealed class ChartWordsTests
{
    private static readonly DateTimeOffset First = new(2026, 10, 1, 7, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(
        "zh-CN",
        "血压：最近 138/85 mmHg；单位 mmHg；收缩压：3 个数值，2026-10-01 至 2026-10-03；AI 预测 2026-10-08：中位数 140，80% 区间 130–150；参考范围 ≤ 135"
    )]
    [InlineData(
        "en",
        "血压: latest 138/85 mmHg; in mmHg; 收缩压: 3 values from 2026-10-01 to 2026-10-03; AI forecast for 2026-10-08: median 140, 80 % band 130–150; reference range ≤ 135"
    )]
    public void A_chart_read_out_names_of_series_and_milliseconds(string language, string words)
    {
        CultureInfo.CurrentUICulture = new(language);
        using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var spec = TrendSpec.Of(
            "mmHg",
            [
                new TrendLine(
                    "收缩压",
                    [.. Enumerable.Range(0, 3).Select(day => TrendPoint.Of(First.AddDays(day), 136 + day))],
                    [new TrendBand(TrendPoint.Clock(First.AddDays(7)), 130, 135, 140, 145, 150)],
                    []
                ),
            ],
            null,
            135,
            First,
            null,
            null
        );

        var chart = context.Render<TrendChart>(parameters =>
            parameters.Add(one => one.Spec, spec).Add(one => one.Title, "血压").Add(one => one.Latest, "138/85 mmHg")
        );

        chart.Find("[role=img]").GetAttribute("aria-label").Should().Be(words);
    }

    [Fact]
    public void A_calibration_says_its_groups()
    {
        CultureInfo.CurrentUICulture = new("en");
        CalibrationWords
            .Of([new(0.12, 0.1, 30, null, null), new(0.8, 0.75, 20, null, null)])
            .Should()
            .Be(
                "Calibration: 2 groups, 50 cases. predicted 12 %, observed 10 % (30 cases); predicted 80 %, observed 75 % (20 cases)"
            );
    }

    /// <summary>The library writes its own words over those of the page, if it is let.</summary>
    [Fact]
    public void The_charts_library_wrote_its_own_words_over_the_page_s()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Xinglin.slnx")))
            root = Path.GetDirectoryName(root)!;
        foreach (var script in Directory.GetFiles(Path.Combine(root, "src", "Server", "web", "src"), "*.ts"))
            File.ReadAllText(script).Should().NotContain("aria: {").And.NotContain("AriaComponent", script);
    }
}
