using System.Text.Json;
using Microsoft.Playwright;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>A passkey is added, opens the program, signs one document and is removed, in Chromium with an authenticator of its own.</summary>
[Collection(RunningProgram.Name)]
public sealed class PasskeyJourneyTests(DemonstrationServer server)
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_signs_one_document_and_is_removed()
    {
        await using var clinician = await Clinician.SitDownAsync(server.Address, "en");
        var page = clinician.Page;
        await WithAuthenticatorAsync(page);
        await clinician.SignInAsync(server.Password);

        await page.GotoAsync("/account");
        await page.FillAsync("#passkey-add input[name=name]", "Ward phone");
        await page.FillAsync("#passkey-add input[name=password]", "not the password");
        await page.ClickAsync("#passkey-add button");
        await page.WaitForSelectorAsync("#passkey-add [data-says]:visible");
        await page.FillAsync("#passkey-add input[name=password]", server.Password);
        await page.ClickAsync("#passkey-add button");
        await page.WaitForSelectorAsync("[data-passkey-row]:has-text('Ward phone')");
        await clinician.ImageAsync("passkeys");

        await page.Context.ClearCookiesAsync(new() { Name = "xinglin" });
        await page.GotoAsync("/sign-in");
        await clinician.ImageAsync("passkey-sign-in");
        await page.ClickAsync("#passkey-sign-in");
        await page.WaitForURLAsync(url => !url.Contains("sign-in"));

        await clinician.OpenAsync($"/drafts/{await DraftAsync()}?text=en");
        await OpenItems.WriteAsync(page, "Seen on the ward round.");
        await page.ClickAsync("[data-page-key=s]");
        await page.WaitForSelectorAsync("#sign-passkey");
        await clinician.ImageAsync("passkey-signing");
        await page.ClickAsync("#sign-passkey");
        await page.WaitForSelectorAsync("section.signature", new() { Timeout = 60_000 });

        await page.GotoAsync("/account");
        await page.ClickAsync("[data-passkey-row] button");
        await page.WaitForURLAsync("**/account?done=passkey-removed");
        (await page.Locator("[data-passkey-row]").CountAsync()).Should().Be(0);
    }

    // CDP, domain WebAuthn: a device that holds passkeys and knows its user.
    private static async Task WithAuthenticatorAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
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
            .First();
    }
}
