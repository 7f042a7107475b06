using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Guides;

/// <summary>The example of docs/guides/adding-an-import-format.md.</summary>
public sealed class AddingAnImportFormatTests
{
    private const string Export = """
        #METER 4711
        2026-05-01T07:00:00+08:00;126;mg/dL
        2026-05-02T07:00:00+08:00;7.4;mmol/L
        2026-05-03T07:00:00+08:00;7.4;furlong
        2026-05-04T07:00:00+08:00;999;mmol/L
        """;

    [Fact]
    public async Task Good_lines_are_stored_and_bad_ones_named_and_the_same_file_again_changes_nothing()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p", number: "4711");

        var first = await Import(hospital);
        var again = await Import(hospital);

        hospital
            .Store.ByPatient<Observation>("p")
            .Select(observation => ((Quantity)observation.Value!).Value)
            .Should()
            .BeEquivalentTo([6.99m, 7.4m]);
        first.Refused.Select(item => item.Place).Should().Equal("meter.txt, line 4", "meter.txt, line 5");
        again.Unchanged.Should().Be(2);
    }

    private static async Task<ImportReport> Import(TestHospital hospital)
    {
        var run = new ImportRun(new ImportOptions(), Origin.Command("test"), default);
        var writer = new ImportWriter(hospital.Store, _ => []);
        var meter = new MeterImport(new PatientFinder(hospital.Store), writer);
        await meter.ReadAsync("meter.txt", new MemoryStream(Encoding.UTF8.GetBytes(Export)), run);
        return run.Report();
    }
}
