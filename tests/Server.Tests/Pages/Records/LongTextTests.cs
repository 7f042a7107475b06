using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Writing;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Records;

/// <summary>FHIR allows a megabyte in every text; a list of such texts was tens of megabytes.</summary>
public sealed class LongTextTests
{
    private const int Megabyte = 1024 * 1024;
    private static readonly ResourceReference Whose = new("Patient/p");
    private static readonly string Long = "Long " + new string('x', Megabyte - 10);

    [Fact]
    public async System.Threading.Tasks.Task A_chart_of_texts_of_a_megabyte_and_five_thousand_reports_was_53_MB()
    {
        await using var server = await RunningServer.StartAsync();
        var said = new CodeableConcept { Text = Long };
        await SendAsync(server, [Patient("p"), .. Enumerable.Range(0, 4).SelectMany(at => Records(at, said))]);
        await SendAsync(server, [.. Enumerable.Range(0, 5_000).Select(Report)]);

        foreach (var culture in new[] { "en", "zh-CN" })
        {
            var html = (
                await RunningServer.GetAsync(server.Person, $"/patients/p?culture={culture}&span=all&records=documents")
            ).Body;
            Encoding.UTF8.GetByteCount(html).Should().BeLessThan(Megabyte);
            var page = System.Net.WebUtility.HtmlDecode(html);
            page.Should().Contain(culture == "en" ? "has the whole text" : "此处从略");
            page.Should().Contain(culture == "en" ? "1–100 of 500" : "第 1–100 条，共 500");
        }
        (await server.PageAsync("/patients/p?culture=en")).Should().MatchRegex("[0-9]+ more</a>");
        (await server.PageAsync("/patients/p?culture=en&records=documents&from=4900")).Should().Contain("4901–5000");
        (await server.PageAsync("/records/Observation/o0?culture=en")).Length.Should().BeLessThan(Megabyte);
    }

    [Fact]
    public async System.Threading.Tasks.Task The_worklist_and_the_search_of_names_of_a_megabyte_were_20_and_40_MB()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var at in Enumerable.Range(0, 20))
        {
            await SendAsync(server, [Patient($"p{at}")]);
            await server.Store.CommitAsync(Origin.Product, DraftResources.ToWrites(Draft(server, $"p{at}")));
        }

        var worklist = await server.PageAsync("/?culture=en");
        worklist.Should().Contain("href=\"/patients/p7\"").And.Contain("has the whole text");
        Encoding.UTF8.GetByteCount(worklist).Should().BeLessThan(Megabyte);
        var found = await server.PageAsync("/search?q=Long&culture=en");
        found.Should().Contain("href=\"/patients/p7\"");
        Encoding.UTF8.GetByteCount(found).Should().BeLessThan(Megabyte);
        (await server.PageAsync("/patients/p7/access?culture=en", 200)).Length.Should().BeLessThan(Megabyte);
    }

    [Fact]
    public async System.Threading.Tasks.Task The_page_of_a_document_with_names_of_a_megabyte_was_several_MB()
    {
        await using var server = await RunningServer.StartAsync();
        var document = new DocumentReference
        {
            Id = "d1",
            Meta = new() { Source = "urn:" + new string('s', Megabyte - 10) },
            Status = DocumentReferenceStatus.Current,
            Subject = Whose,
            Type = new() { Text = Long },
            Author =
            [
                .. Enumerable.Range(0, 30).Select(at => new ResourceReference { Display = $"{at} " + Long[20..] }),
            ],
            Content =
            [
                new()
                {
                    Attachment = new() { Url = "https://other.example/1.pdf", Title = Long },
                },
            ],
        };
        var letter = new Composition
        {
            Id = "l1",
            Status = CompositionStatus.Final,
            Type = new() { Text = Long },
            Subject = Whose,
            Date = "2024-01-01",
            Title = Long,
            Author = [new(null, Long)],
            Section = [new() { Title = Long, Entry = [new(null, Long)] }, new() { Code = new() { Text = Long } }],
        };
        var report = Report(0);
        report.Performer = [.. document.Author];
        report.ConclusionCode = [.. Enumerable.Range(0, 60).Select(_ => new CodeableConcept { Text = Long })];
        await SendAsync(server, [Patient("p"), document, letter, report]);

        foreach (var address in (string[])["/records/DocumentReference/d1", "/records/Composition/l1", "/drafts/r0"])
        {
            var page = await server.PageAsync(address + "?culture=en");
            page.Length.Should().BeLessThan(Megabyte / 2, address);
            page.Should().Contain("FHIR JSON has the whole text");
        }
        (await server.PageAsync("/drafts/r0?culture=en")).Should().Contain("10 more");
    }

    [Fact]
    public void A_text_is_not_cut_within_a_letter_and_not_twice()
    {
        var text = LongTexts.Shortened(string.Concat(Enumerable.Repeat("𠀀", 300)));

        text.Length.Should().BeLessThanOrEqualTo(LongTexts.Most);
        text.Should().EndWith("𠀀" + LongTexts.GoesOn);
        LongTexts.Shortened(text).Should().Be(text);
        LongTexts.Shortened("short").Should().Be("short");
    }

    private static Xinglin.Reports.Documents.Draft Draft(RunningServer server, string patient) =>
        DraftWriter.Write(
            new Prediction.CannotSay(
                new PredictionContext(
                    "reading-" + patient,
                    PredictionKind.Forecast,
                    patient,
                    "Patient/" + patient,
                    new ModelReference("some-model", "1", new("模型", "Model"), new("人群", "Population"), []),
                    new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.FromHours(8)),
                    false
                ),
                [],
                CannotSayReasons.TooFewReadings,
                new("读数过少", "too few readings")
            ),
            Chart.Load(server.Store, patient)
        );

    private static IEnumerable<Resource> Records(int at, CodeableConcept said) =>
        [
            new Condition
            {
                Id = $"c{at}",
                Subject = Whose,
                Code = said,
                Onset = new FhirDateTime("2020"),
            },
            new AllergyIntolerance
            {
                Id = $"a{at}",
                Patient = Whose,
                Code = said,
            },
            new MedicationRequest
            {
                Id = $"m{at}",
                Status = MedicationRequest.MedicationrequestStatus.Active,
                Intent = MedicationRequest.MedicationRequestIntent.Order,
                Subject = Whose,
                Medication = said,
                DosageInstruction = [new Dosage { Text = Long }],
            },
            new ImagingStudy
            {
                Id = $"i{at}",
                Status = ImagingStudy.ImagingStudyStatus.Available,
                Subject = Whose,
                Description = Long,
                Started = "2024-01-01",
            },
            new Observation
            {
                Id = $"o{at}",
                Status = ObservationStatus.Final,
                Subject = Whose,
                Code = said,
                Value = new FhirString(Long),
            },
            new Encounter
            {
                Id = $"e{at}",
                Status = Encounter.EncounterStatus.Finished,
                Class = new Coding(null, "AMB"),
                Subject = Whose,
                ReasonCode = [said],
                Period = new Period { Start = "2024-01-01" },
            },
        ];

    private static Patient Patient(string id) =>
        new()
        {
            Id = id,
            Name = [new HumanName { Text = Long }],
            Identifier = [new Identifier("urn:x", Long)],
        };

    private static DiagnosticReport Report(int at) =>
        new()
        {
            Id = $"r{at}",
            Status = DiagnosticReport.DiagnosticReportStatus.Final,
            Code = new CodeableConcept { Text = at < 3 ? Long : new string('y', 3_000) },
            Subject = Whose,
            Issued = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(at),
        };

    private static System.Threading.Tasks.Task SendAsync(RunningServer server, Resource[] resources) =>
        server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [.. resources.Select(resource => new Write(resource))]
        );
}
