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
}
