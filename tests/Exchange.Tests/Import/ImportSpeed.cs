using System.Diagnostics;
using System.Globalization;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>The measurement behind <c>bench/run.sh import</c>; never part of an ordinary test run.</summary>
public sealed class ImportSpeed
{
    private const int Runs = 5;

    [Fact(Explicit = true)]
    public async Task Thirty_Synthea_bundles_into_an_empty_store_median_of_five()
    {
        var sources = ImportSource
            .FromPath(Path.Combine(SharedData.Folder("fhir"), "synthea_r4"))
            .Where(s => s.Name != "counts.json")
            .ToList();
        var seconds = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            await using var hospital = new TestHospital();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var report = await hospital.Importer.ImportAsync(Origin.Command("test"), sources);
            report.Resources.Should().Be(4422);
            var spent = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
            Write(
                $"run {run}{(run == 0 ? " (warm-up)" : "")}: {report.Seconds:0.000} s, processor {spent:0.000} s, {4422 / report.Seconds:0} resources/s"
            );
            if (run > 0)
            {
                seconds.Add(report.Seconds);
            }
        }
        seconds.Sort();
        Write($"median {seconds[Runs / 2]:0.000} s, {4422 / seconds[Runs / 2]:0} resources/s");
    }

    private static void Write(FormattableString line) =>
        TestContext.Current.TestOutputHelper!.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
