using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Texts from outside of 180 letters, in the lists of the pages, on a wide and a narrow screen.</summary>
[Collection(RunningProgram.Name)]
public sealed class LongNamesTests(DemonstrationServer server)
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("Maximiliana", 17))[..180];

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("zh-CN", 390)]
    public async Task One_long_name_took_the_list_and_made_the_page_wider_than_the_screen(string language, int width)
    {
        using var client = await server.SignedInAsync();
        await using var clinician = await Clinician.SitDownAsync(server.Address, language, width: width);
        var page = clinician.Page;
        await clinician.SignInAsync(server.Password);
        await clinician.OpenAsync("/");
        var chart = (await page.GetAttributeAsync("td.patient-cell a", "href"))!;
        var id = chart.Split('/')[^1];
        var before = await client.GetStringAsync($"/fhir/Patient/{id}");
        try
        {
            var patient = JsonNode.Parse(before)!;
            patient["name"] = new JsonArray(new JsonObject { ["text"] = Long });
            await PutAsync(client, $"Patient/{id}", patient.ToJsonString());
            foreach (var (type, rest) in Records(id))
                await PutAsync(client, $"{type}/long-{type.ToLowerInvariant()}", rest);

            foreach (
                var (name, address) in new[]
                {
                    ("list", "/"),
                    ("search", $"/search?q={Long[..30]}"),
                    ("doubts", "/?tab=doubts"),
                    ("chart", chart),
                    ("access", $"{chart}/access"),
                }
            )
            {
                await clinician.OpenAsync(address);
                await page.WaitForSelectorAsync("main");
                await clinician.ImageAsync($"long-{name}");
                (
                    await page.EvaluateAsync<int>(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                    )
                )
                    .Should()
                    .BeLessThanOrEqualTo(0, $"{address} fits a screen {width} wide");
                if (address != "/")
                    continue;
                (await page.GetAttributeAsync($"td.patient-cell a[href='{chart}']", "title")).Should().Be(Long);
                var row = page.Locator($"tr:has(a[href='{chart}'])").First;
                foreach (var cell in new[] { ".number", "td.what", "td.says", "[data-open]" })
                {
                    var box = (await row.Locator(cell).First.BoundingBoxAsync())!;
                    (box.X + box.Width).Should().BeLessThanOrEqualTo(width, $"{cell} is on the screen");
                }
            }
        }
        finally
        {
            await PutAsync(client, $"Patient/{id}", before);
            foreach (var (type, _) in Records(id))
            {
                (
                    await client.DeleteAsync($"/fhir/{type}/long-{type.ToLowerInvariant()}", CancellationToken.None)
                ).Dispose();
            }
        }
        clinician.Faults.Should().BeEmpty();
    }

    private static IEnumerable<(string Type, string Json)> Records(string patient)
    {
        var subject = $$$"""{"reference":"Patient/{{{patient}}}"}""";
        yield return (
            "Observation",
            $$$"""{"resourceType":"Observation","id":"long-observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2160-0"}],"text":"{{{Long}}}"},"subject":{{{subject}}},"effectiveDateTime":"2026-01-01","valueQuantity":{"value":1,"unit":"{{{Long}}}"}}"""
        );
        yield return (
            "DocumentReference",
            $$$"""{"resourceType":"DocumentReference","id":"long-documentreference","status":"current","description":"{{{Long}}}","subject":{{{subject}}},"content":[{"attachment":{"contentType":"text/plain","title":"{{{Long}}}","data":"eA=="}}]}"""
        );
        yield return (
            "Encounter",
            $$$"""{"resourceType":"Encounter","id":"long-encounter","status":"in-progress","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"subject":{{{subject}}},"period":{"start":"2026-01-01"},"location":[{"location":{"display":"{{{Long}}}"}}]}"""
        );
        yield return (
            "Condition",
            $$$"""{"resourceType":"Condition","id":"long-condition","code":{"text":"{{{Long}}}"},"subject":{{{subject}}}}"""
        );
        yield return (
            "MedicationRequest",
            $$$"""{"resourceType":"MedicationRequest","id":"long-medicationrequest","status":"active","intent":"order","subject":{{{subject}}},"medicationCodeableConcept":{"text":"{{{Long}}}"}}"""
        );
    }

    private static async Task PutAsync(HttpClient client, string address, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/fhir+json");
        using var answer = await client.PutAsync($"/fhir/{address}", content, TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
    }
}
