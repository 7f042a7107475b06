using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>A page is readable before it listens: what is clicked until then is not lost.</summary>
[Collection(RunningProgram.Name)]
public sealed partial class EarlyClickTests(DemonstrationServer server)
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(150);

    [Theory]
    [InlineData("zh-CN", "您点击的操作会随后执行")]
    [InlineData("en", "what you click is done in a moment")]
    public async Task Clicks_before_a_page_listened_were_lost(string language, string waiting)
    {
        await using var line = new SlowLine(server.Address, OneWay);
        await using var clinician = await Clinician.SitDownAsync(line.Address, language);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        var draft = (await server.DraftsAsync())[0];
        foreach (
            var (button, shows) in new[]
            {
                ("[data-page-key=s]", "#sign-password"),
                ("article.paper section button.add", "article.paper form.editing textarea"),
                (".sentence", "span.editing textarea"),
            }
        )
        {
            await page.GotoAsync($"/drafts/{draft}", new() { WaitUntil = WaitUntilState.Commit });
            await page.WaitForSelectorAsync(button);
            // The script that keeps clicks is there with the first drawing; the page does not listen for a while yet.
            while (!await page.EvaluateAsync<bool>("window.Blazor !== undefined && document.readyState !== 'loading'"))
                await page.WaitForTimeoutAsync(20);
            (await page.InnerTextAsync("[data-not-live]")).Should().Contain(waiting);
            await page.EvalOnSelectorAsync(button, "one => one.click()");
            await page.WaitForSelectorAsync(shows);
            (await page.Locator("[data-not-live]").CountAsync()).Should().Be(0, "the page listens");
        }
        clinician.Faults.Should().BeEmpty();
    }

    [Fact]
    public void Every_page_that_listens_says_so_until_it_does()
    {
        var pages = Directory
            .EnumerateFiles(
                Path.Combine(Repository.Root, "src", "Server", "Pages"),
                "*.razor",
                SearchOption.AllDirectories
            )
            .Select(file => (file, Text: File.ReadAllText(file)))
            .Where(page => Live().IsMatch(page.Text))
            .ToList();

        pages.Should().NotBeEmpty();
        pages.Should().OnlyContain(page => page.Text.Contains("</PageTitle>\n<NotLiveYet />\n"));
    }

    [GeneratedRegex("^@rendermode", RegexOptions.Multiline)]
    private static partial Regex Live();
}
