using Microsoft.Playwright;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Long text in a field of a live page.</summary>
[Collection(RunningProgram.Name)]
public sealed class LongTypingTests(DemonstrationServer server)
{
    private const string Filter = "input[type=search]:not(#search)";

    [Theory]
    [InlineData("zh-CN", "这段文字过长")]
    [InlineData("en", "This text is too long")]
    public async Task Text_beyond_what_the_server_takes_left_a_dead_page(string language, string words)
    {
        await using var clinician = await Clinician.SitDownAsync(server.Address, language);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        await clinician.OpenAsync("/");
        await page.WaitForSelectorAsync("td.patient-cell");

        await TypeAsync(page, 700_000);
        (await page.InnerTextAsync("#too-long")).Should().Contain(words);
        (await page.InputValueAsync(Filter)).Should().HaveLength(700_000, "it is not lost");
        (await page.Locator("td.patient-cell").CountAsync()).Should().BePositive("it was not passed on");

        // What was drawn before the page is live hears nothing yet.
        var rows = page.Locator("td.patient-cell");
        for (var tries = 0; tries < 30 && await rows.CountAsync() > 0; tries++)
        {
            await TypeAsync(page, 200_000);
            await page.WaitForTimeoutAsync(1_000);
        }
        (await rows.CountAsync()).Should().Be(0, "it was passed on");
        (await page.IsVisibleAsync("#too-long")).Should().BeFalse();

        await page.FillAsync(Filter, "");
        await page.WaitForSelectorAsync("td.patient-cell");
        clinician.Faults.Should().BeEmpty();
    }

    private static Task TypeAsync(IPage page, int letters) =>
        page.EvalOnSelectorAsync(
            Filter,
            "(box, letters) => { box.value = 'x'.repeat(letters); box.dispatchEvent(new Event('input', { bubbles: true })); }",
            letters
        );
}
