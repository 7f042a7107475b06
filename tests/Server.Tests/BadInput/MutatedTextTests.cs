using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.BadInput;

/// <summary>
/// Damaged FHIR and CSV at every door: answered, soon, and never as a fault of ours. A small number here; 2,000 of each kind
/// by <c>bench/badinput/fhir.mjs</c>.
/// </summary>
public sealed class MutatedTextTests(ITestOutputHelper output)
{
    private const int Rounds = 60;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_damaged_text_was_answered_with_a_fault()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using var server = await RunningServer.StartAsync();
        var importer = server.Services.GetRequiredService<Importer>();
        var mutations = new Mutations(seed);
        var failures = new List<string>();
        foreach (var kind in new[] { "json", "xml", "ndjson", "csv", "bundle" })
        {
            for (var round = 0; round < Rounds; round++)
            {
                var bytes = mutations.Next(Mutations.Whole(kind));
                var type = kind == "xml" ? "application/fhir+xml" : "application/fhir+json";
                await TryAsync(
                    $"POST /fhir {kind}",
                    () => RunningServer.SendAsync(server.Program, HttpMethod.Post, "/fhir", bytes, type)
                );
                await TryAsync(
                    $"POST /fhir/Patient {kind}",
                    () => RunningServer.SendAsync(server.Program, HttpMethod.Post, "/fhir/Patient", bytes, type)
                );
                await TryAsync(
                    $"POST /api/import {kind}",
                    () => server.ImportAsync($"m.{(kind == "bundle" ? "json" : kind)}", bytes)
                );
                await TryAsync(
                    $"import {kind}",
                    async () =>
                    {
                        var report = await importer.ImportAsync(
                            Origin.Command("test"),
                            [new ImportSource("m." + kind, () => new MemoryStream(bytes))]
                        );
                        return (report.Accepted.Count + report.Refused.Count > 0 ? 200 : 500, "", "an empty report");
                    }
                );

                async Task TryAsync(string door, Func<Task<(int Status, string Type, string Body)>> send)
                {
                    var started = Stopwatch.GetTimestamp();
                    var (status, _, body) = await send();
                    if (status >= 500 || Stopwatch.GetElapsedTime(started) > Most)
                    {
                        failures.Add(
                            $"{door}, round {round}: {status} {body[..Math.Min(200, body.Length)]} {Convert.ToBase64String(bytes)}"
                        );
                    }
                }
            }
        }

        failures.Should().BeEmpty();
        var (last, _, _) = await RunningServer.GetAsync(server.Program, "/fhir/Patient?_count=1");
        last.Should().Be(200);
    }
}
