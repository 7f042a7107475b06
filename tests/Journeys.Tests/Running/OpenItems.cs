using Microsoft.Playwright;

namespace Xinglin.Journeys.Tests.Running;

/// <summary>What a draft's page lists as missing before a signature, done as a clinician does it.</summary>
public static class OpenItems
{
    private static readonly string[] OfSections = ["not-described", "needs-reading", "nothing-in-its-place"];

    /// <summary>Writes a sentence where the page says that a person's words are missing.</summary>
    public static async Task WriteAsync(IPage page, string words)
    {
        foreach (var code in OfSections)
        {
            var item = page.Locator($"#missing [data-missing={code}]");
            if (await item.CountAsync() == 0)
                continue;
            var section = (await item.Locator("a").GetAttributeAsync("href"))!.Split('#')[1];
            await page.ClickAsync($"[id='{section}'] button.add");
            await page.FillAsync($"[id='{section}'] form.editing textarea", words);
            await page.ClickAsync($"[id='{section}'] form.editing button[type=submit]");
            await item.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }
    }
}
