using System.Text.Json;
using Microsoft.Playwright;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Two clinicians at one draft.</summary>
[Collection(RunningProgram.Name)]
public sealed class TwoAtOnceTests(DemonstrationServer server)
{
    private const string Box = "span.editing textarea";

    [Fact]
    public async Task Two_clinicians_in_one_sentence_overwrote_each_other_silently()
    {
        var draft = await DraftAsync();
        await using var lin = await Clinician.SitDownAsync(server.Address, "en");
        await using var chen = await Clinician.SitDownAsync(server.Address, "zh-CN", "dark");
        await lin.SignInAsync(server.Password);
        await chen.SignInAsync(server.Passwords["chen"], "chen");
        await lin.OpenAsync($"/drafts/{draft}?text=en");
        await chen.OpenAsync($"/drafts/{draft}?text=en");

        // Each sees the other.
        await lin.Page.WaitForSelectorAsync("#presence:has-text('Chen')");
        await chen.Page.WaitForSelectorAsync("#presence:has-text('林')");

        // Both open the same sentence before either has typed.
        var sentence = (await lin.Page.Locator("[data-sentence-id]").First.GetAttributeAsync("data-sentence-id"))!;
        await OpenBoxAsync(lin.Page, sentence);
        await chen.Page.WaitForSelectorAsync("[data-editor]");
        await chen.ImageAsync("presence");
        await OpenBoxAsync(chen.Page, sentence);

        await lin.Page.FillAsync(Box, "Lin's words.");
        await lin.Page.Locator("span.editing button.button").ClickAsync();
        await lin.Page.WaitForSelectorAsync(".sentence:has-text(\"Lin's words.\")");
        await chen.Page.FillAsync(Box, "Chen's words.");
        await chen.Page.WaitForSelectorAsync("#conflict");

        (await chen.Page.InnerTextAsync("#conflict [data-mine]")).Should().Be("Chen's words.");
        (await chen.Page.InnerTextAsync("#conflict [data-theirs]")).Should().Be("Lin's words.");
        await chen.ImageAsync("conflict");
        (await lin.Page.Locator(".sentence:has-text(\"Lin's words.\")").CountAsync()).Should().Be(1, "it stands");

        // Both texts are put into the box, put together, and saved.
        await chen.Page.ClickAsync("[data-choice=both]");
        await chen.Page.WaitForSelectorAsync("#conflict", new() { State = WaitForSelectorState.Detached });
        await Assertions.Expect(chen.Page.Locator(Box)).ToHaveValueAsync("Lin's words. Chen's words.");
        await chen.Page.FillAsync(Box, "Lin's and Chen's words.");
        await chen.Page.Locator("span.editing button.button").ClickAsync();
        await lin.Page.WaitForSelectorAsync(".sentence:has-text(\"Lin's and Chen's words.\")");
        chen.Faults.Should().BeEmpty();
        lin.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Saved_was_said_while_nothing_could_be_saved()
    {
        var draft = await DraftAsync();
        await using var clinician = await Clinician.SitDownAsync(server.Address, "en");
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        await clinician.OpenAsync($"/drafts/{draft}?text=en");
        var add = page.Locator("article.paper section button.add").Last;
        await add.ClickAsync();
        await page.FillAsync("form.editing textarea", "Half a sentence");

        await Assertions.Expect(page.Locator("[data-not-saved]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-saved]")).ToBeHiddenAsync();
        await page.ClickAsync("form.editing button[type=submit]");
        await Assertions.Expect(page.Locator("[data-not-saved]")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("[data-saved]")).ToContainTextAsync("saved");
    }

    private static async Task OpenBoxAsync(IPage page, string sentence)
    {
        await page.ClickAsync($"[data-sentence-id='{sentence}']");
        await page.WaitForSelectorAsync(Box);
    }

    private async Task<string> DraftAsync()
    {
        using var client = await server.SignedInAsync();
        var bundle = JsonDocument.Parse(await client.GetStringAsync("/fhir/DiagnosticReport?_count=200")).RootElement;
        return bundle
            .GetProperty("entry")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("resource"))
            .Where(report => report.GetProperty("status").GetString() == "preliminary")
            .Where(report => report.GetRawText().Contains("Home monitoring forecast", StringComparison.Ordinal))
            .Select(report => report.GetProperty("id").GetString()!)
            .Order(StringComparer.Ordinal)
            .Last();
    }
}
