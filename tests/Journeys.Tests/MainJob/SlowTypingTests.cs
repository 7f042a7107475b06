using Microsoft.Playwright;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Typing at 60 ms a key over a line of 150 ms round trip, from the first paint, while others write.</summary>
[Collection(RunningProgram.Name)]
public sealed class SlowTypingTests(DemonstrationServer server)
{
    private const string Words = "abcdefghijklmnopqrstuvwxyz 0123456789";
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(75);

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Letters_were_lost_in_every_field_of_a_live_page(string language)
    {
        await using var line = new SlowLine(server.Address, OneWay);
        await using var clinician = await Clinician.SitDownAsync(line.Address, language);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        using var others = new CancellationTokenSource();
        var writing = WriteAsync(others.Token);

        // The filter, before the page has come to life.
        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
        await TypeAsync(page, "kept-text.filter input", Words);
        await page.WaitForTimeoutAsync(2_000);
        (await page.InputValueAsync("kept-text.filter input")).Should().Be(Words);

        await page.GotoAsync($"/drafts/{(await server.DraftsAsync())[^1]}");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        // A sentence of one's own: the cursor stands in the box, and no key is taken for a command.
        await OpenAsync(page, "article.paper section button.add", "article.paper form.editing textarea");
        await page.WaitForSelectorAsync("article.paper form.editing textarea:focus");
        await page.Keyboard.TypeAsync(Words + " /s?", new() { Delay = 60 });
        (await page.InputValueAsync("article.paper form.editing textarea")).Should().Be(Words + " /s?");
        (await page.Locator("#sign-password").CountAsync()).Should().Be(0);
        // A page that is drawn anew has it still.
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("article.paper form.editing textarea");
        (await page.InputValueAsync("article.paper form.editing textarea")).Should().Be(Words + " /s?");
        await page.ClickAsync("article.paper form.editing button.link");
        await page.WaitForSelectorAsync("form.editing", new() { State = WaitForSelectorState.Detached });

        // The words of a sentence.
        await OpenAsync(page, ".sentence", "span.editing textarea");
        await page.Keyboard.PressAsync("End");
        var before = await page.InputValueAsync("span.editing textarea");
        await page.Keyboard.TypeAsync(Words, new() { Delay = 60 });
        await page.WaitForTimeoutAsync(2_500);
        (await page.InputValueAsync("span.editing textarea")).Should().Be(before + Words);
        await page.Locator("span.editing button.link").ClickAsync();

        // The password of a signature.
        await OpenAsync(page, "[data-page-key=s]", "#sign-password");
        await TypeAsync(page, "#sign-password", "279t-d3zp-fnkh");
        (await page.InputValueAsync("#sign-password")).Should().Be("279t-d3zp-fnkh");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync("#sign-password", new() { State = WaitForSelectorState.Detached });
        await page.ClickAsync("[data-page-key=s]");
        (await page.InputValueAsync("#sign-password")).Should().BeEmpty("it is never carried over");

        await others.CancelAsync();
        await writing;
        clinician.Faults.Should().BeEmpty();
    }

    private static async Task TypeAsync(IPage page, string field, string words)
    {
        await page.WaitForSelectorAsync(field);
        await page.FocusAsync(field);
        await page.Keyboard.TypeAsync(words, new() { Delay = 60 });
    }

    // Once: a click before the page is live is not lost, and a second one would take the cursor away from what the first opened.
    private static async Task OpenAsync(IPage page, string button, string shows)
    {
        await page.Locator(button).First.ClickAsync();
        await page.WaitForSelectorAsync(shows);
    }

    private async Task WriteAsync(CancellationToken end)
    {
        using var client = await server.SignedInAsync();
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            var body =
                $$$"""{"resourceType":"Observation","status":"final","code":{"text":"typed meanwhile"},"subject":{"reference":"Patient/syn-2026-001"},"valueInteger":{{{number}}}}""";
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/fhir+json");
            using var answer = await client.PostAsync("/fhir/Observation", content, CancellationToken.None);
            answer.IsSuccessStatusCode.Should().BeTrue();
            await Task.Delay(300, CancellationToken.None);
        }
    }
}
