using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Two tabs of one session.</summary>
[Collection(RunningProgram.Name)]
public sealed class SignedOutTabTests(DemonstrationServer server)
{
    [Fact]
    public async Task A_tab_that_stayed_open_after_the_sign_out_went_on_showing_and_deciding()
    {
        await using var clinician = await Clinician.SitDownAsync(server.Address, "en");
        var open = clinician.Page;
        await clinician.SignInAsync(server.Password);
        await clinician.OpenAsync("/");
        await open.WaitForSelectorAsync("td.patient-cell");

        var other = await open.Context.NewPageAsync();
        await other.GotoAsync("/models");
        await other.ClickAsync("form[action='/sign-out'] button");
        await other.WaitForURLAsync(url => url.Contains("sign-in"));

        // Of its own accord: nobody touches it.
        await open.WaitForURLAsync(url => url.Contains("sign-in"), new() { Timeout = 30_000 });
        (await open.Locator("td.patient-cell").CountAsync()).Should().Be(0);
    }
}
