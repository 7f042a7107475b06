using System.Text.Json;
using System.Xml.Linq;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages;

/// <summary>One row that a hand or a bad sector altered is damaged in its place; all else is answered as before.</summary>
public sealed class AlteredRowTests
{
    public static TheoryData<string> Alterations =>
        [
            "json=NULL",
            "json=''",
            "json=x'7B22ff22'",
            "json='{\"resourceType\":\"Basic\",\"id\":\"o\"}'",
            "last_updated=-99999999999999999",
            "last_updated=9223372036854775807",
            "last_updated='yesterday'",
            "version='x'",
            "version=9223372036854775807",
            "version=-1",
            "deleted='x'",
            "deleted=2",
            "origin='x'",
            "origin=99",
            "actor=x'ff'",
            "json=replace(json,'\"valueBoolean\":true','\"valueBoolean\":\"perhaps\"')",
            "json=replace(replace(json,'\"final\"','\"fjnal\"'),'\"female\"','\"fxmale\"')",
            "json=replace(json,'2026-05-01','2x26-05-01')",
            "json=replace(replace(json,'68.4','\"x\"'),'\"multipleBirthInteger\":2','\"multipleBirthInteger\":\"x\"')",
        ];

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task One_altered_row_closed_the_chart_and_broke_the_answers(string altered)
    {
        await using var server = await StartAsync();
        server.Alter("Observation", "o", altered);

        await EverythingAnswersAsync(server);
        (await server.PageAsync("/patients/p?culture=en")).Should().Contain("王秀英");
        if (!altered.StartsWith("actor", StringComparison.Ordinal))
            Damage.IsDamaged(server.Store.Read<Observation>("o")!).Should().BeTrue();
        server.Store.ByPatient<Observation>("p").Should().HaveCount(2);
        var again = await server.Store.CommitAsync(
            Origin.Program("laboratory"),
            [new Write(Reading("o")), new Write(Reading("other"))]
        );
        Damage.IsDamaged(server.Store.Read<Observation>("o")!).Should().BeFalse();
        await server.Store.CommitAsync(Origin.Program("laboratory"), [new Write(Reading("o"))]);
        server.Store.History("Observation", "o").Should().HaveCountGreaterThan(2);
        again.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task An_altered_patient_had_no_chart_and_broke_every_search(string altered)
    {
        await using var server = await StartAsync();
        server.Alter("Patient", "p", altered);

        await EverythingAnswersAsync(server);
        var chart = await server.PageAsync("/patients/p?culture=en");
        if (!altered.StartsWith("actor", StringComparison.Ordinal))
            chart.Should().ContainEquivalentOf("damaged", altered);
    }

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task An_altered_past_version_broke_the_history(string altered)
    {
        await using var server = await StartAsync();
        await server.Store.CommitAsync(Origin.Program("laboratory"), [new Write(Reading("o"))]);
        server.Alter("Observation", "o", altered, "history");

        await EverythingAnswersAsync(server);
        server.Store.History("Observation", "o").Should().HaveCount(2);
    }

    [Fact]
    public async Task A_draft_with_a_text_that_is_no_base64_had_no_page()
    {
        await using var server = await StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        var text = DamageInItsPlaceTests.TextOf(server, draft);
        server.Damage(
            "Binary",
            text,
            $"{{\"resourceType\":\"Binary\",\"id\":\"{text}\",\"contentType\":\"{DraftJson.MediaType}\",\"data\":\"!!!\"}}"
        );

        (await server.PageAsync($"/drafts/{draft}?culture=en")).Should().Contain("This document is damaged");
        foreach (var address in new[] { "/", "/patients/p", "/?tab=failed" })
            await server.PageAsync(address);
        foreach (var accept in new[] { "application/fhir+xml", DraftJson.MediaType })
        {
            (await RunningServer.GetAsync(server.Program, $"/fhir/Binary/{text}", accept))
                .Status.Should()
                .BeOneOf(200, 500);
        }
    }

    private static async Task EverythingAnswersAsync(RunningServer server)
    {
        foreach (
            var address in new[]
            {
                "Patient/p/$everything",
                "Patient",
                "Patient?_sort=-_lastUpdated",
                "Observation",
                "Observation?_sort=-_lastUpdated",
                "Observation?subject=Patient/p",
                "Observation/o/_history",
                "Patient/p/_history",
            }
        )
        {
            var json = await RunningServer.GetAsync(server.Program, "/fhir/" + address, "application/fhir+json");
            json.Status.Should().Be(200, address);
            using var bundle = JsonDocument.Parse(json.Body);
            var entries = bundle.RootElement.GetProperty("entry").EnumerateArray().ToList();
            entries.Should().OnlyContain(entry => entry.GetProperty("resource").ValueKind == JsonValueKind.Object);
            var xml = await RunningServer.GetAsync(server.Program, "/fhir/" + address, "application/fhir+xml");
            xml.Status.Should().Be(200, address);
            XDocument
                .Parse(xml.Body)
                .Root!.Elements()
                .Where(element => element.Name.LocalName == "entry")
                .Should()
                .HaveCount(entries.Count)
                .And.OnlyContain(entry => entry.Elements().Any(part => part.Name.LocalName == "resource"));
        }
        foreach (var address in new[] { "/", "/search?q=王", "/?tab=data" })
            await server.PageAsync(address);
        foreach (var address in new[] { "Observation/o", "Patient/p" })
        {
            var one = await RunningServer.GetAsync(server.Program, "/fhir/" + address);
            if (one.Status != 200)
                one.Body.Should().Contain("is damaged in the store", address);
            JsonDocument.Parse(one.Body).Dispose();
        }
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync();
        var patient = new Patient
        {
            Id = "p",
            Name = [new HumanName { Text = "王秀英" }],
            Gender = AdministrativeGender.Female,
            BirthDate = "2026-05-01",
            MultipleBirth = new Integer(2),
        };
        patient.AddExtension("http://example.org/consented", new FhirBoolean(true));
        await server.Store.CommitAsync(
            Origin.Program("laboratory"),
            [new Write(patient), new Write(Reading("o")), new Write(Reading("other"))]
        );
        return server;
    }

    private static Observation Reading(string id)
    {
        var reading = new Observation
        {
            Id = id,
            Status = ObservationStatus.Final,
            Code = new CodeableConcept("http://loinc.org", "29463-7"),
            Subject = new ResourceReference("Patient/p"),
            Effective = new FhirDateTime("2026-05-01"),
            Value = new Quantity(68.4m, "kg"),
        };
        reading.AddExtension("http://example.org/fasting", new FhirBoolean(true));
        return reading;
    }
}
