using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>A film is looked at, windowed, decided on and its report signed; in both languages.</summary>
[Collection(RunningProgram.Name)]
public sealed class FilmJourneyTests(DemonstrationServer server)
{
    [Theory]
    [InlineData("zh-CN", 0)]
    [InlineData("en", 1)]
    public async Task A_film_is_windowed_decided_on_and_its_report_signed(string language, int which)
    {
        var (study, draft) = await FilmAsync(which);
        await using var clinician = await Clinician.SitDownAsync(server.Address, language, "dark", 1920);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        await clinician.OpenAsync($"/studies/{study}");
        await page.WaitForSelectorAsync("[data-film] canvas");

        (await page.Locator(".finding-row").CountAsync())
            .Should()
            .Be(0, "the AI stays hidden until the reader's own impression");
        await page.FillAsync("#impression", language == "en" ? "My own impression." : "本人判读意见。");
        await page.ClickAsync("#impression ~ p button, .study-side button.primary");
        await page.WaitForSelectorAsync(".finding-row");

        await WindowAsync(page);
        await clinician.ImageAsync("film");
        await page.ClickAsync(".finding-row .button >> nth=0");
        await page.WaitForSelectorAsync(".finding-row .chip.done");

        await clinician.OpenAsync($"/drafts/{draft}");
        await clinician.ImageAsync("film-missing");
        await OpenItems.WriteAsync(page, language == "en" ? "Heart and mediastinum normal." : "心影、纵隔未见异常。");
        await page.ClickAsync("[data-page-key=s]");
        await page.FillAsync("#sign-password", server.Password);
        await page.ClickAsync("#sign-now");
        await page.WaitForSelectorAsync("[data-standing]", new() { Timeout = 60_000 });
        (await page.Locator("section.signature").CountAsync())
            .Should()
            .Be(0, "an imaging report is final when another person has signed it as well");
        await clinician.ImageAsync("film-signed-by-author");
        clinician.Faults.Should().BeEmpty();
        await ReviewAsync(study, draft, language);
    }

    private async Task ReviewAsync(string study, string draft, string language)
    {
        await using var reviewer = await Clinician.SitDownAsync(server.Address, language, "dark", 1920);
        var page = reviewer.Page;
        await reviewer.SignInAsync(server.Passwords["chen"], "chen");
        await reviewer.OpenAsync($"/drafts/{draft}?text={language}");
        (await page.Locator("#missing [data-missing=study-not-opened]").CountAsync())
            .Should()
            .Be(1, "the reviewer has not looked at the film");
        await reviewer.OpenAsync($"/studies/{study}");
        await page.WaitForSelectorAsync("[data-film] canvas");
        await reviewer.OpenAsync($"/drafts/{draft}?text={language}");
        await page.ClickAsync("[data-page-key=s]");
        await page.WaitForSelectorAsync("#sign-password");
        (await page.InputValueAsync("#sign-meaning")).Should().Be("reviewer", "the author has signed");
        await reviewer.ImageAsync("film-review");
        await page.FillAsync("#sign-password", server.Passwords["chen"]);
        await page.ClickAsync("#sign-now");
        await page.WaitForSelectorAsync("section.signature", new() { Timeout = 60_000 });
        await reviewer.ImageAsync("film-signed");
        var signed = await page.InnerTextAsync("section.signature");
        signed
            .Should()
            .Contain(language == "en" ? "Dr. Lin" : "林医生")
            .And.Contain(language == "en" ? "Dr. Chen" : "陈主治医师");
        reviewer.Faults.Should().BeEmpty();
    }

    private static async Task WindowAsync(Microsoft.Playwright.IPage page)
    {
        var before = await page.InputValueAsync("#window-width");
        await page.FillAsync("#window-width", "900");
        await page.Keyboard.PressAsync("Tab");
        await page.WaitForFunctionAsync("before => document.querySelector('#window-width').value !== before", before);
        var film = (await page.Locator("[data-film]").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(film.X + (film.Width / 2), film.Y + (film.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(
            film.X + (film.Width / 2) + 80,
            film.Y + (film.Height / 2) + 30,
            new() { Steps = 8 }
        );
        await page.Mouse.UpAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('#window-width').value !== '900'");
    }

    private async Task<(string Study, string Draft)> FilmAsync(int which)
    {
        using var client = await server.SignedInAsync();
        var tasks = JsonDocument
            .Parse(await client.GetStringAsync("/fhir/Task?code=imaging&status=completed&_count=100"))
            .RootElement;
        return tasks
            .GetProperty("entry")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("resource"))
            .Where(task => task.GetRawText().Contains("\"Observation/", StringComparison.Ordinal))
            .OrderBy(task => task.GetProperty("id").GetString(), StringComparer.Ordinal)
            .Select(task =>
                (
                    task.GetProperty("focus").GetProperty("reference").GetString()!.Split('/')[1],
                    task.GetProperty("output")
                        .EnumerateArray()
                        .Select(output => output.GetProperty("valueReference").GetProperty("reference").GetString()!)
                        .First(reference => reference.StartsWith("DiagnosticReport/", StringComparison.Ordinal))
                        .Split('/')[1]
                )
            )
            .ElementAt(which);
    }
}
