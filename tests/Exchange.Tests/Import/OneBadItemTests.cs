using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>What no reader can make sense of is rejected by itself; the rest of the import goes on.</summary>
public sealed class OneBadItemTests
{
    private const string Cda =
        """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3"/></ClinicalDocument>""";

    [Fact]
    public async Task A_CDA_document_ended_the_whole_import()
    {
        await using var hospital = new TestHospital();

        var report = await hospital.Importer.ImportAsync(
            Origin.Command("test"),
            [Source("a.xml", Cda), Source("b.json", """{"resourceType":"Patient","id":"after"}""")],
            TestContext.Current.CancellationToken
        );

        var refused = report.Refused.Should().ContainSingle().Which;
        refused.Code.Should().Be(RejectionCodes.ClinicalDocument);
        refused.Place.Should().Be("a.xml");
        refused.Reason.Zh.Should().Contain("C-CDA");
        hospital.Store.Read<Patient>("after").Should().NotBeNull();
    }

    [Fact]
    public async Task A_line_with_an_empty_member_name_ended_the_whole_import()
    {
        await using var hospital = new TestHospital();

        var report = await hospital.Import(
            "a.ndjson",
            """
            {"resourceType":"Patient","id":"nd1"}
            {"resourceType":"Patient","":"x"}
            {"resourceType":"Patient","name":[{"family":"\ud800"}]}
            {"resourceType":"Patient","id":"nd3","gender":"male"}
            """
        );

        report.Refused.Select(r => r.Place).Should().Equal("a.ndjson, line 2", "a.ndjson, line 3");
        report.Resources.Should().Be(2);
    }

    [Theory]
    [InlineData("""{"resource":{"resourceType":"Patient","":"x"}}""")]
    [InlineData("""{"fullUrl":"\ud800","resource":{"resourceType":"Patient","id":"x"}}""")]
    [InlineData("""{"request":{"method":"\udc00"},"resource":{"resourceType":"Patient","id":"x"}}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"resource":{"resourceType":"\ud800"}}""")]
    [InlineData(
        """{"resource":{"resourceType":"Patient","managingOrganization":{"reference":"Organization?%zz=\u0000"}}}"""
    )]
    [InlineData("""{"resource":5}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task An_entry_that_crashed_a_parser_took_its_neighbours_along(string entry)
    {
        await using var hospital = new TestHospital();

        var report = await hospital.Import(
            "b.json",
            $$$"""{"resourceType":"Bundle","type":"collection","entry":[{{{entry}}},{"resource":{"resourceType":"Patient","id":"good"}}]}"""
        );

        report.Refused.Should().ContainSingle().Which.Place.Should().StartWith("b.json, entry[0]");
        hospital.Store.Read<Patient>("good").Should().NotBeNull();
    }

    [Fact]
    public async Task Work_that_cannot_be_told_from_a_chart_kept_the_data_out()
    {
        await using var hospital = new TestHospital();
        var importer = new Importer(
            hospital.Store,
            hospital.Archive,
            hospital.Work,
            hospital.Clock,
            workFor: _ => throw new OverflowException()
        );

        var report = await importer.ImportAsync(
            Origin.Command("test"),
            [Source("p.json", """{"resourceType":"Patient","id":"kept"}""")],
            TestContext.Current.CancellationToken
        );

        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.WorkFailed);
        hospital.Store.Read<Patient>("kept").Should().NotBeNull();
    }

    [Theory]
    [InlineData("p1\u0001,2026-05-30 07:30,glucose,126,mg/dL", "patient", "U+0001")]
    [InlineData("p1,2026-05-30 07:30,glucose,126,mg/dL\uFFFF", "unit", "U+FFFF")]
    public async Task A_control_character_in_a_table_was_stored(string row, string column, string named)
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");

        var report = await hospital.Import(
            "r.csv",
            $"patient,time,code,value,unit\n{row}\np1,2026-05-30 08:30,glucose,99,mg/dL\n"
        );

        var refused = report.Refused.Should().ContainSingle().Which;
        refused.Code.Should().Be(RejectionCodes.Character);
        refused.Place.Should().Be("r.csv, line 2");
        refused.Reason.En.Should().Contain(column).And.Contain(named);
        report.Resources.Should().Be(1);
    }

    [Fact]
    public async Task A_long_word_is_never_cut_through_a_character()
    {
        await using var hospital = new TestHospital();

        var report = await hospital.Import(
            "r.csv",
            "patient,time,code,value,unit\np1,2026-05-30 07:30," + new string('x', 39) + "\U00020BB7y,126,mg/dL\n"
        );

        report.Refused.Should().ContainSingle().Which.Reason.En.Should().Contain(new string('x', 39) + "…");
    }

    private static ImportSource Source(string name, string text) =>
        new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
