using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>kill -9 while the work runs; after the next start it finishes, once.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Work_interrupted_by_kill_9_is_finished_once_after_the_next_start()
    {
        await using var server = new DemonstrationServer();
        await server.StartAsync();
        using (var client = await server.SignedInAsync())
            await UntilSomeAreDoneAsync(client);
        await server.Process.KillAsync();
        await server.StartAsync();
        using (var client = await server.SignedInAsync())
        {
            await DemonstrationServer.UntilDoneAsync(client);
            var tasks = await AllAsync(client, "Task");
            var reports = await AllAsync(client, "DiagnosticReport");
            tasks.Should().NotBeEmpty().And.OnlyContain(task => task.GetProperty("status").GetString() == "completed");
            reports.Should().HaveCount(tasks.Count, "each Task left one draft");
            foreach (var report in reports)
            {
                report
                    .GetProperty("meta")
                    .GetProperty("versionId")
                    .GetString()
                    .Should()
                    .Be("1", "no draft was written twice");
            }
        }
        (await server.Process.InterruptAsync()).Should().Be(0, "Ctrl-C stops it cleanly");
    }

    private static async Task UntilSomeAreDoneAsync(HttpClient client)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var text = await client.GetStringAsync("/fhir/Task?status=completed&_summary=count");
            if (JsonDocument.Parse(text).RootElement.GetProperty("total").GetInt32() >= 2)
                return;
            await Task.Delay(100);
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> AllAsync(HttpClient client, string type)
    {
        var bundle = JsonDocument.Parse(await client.GetStringAsync($"/fhir/{type}?_count=500")).RootElement;
        return [.. bundle.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"))];
    }
}
