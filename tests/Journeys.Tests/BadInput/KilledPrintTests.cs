using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.BadInput;

/// <summary>A print that is killed left a whole report, which said "signed", in the system's temporary folder for ever.</summary>
[Collection(RunningProgram.Name)]
public sealed class KilledPrintTests(DemonstrationServer server)
{
    [Fact]
    public async Task A_page_that_was_being_printed_when_the_program_was_killed_is_gone_after_the_next_start()
    {
        using var client = await server.SignedInAsync();
        var reports = JsonDocument.Parse(await client.GetStringAsync("/fhir/DiagnosticReport?_count=1")).RootElement;
        var report = reports.GetProperty("entry")[0].GetProperty("resource");
        var patient = report.GetProperty("subject").GetProperty("reference").GetString()!.Split('/')[1];
        var output = Path.Combine(server.DataFolder, "killed.pdf");
        string? page = null;
        foreach (var document in new[] { "imaging", "diagnosis", "forecast" })
        {
            await using var print = XinglinProcess.Start(
                "draft",
                "--patient",
                patient,
                "--document",
                document,
                "--out",
                output,
                "--data",
                server.DataFolder
            );
            while (!print.HasExited && page is null)
            {
                page = Pages().FirstOrDefault();
                await Task.Delay(2);
            }
            await print.KillAsync();
            if (page is not null)
                break;
        }
        page.Should().NotBeNull("one of the documents is there and was being printed");
        page.Should().StartWith(Path.Combine(server.DataFolder, "tmp"));
        Pages().Should().NotBeEmpty("the program had no time to clear it away");

        // The server still runs on the folder; the next command clears what is nobody's.
        (await XinglinProcess.RunAsync("quality", "--data", server.DataFolder, "--json"))
            .Code.Should()
            .Be(0);
        Pages().Should().BeEmpty();
    }

    private IEnumerable<string> Pages()
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(
                    Path.Combine(server.DataFolder, "tmp"),
                    "page.html",
                    SearchOption.AllDirectories
                ),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // Made and removed while it was looked through.
        }
    }
}
