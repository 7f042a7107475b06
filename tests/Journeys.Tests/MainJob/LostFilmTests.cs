using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>A film whose file is damaged or missing says so, in the viewer and in the chart, and was seen by nobody.</summary>
[Collection(RunningProgram.Name)]
public sealed class LostFilmTests(DemonstrationServer server)
{
    [Theory]
    [InlineData("zh-CN", "影像损坏或缺失", "从备份恢复")]
    [InlineData("en", "Film damaged or missing", "restore it from a backup")]
    public async Task A_lost_film_was_a_black_viewer_without_words_and_counted_as_seen(
        string language,
        string words,
        string remedy
    )
    {
        var (study, patient, draft, file) = await FilmAsync();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await using var clinician = await Clinician.SitDownAsync(server.Address, language, "light", 1280);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Passwords["chen"], "chen");
        try
        {
            foreach (var isGone in new[] { true, false })
            {
                if (isGone)
                    File.Delete(file);
                else
                    await File.WriteAllBytesAsync(file, bytes.AsMemory(0, bytes.Length / 2));
                await clinician.OpenAsync($"/studies/{study}");
                await page.WaitForSelectorAsync(".film .message[role=alert]");
                var said = await page.InnerTextAsync(".film .message[role=alert]");
                said.Should().Contain(words).And.Contain(remedy);
                (await page.Locator(".film .message[role=status]").CountAsync()).Should().Be(0);
                await clinician.ImageAsync($"film-lost-{(isGone ? "missing" : "damaged")}");
                await clinician.OpenAsync($"/patients/{patient}");
                var mark = page.Locator($"a.thumb[href='/studies/{study}'] .lost");
                await mark.ScrollIntoViewIfNeededAsync();
                await mark.WaitForAsync();
                (await mark.InnerTextAsync()).Should().Contain(words);
                await clinician.ImageAsync($"film-lost-chart-{(isGone ? "missing" : "damaged")}");
            }
            await clinician.OpenAsync($"/drafts/{draft}");
            (await page.Locator("#missing [data-missing=study-not-opened]").CountAsync())
                .Should()
                .Be(1, "no pixel was ever delivered to this person");
        }
        finally
        {
            await File.WriteAllBytesAsync(file, bytes, CancellationToken.None);
        }
        clinician.Faults.Where(fault => !fault.Contains("422", StringComparison.Ordinal)).Should().BeEmpty();
    }

    // The last of the hospital's films, which no other journey opens.
    private async Task<(string Study, string Patient, string Draft, string File)> FilmAsync()
    {
        using var client = await server.SignedInAsync();
        var task = JsonDocument
            .Parse(await client.GetStringAsync("/fhir/Task?code=imaging&status=completed&_count=100"))
            .RootElement.GetProperty("entry")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("resource"))
            .Where(task => task.GetRawText().Contains("\"Observation/", StringComparison.Ordinal))
            .OrderBy(task => task.GetProperty("id").GetString(), StringComparer.Ordinal)
            .Last();
        var draft = task.GetProperty("output")
            .EnumerateArray()
            .Select(output => output.GetProperty("valueReference").GetProperty("reference").GetString()!)
            .First(reference => reference.StartsWith("DiagnosticReport/", StringComparison.Ordinal));
        var focus = task.GetProperty("focus").GetProperty("reference").GetString()!;
        var study = JsonDocument.Parse(await client.GetStringAsync($"/fhir/{focus}")).RootElement;
        var patient = study.GetProperty("subject").GetProperty("reference").GetString()!;
        var sop = study.GetProperty("series")[0].GetProperty("instance")[0].GetProperty("uid").GetString()!;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sop)));
        return (
            focus.Split('/')[1],
            patient.Split('/')[1],
            draft.Split('/')[1],
            Path.Combine(server.DataFolder, "dicom", name[..2], name[2..4], name + ".dcm")
        );
    }
}
