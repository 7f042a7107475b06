using Deque.AxeCore.Playwright;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Every page opens without a fault in both languages, at both widths, light and dark.</summary>
[Collection(RunningProgram.Name)]
public sealed class PagesTests(DemonstrationServer server)
{
    [Theory]
    [InlineData("zh-CN", "light", 1280)]
    [InlineData("zh-CN", "dark", 1920)]
    [InlineData("en", "light", 1920)]
    [InlineData("en", "dark", 1280)]
    public async Task Every_page_opens_without_a_fault(string language, string theme, int width)
    {
        await using var clinician = await Clinician.SitDownAsync(server.Address, language, theme, width);
        await clinician.Page.GotoAsync("/sign-in");
        await clinician.ImageAsync("sign-in");
        await clinician.SignInAsync(server.Password);
        var patient = (await clinician.Page.GetAttributeAsync("td.patient-cell a", "href"))!;
        foreach (
            var (path, name) in new[]
            {
                ("/", "worklist"),
                (patient, "chart"),
                (patient.Replace("/patients/", "/records/Patient/", StringComparison.Ordinal), "record"),
                ("/models", "models"),
                ("/import", "import"),
                ("/?tab=alerts", "alerts"),
                ($"{patient}/access", "access"),
                ("/audit", "audit"),
            }
        )
        {
            // The trail is the auditor's.
            if (path == "/audit")
                await clinician.SignInAsync(server.Passwords["zhao"], "zhao");
            await clinician.OpenAsync(path);
            await clinician.Page.WaitForSelectorAsync("main");
            await clinician.ImageAsync($"page-{name}");
            (
                await clinician.Page.EvaluateAsync<int>(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
            )
                .Should()
                .BeLessThanOrEqualTo(0, $"{path} fits a screen {width} wide");
            var barriers = (await clinician.Page.RunAxe()).Violations.Where(found =>
                found.Impact is "serious" or "critical"
            );
            barriers
                .Select(found => $"{found.Id}: {found.Help}: {found.Nodes[0].Html}")
                .Should()
                .BeEmpty($"{path} can be read by everyone");
            var words = await clinician.Page.InnerTextAsync("body");
            words.Should().Contain(language == "en" ? "synthetic" : "合成", "each screen of the demonstration says so");
        }
        clinician.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task On_a_narrow_screen_the_timeline_and_a_long_state_in_the_list_were_cut(string language)
    {
        await using var clinician = await Clinician.SitDownAsync(server.Address, language, "light", 390);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        await clinician.OpenAsync("/");
        var patient = (await page.GetAttributeAsync("td.patient-cell a", "href"))!;
        (
            await page.EvaluateAsync<double>(
                """
                () => {
                  const chip = document.querySelector(".worklist a.chip");
                  chip.textContent = "Signed by Dr. Lin; another person must sign as well, and so must those who read it";
                  return chip.getBoundingClientRect().right - document.documentElement.clientWidth;
                }
                """
            )
        ).Should().BeLessThanOrEqualTo(0, "a state takes another line");

        foreach (var span in new[] { "30d", "1y", "all" })
        {
            await clinician.OpenAsync($"{patient}?span={span}");
            await page.WaitForSelectorAsync(".timeline .lanes");
            (
                await page.EvaluateAsync<double>(
                    """
                    () => {
                      const right = (one) => one.getBoundingClientRect().right;
                      const lanes = document.querySelector(".timeline .lanes");
                      const words = [...lanes.querySelectorAll(".tick-text, .bar-text")].filter((one) => getComputedStyle(one).display !== "none");
                      return Math.max(right(lanes) - right(document.querySelector(".timeline")), ...words.map((one) => right(one) - right(lanes)));
                    }
                    """
                )
            ).Should().BeLessThanOrEqualTo(1, $"all of the timeline is in its card ({span})");
        }

        await page.WaitForSelectorAsync(".trend canvas");
        foreach (var chart in await page.Locator(".trend").AllAsync())
        {
            (await chart.GetAttributeAsync("aria-label"))
                .Should()
                .Contain(language == "en" ? "values from" : "个数值")
                .And.NotContain("NaN")
                .And.NotMatchRegex("past-|[0-9]{9}", "the library's own words are for nobody");
        }
    }
}
