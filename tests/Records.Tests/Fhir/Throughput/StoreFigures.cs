using System.Diagnostics;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir.Throughput;

/// <summary>Measurements, not tests: run by <c>bench/records.sh</c>.</summary>
public sealed class StoreFigures(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Durable_commits_per_second_by_number_of_callers()
    {
        foreach (var callers in new[] { 1, 16, 1, 16 })
        {
            await using var temporary = new TemporaryStore();
            var (watch, count) = (Stopwatch.StartNew(), 0);
            await Task.WhenAll(
                Enumerable
                    .Range(0, callers)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            while (watch.Elapsed < TimeSpan.FromSeconds(5))
                            {
                                var reading = FhirStoreTests.Observation("", "Patient/p1", "8480-6", 150);
                                reading.Id = null;
                                await temporary.Store.CommitAsync(Origin.Command("figures"), [new Write(reading)]);
                                Interlocked.Increment(ref count);
                            }
                        })
                    )
            );
            output.WriteLine($"{callers} callers: {count / watch.Elapsed.TotalSeconds:F0} commits/s");
        }
    }

    [Fact(Explicit = true)]
    public async Task Synthea_bundles_per_second_parsed_and_committed()
    {
        var files = Directory
            .GetFiles(SharedData.Folder("fhir/synthea_r4"), "*-*.json")
            .Select(File.ReadAllBytes)
            .ToList();
        for (var round = 1; round <= 3; round++)
        {
            await using var server = await FhirServer.StartAsync();
            var (watch, stored, parsing) = (Stopwatch.StartNew(), 0, TimeSpan.Zero);
            foreach (var file in files)
            {
                var begun = watch.Elapsed;
                var bundle = (Bundle)FhirText.ParseJson(file);
                parsing += watch.Elapsed - begun;
                var plan = new Xinglin.Records.Fhir.Api.Transactions.BundlePlan(
                    bundle,
                    "http://localhost/fhir",
                    new(),
                    server.Store.NewId,
                    () => []
                );
                stored += (await server.Store.SettleAsync(Origin.Command("figures"), plan.Make, default)).Count;
            }
            output.WriteLine(
                $"round {round}: {stored} resources in {watch.Elapsed.TotalSeconds:F2} s = {stored / watch.Elapsed.TotalSeconds:F0}/s, of which parsing {parsing.TotalSeconds:F2} s"
            );
            await AskAsync(server);
        }
    }

    private async Task AskAsync(FhirServer server)
    {
        var patients = server.Store.Search(new("Patient", [], 1000)).Resources;
        var (watch, found) = (Stopwatch.StartNew(), 0);
        foreach (var patient in patients)
            found += server.Store.Compartment(patient.Id!).Count;
        output.WriteLine(
            $"  whole records of {patients.Count} patients, {found} resources: {watch.ElapsedMilliseconds} ms"
        );
        watch.Restart();
        for (var i = 0; i < 200; i++)
        {
            using (
                await server.GetAsync(
                    $"/fhir/Observation?patient={patients[i % patients.Count].Id}&code=8302-2&date=ge2010&_sort=-date"
                )
            ) { }
        }

        output.WriteLine(
            $"  a search by patient, code and date over HTTP: {watch.Elapsed.TotalMilliseconds / 200:F1} ms"
        );
    }
}
