using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>What somebody took back does not come again with the file that brought it.</summary>
public sealed class WithdrawnContentTests
{
    private const string Readings = "patient,time,code,value,unit\np1,2026-05-30,weight,70,kg\n";
    private const string Line =
        """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"},"valueInteger":1}""";

    [Theory]
    [InlineData("r.csv", Readings, false)]
    [InlineData("r.csv", Readings, true)]
    [InlineData("r.ndjson", Line + "\n" + Line + "\n", false)]
    [InlineData("r.ndjson", Line + "\n", true)]
    [InlineData("r.json", Line, false)]
    public async Task A_reading_entered_in_error_became_final_again_by_the_same_file(
        string name,
        string content,
        bool deleted
    )
    {
        await using var hospital = new TestHospital();
        await hospital.Store.CommitAsync(Origin.Program("t"), [new Write(new Patient { Id = "p1" })]);
        await hospital.Import(name, content);
        var reading = hospital.Store.ByPatient<Observation>("p1").Single();
        reading.Status = ObservationStatus.EnteredInError;
        await hospital.Store.CommitAsync(Origin.Program("t"), [new Write(reading, Delete: deleted)]);

        var report = await hospital.Import(name, content);

        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.Withdrawn);
        if (deleted)
            hospital.Store.Read("Observation", reading.Id!).Should().BeNull();
        else
            hospital.Store.Read<Observation>(reading.Id!)!.Status.Should().Be(ObservationStatus.EnteredInError);
    }

    [Fact]
    public async Task What_its_source_names_by_an_id_follows_its_source()
    {
        await using var hospital = new TestHospital();
        const string Named = """{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"}}""";
        await hospital.Import("a.json", Named);
        await hospital.Import("b.json", Named.Replace("final", "entered-in-error", StringComparison.Ordinal));

        var report = await hospital.Import("a.json", Named);

        report.Refused.Should().BeEmpty();
        hospital.Store.Read<Observation>("o1")!.Status.Should().Be(ObservationStatus.Final);
    }

    [Fact]
    public async Task A_table_of_unknown_patients_was_looked_through_to_its_end()
    {
        await using var hospital = new TestHospital(new ImportOptions { MostRefusedInVain = 100 });
        var rows = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"q{i},2026-05-30,weight,70,kg\n"));

        var report = await hospital.Import("r.csv", "patient,time,code,value,unit\n" + rows);

        report.Refused.Should().Contain(item => item.Code == RejectionCodes.Stopped);
        report.RefusedItems.Should().BeLessThan(200);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01 00:30")]
    [InlineData("9999-12-31")]
    public async Task The_ends_of_the_calendar_are_told_as_a_date_that_cannot_be(string day)
    {
        await using var hospital = new TestHospital();
        await hospital.Store.CommitAsync(Origin.Program("t"), [new Write(new Patient { Id = "p1" })]);

        var report = await hospital.Import("r.csv", $"patient,time,code,value,unit\np1,{day},weight,70,kg\n");

        report
            .Refused.Should()
            .ContainSingle()
            .Which.Code.Should()
            .BeOneOf("not-a-date", "future-date", "impossible-value");
    }
}
