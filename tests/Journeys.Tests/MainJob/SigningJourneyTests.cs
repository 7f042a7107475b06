using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Worklist → patient → draft → decide → edit → sign → PDF, as a clinician clicks it, in both languages.</summary>
[Collection(RunningProgram.Name)]
public sealed partial class SigningJourneyTests(DemonstrationServer server)
{
    [Theory]
    [InlineData("zh-CN", 0, "冠", "人工智能")]
    [InlineData("en", 0, "coronary", "AI")]
    public async Task A_diagnosis_is_read_decided_edited_and_signed(
        string language,
        int which,
        string finding,
        string label
    )
    {
        await using var clinician = await Clinician.SitDownAsync(server.Address, language);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        await page.WaitForSelectorAsync("table td.says");
        await clinician.ImageAsync("worklist");

        var (draft, patient) = await DiagnosisAsync(which);
        await clinician.OpenAsync($"/patients/{patient}");
        await page.WaitForSelectorAsync(".patient-header");
        await clinician.ImageAsync("patient");

        await clinician.OpenAsync($"/drafts/{draft}");
        (await page.InnerTextAsync("article.paper")).Should().ContainEquivalentOf(finding);
        await EvidenceLightsUpBothWaysAsync(page);
        await clinician.ImageAsync("draft");

        await OpenSignDialogAsync(page);
        (await page.IsDisabledAsync("#sign-now")).Should().BeTrue("a finding is neither accepted nor rejected");
        await clinician.ImageAsync("sign-refused");
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync(".finding-row .button >> nth=0");
        await page.WaitForSelectorAsync(".finding-row .chip.done");

        await OpenItems.WriteAsync(page, language == "en" ? "Stable angina is likely." : "考虑稳定型心绞痛。");
        await AddSentenceAsync(page, language == "en" ? "Seen and discussed on the ward round." : "已在查房时讨论。");

        await OpenSignDialogAsync(page);
        await page.FillAsync("#sign-password", "not the password");
        await page.ClickAsync("#sign-now");
        await page.WaitForSelectorAsync(".sign-dialog [role=alert]:visible");
        (await page.InputValueAsync("#sign-password")).Should().BeEmpty("no password stands in a dialog again");
        await page.FillAsync("#sign-password", server.Password);
        await page.ClickAsync("#sign-now");
        await page.WaitForSelectorAsync("section.signature", new() { Timeout = 60_000 });
        await clinician.ImageAsync("signed");

        await SignedTruthAsync(page, draft, language, label);
        await clinician.OpenAsync($"/drafts/{draft}?compare=signed");
        await clinician.ImageAsync("difference");
        clinician.Faults.Should().ContainSingle().Which.Should().Contain("409", "the wrong password was refused");
    }

    private async Task<(string Draft, string Patient)> DiagnosisAsync(int which)
    {
        using var client = await server.SignedInAsync();
        var bundle = JsonDocument.Parse(await client.GetStringAsync("/fhir/DiagnosticReport?_count=200")).RootElement;
        var reports = bundle
            .GetProperty("entry")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("resource"))
            .Where(report => report.GetRawText().Contains("Diagnostic assessment", StringComparison.Ordinal))
            .Where(report => !report.GetRawText().Contains("cannot say", StringComparison.Ordinal))
            .Where(report => report.GetProperty("status").GetString() == "preliminary")
            .Select(report =>
                (
                    report.GetProperty("id").GetString()!,
                    report.GetProperty("subject").GetProperty("reference").GetString()!.Split('/')[1]
                )
            )
            .OrderBy(pair => pair.Item2, StringComparer.Ordinal)
            .ToList();
        return reports[which % reports.Count];
    }

    private static async Task EvidenceLightsUpBothWaysAsync(IPage page)
    {
        var sentence = page.Locator(".sentence[data-facts]:not([data-facts=''])").First;
        var fact = (await sentence.GetAttributeAsync("data-facts"))!.Split(' ')[0];
        var card = page.Locator($".fact[data-fact='{fact}']");
        // The page is readable before its script has arrived: until then pointing lights nothing.
        for (var attempt = 0; attempt < 20 && !Lit().IsMatch((await card.GetAttributeAsync("class"))!); attempt++)
        {
            await page.HoverAsync("header");
            await sentence.HoverAsync();
            await page.WaitForTimeoutAsync(250);
        }
        await Assertions.Expect(card).ToHaveClassAsync(Lit());
        await page.HoverAsync("header");
        await Assertions.Expect(card).Not.ToHaveClassAsync(Lit());
        await card.HoverAsync();
        await Assertions.Expect(sentence).ToHaveClassAsync(Lit());
    }

    [GeneratedRegex(@"\blit\b")]
    private static partial Regex Lit();

    private static async Task OpenSignDialogAsync(IPage page)
    {
        await page.ClickAsync("[data-page-key=s]");
        await page.WaitForSelectorAsync("#sign-password");
    }

    private static async Task AddSentenceAsync(IPage page, string words)
    {
        await page.Locator("article.paper section button.link").First.ClickAsync();
        await page.FillAsync("article.paper form.editing textarea", words);
        await page.ClickAsync("article.paper form.editing button[type=submit]");
        await page.WaitForSelectorAsync($".sentence:has-text('{words}')");
        await page.WaitForSelectorAsync(".sentence .initials");
    }

    private async Task SignedTruthAsync(IPage page, string draft, string language, string label)
    {
        using var client = await server.SignedInAsync();
        var report = JsonDocument.Parse(await client.GetStringAsync($"/fhir/DiagnosticReport/{draft}")).RootElement;
        report.GetProperty("status").GetString().Should().Be("final");
        report.GetRawText().Should().Contain("AIAST").And.Contain("HTEST");
        var provenance = JsonDocument
            .Parse(await client.GetStringAsync($"/fhir/Provenance/{draft}-signature"))
            .RootElement;
        provenance.GetProperty("signature").GetArrayLength().Should().BeGreaterThan(0);
        var history = JsonDocument
            .Parse(await client.GetStringAsync($"/fhir/DiagnosticReport/{draft}/_history"))
            .RootElement;
        history
            .GetProperty("entry")
            .EnumerateArray()
            .Last()
            .GetProperty("resource")
            .GetProperty("status")
            .GetString()
            .Should()
            .Be("preliminary");

        var address = await page.GetAttributeAsync("section.signature a.button", "href");
        var pdf = await client.GetByteArrayAsync(address);
        pdf.AsSpan(0, 5).ToArray().Should().Equal("%PDF-"u8.ToArray());
        if (await TextOfAsync(pdf) is { } text)
        {
            text.Should().Contain(label).And.Contain(language == "en" ? "Dr. Lin" : "林医生");
            text.ToLowerInvariant().Should().Contain(language == "en" ? "synthetic" : "合成");
        }
    }

    private static async Task<string?> TextOfAsync(byte[] pdf)
    {
        if (!File.Exists("/usr/bin/pdftotext"))
            return null;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var reader = Process.Start(
                new ProcessStartInfo("/usr/bin/pdftotext", ["-layout", file, "-"]) { RedirectStandardOutput = true }
            )!;
            return await reader.StandardOutput.ReadToEndAsync();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
