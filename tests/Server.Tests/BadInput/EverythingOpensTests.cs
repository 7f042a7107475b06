using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Server.Pages.Worklist;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.BadInput;

/// <summary>Whatever lies in the store, every page, search and file of it opens.</summary>
public sealed class EverythingOpensTests(ITestOutputHelper output)
{
    private const string Variable = "XINGLIN_ODD_PATIENTS";

    /// <summary>A few in every run; thousands with the variable set.</summary>
    private static int Patients => int.TryParse(Environment.GetEnvironmentVariable(Variable), out var many) ? many : 6;

    [Fact]
    public async Task Odd_records_made_pages_fail()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}; {Patients} patients ({Variable})");
        await using var server = await RunningServer.StartAsync();
        var odd = new OddRecords(seed);
        var (sent, kept) = (0, 0);
        var failures = new List<string>();
        for (var number = 0; number < Patients; number++)
        {
            var id = $"odd-{number}";
            var resources = odd.Patient(id);
            if (number % 2 == 0)
            {
                foreach (var resource in resources)
                {
                    var address = $"/fhir/{resource["resourceType"]}/{resource["id"]}";
                    var (status, _, body) = await RunningServer.SendAsync(
                        server.Program,
                        HttpMethod.Put,
                        address,
                        Encoding.UTF8.GetBytes(resource.ToJsonString())
                    );
                    (sent, kept) = (sent + 1, kept + (status < 300 ? 1 : 0));
                    if (status >= 500)
                        failures.Add($"{status} PUT {address}: {body}");
                }
            }
            else
            {
                var lines = string.Join('\n', resources.Select(resource => resource.ToJsonString()));
                var (status, _, body) = await server.ImportAsync("odd.ndjson", Encoding.UTF8.GetBytes(lines));
                status.Should().Be(200, body);
                (sent, kept) = (sent + resources.Count, kept + JsonNode.Parse(body)!["resources"]!.GetValue<int>());
            }
            await OpenAsync(server, id, odd, failures);
        }
        failures.Should().BeEmpty();
        output.WriteLine($"{kept} of {sent} resources were kept");
        kept.Should().BeGreaterThan(sent / 2, "the generator must mostly make what FHIR allows");
        server.Services.GetRequiredService<DataQualityQueue>().All().Should().NotBeNull();
        QualityReport.Of(server.Store, TimeProvider.System).Patients.Should().BePositive();
    }

    [Fact]
    public async Task A_report_without_its_text_closed_its_patients_page_for_ever()
    {
        await using var server = await RunningServer.StartAsync();
        var poison = Poison().ToList();
        await server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] }),
                .. poison.Select(r => new Write(r)),
            ]
        );
        var failures = new List<string>();

        foreach (var language in new[] { "en", "zh-CN" })
        {
            foreach (var report in poison.OfType<DiagnosticReport>())
                await ExpectAsync(server, $"/drafts/{report.Id}?culture={language}", failures);
            await ExpectAsync(server, $"/?culture={language}", failures);
            await ExpectAsync(server, $"/search?q=王&culture={language}", failures);
            await ExpectAsync(server, $"/studies/s?culture={language}", failures);
        }
        var page = await ExpectAsync(server, "/patients/p", failures);
        failures.Should().BeEmpty();
        System
            .Net.WebUtility.HtmlDecode(page)
            .Should()
            .Contain("王秀英")
            .And.Contain("Damaged")
            .And.Contain("href=\"/drafts/missing\"");
        page.Should().Contain("RiskAssessment/r-missing").And.Contain("RiskAssessment/r-broken");
        System
            .Net.WebUtility.HtmlDecode(
                (await RunningServer.GetAsync(server.Person, "/drafts/missing?culture=zh-CN")).Body
            )
            .Should()
            .Contain("该文书已损坏");
        (await RunningServer.GetAsync(server.Person, "/drafts/missing?culture=en")).Body.Should().Contain("damaged");
    }

    [Fact]
    public async Task What_an_older_store_holds_broke_XML_searches()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p", Name = [new HumanName { Text = "a\u0000b\u0001\uFFFF" }] })]
        );

        foreach (
            var address in new[]
            {
                "/fhir/Patient?_format=xml",
                "/fhir/Patient/p?_format=xml",
                "/fhir/Patient/p/_history?_format=xml",
            }
        )
        {
            var (status, type, body) = await RunningServer.GetAsync(server.Program, address);
            status.Should().Be(200, address);
            type.Should().Be("application/fhir+xml");
            System.Xml.Linq.XDocument.Parse(body).ToString().Should().Contain("a\uFFFDb\uFFFD\uFFFD");
        }
        (await RunningServer.GetAsync(server.Person, "/patients/p")).Status.Should().Be(200);
    }

    private static async Task OpenAsync(RunningServer server, string id, OddRecords odd, List<string> failures)
    {
        var zh = id.Length % 2 == 0 ? "zh-CN" : "en";
        foreach (var query in new[] { "", "&span=all", "&span=30d&lab=8480-6" })
            await ExpectAsync(server, $"/patients/{id}?culture={zh}{query}", failures);
        foreach (var type in new[] { "ImagingStudy", "DiagnosticReport" })
        {
            foreach (
                var resource in server
                    .Store.Search(new SearchRequest(type, [], 500))
                    .Resources.Where(r => r.Id!.StartsWith(id + "-", StringComparison.Ordinal))
            )
            {
                await ExpectAsync(
                    server,
                    $"/{(type == "ImagingStudy" ? "studies" : "drafts")}/{resource.Id}",
                    failures
                );
                await ExpectAsync(server, $"/drafts/{resource.Id}?compare=previous&text=en", failures);
                await RunAsync(server.Person, $"/files/documents/{resource.Id}", failures);
            }
        }

        foreach (
            var resource in server
                .Store.Compartment(id)
                .Where(r => r.Id!.StartsWith(id + "-", StringComparison.Ordinal))
        )
        {
            await ExpectAsync(server, $"/records/{resource.TypeName}/{resource.Id}?culture={zh}", failures);
            await RunAsync(server.Person, $"/files/attachments/{resource.TypeName}/{resource.Id}/0", failures);
        }
        foreach (var tab in new[] { "review", "overdue", "alerts", "doubts", "failed", "signed", "odd" })
            await ExpectAsync(server, $"/?tab={tab}&who=mine&filter={Uri.EscapeDataString(Word(odd))}", failures);
        await ExpectAsync(server, $"/search?q={Uri.EscapeDataString(Word(odd))}", failures);
        await RunAsync(server.Program, $"/fhir/Patient/{id}/$everything?_format=xml", failures);
        await RunAsync(server.Program, $"/fhir/Patient/{id}/$everything", failures);
        foreach (var type in OddRecords.Types)
            await RunAsync(server.Program, $"/fhir/{type}?_format=xml&_count=20&_sort=-_lastUpdated", failures);
        await ExpectAsync(server, "/models", failures);
        await ExpectAsync(server, "/import", failures);
    }

    private static string Word(OddRecords odd)
    {
        var text = odd.Text();
        return text[..Math.Min(30, text.Length)];
    }

    /// <summary>A page that is whole: answered well, closed, and with no note of a fault.</summary>
    private static async Task<string> ExpectAsync(RunningServer server, string address, List<string> failures)
    {
        var (status, _, body) = await RunningServer.GetAsync(server.Person, address);
        if (status >= 500)
        {
            failures.Add($"{status} {address}");
        }
        else if (
            !body.Contains("</main>", StringComparison.Ordinal) || !body.Contains("</html>", StringComparison.Ordinal)
        )
        {
            failures.Add($"{status} {address}: cut off after {body.Length}: {body[^Math.Min(200, body.Length)..]}");
        }
        else if (
            body.Contains("class=\"fault\" role=\"alert\"", StringComparison.Ordinal)
            || body.Contains("class=\"fault fits\" role=\"alert\"", StringComparison.Ordinal)
        )
        {
            failures.Add($"{status} {address}: a part of it failed");
        }

        return body;
    }

    private static async Task RunAsync(HttpClient client, string address, List<string> failures)
    {
        var (status, _, body) = await RunningServer.GetAsync(client, address);
        if (status >= 500)
            failures.Add($"{status} {address}: {body[..Math.Min(300, body.Length)]}");
    }

    /// <summary>What the gates reject today and a store may hold all the same.</summary>
    private static IEnumerable<Resource> Poison()
    {
        yield return Report("missing", "Binary/none");
        yield return Report("empty-url", "");
        yield return Report("short-url", "Binary/");
        yield return Report("bare-url", "Binary");
        yield return Report("absolute", "http://example.org/fhir/Binary/none");
        yield return Report("no-url", null);
        foreach (
            var (id, json) in new[]
            {
                ("nothing", ""),
                ("null", "null"),
                ("empty", "{}"),
                ("cut", """{"id":"cut","kind":"Forecast","patientId":"p","reading":{"outcome":"""),
                ("other", """{"id":"other","kind":"Nothing","patientId":5}"""),
                (
                    "halves",
                    """{"id":"halves","kind":"Forecast","patientId":"p","reading":{"outcome":"forecast"},"facts":[null],"texts":{},"decisions":{}}"""
                ),
                (
                    "unknown",
                    """{"id":"u","kind":"Forecast","patientId":"p","reading":{"outcome":"oracle"},"facts":[],"texts":{},"decisions":{}}"""
                ),
            }
        )
        {
            yield return new Binary
            {
                Id = "b-" + id,
                ContentType = DraftJson.MediaType,
                Data = Encoding.UTF8.GetBytes(json),
            };
            yield return Report(id, "Binary/b-" + id);
        }
        var noData = Report("no-data", "Binary/b-no-data");
        yield return new Binary { Id = "b-no-data", ContentType = DraftJson.MediaType };
        yield return noData;
        var nobody = Report("nobody", "Binary/none");
        nobody.Subject = null;
        yield return nobody;
        var group = Report("group", "Binary/none");
        group.Subject = new ResourceReference("Group/x");
        yield return group;
        yield return Risk("r-missing");
        yield return Risk("r-broken");
        yield return new Binary
        {
            Id = "r-broken",
            ContentType = PredictionJson.ContentType,
            Data = "{\"outcome\":\"findings\"}"u8.ToArray(),
            SecurityContext = new ResourceReference("Patient/p"),
        };
        yield return new ImagingStudy
        {
            Id = "s",
            Status = ImagingStudy.ImagingStudyStatus.Available,
            Subject = new ResourceReference { Display = "nobody" },
        };
        foreach (var status in new[] { FhirTask.TaskStatus.Failed, FhirTask.TaskStatus.Requested })
        {
            yield return new FhirTask
            {
                Id = "t-" + status.ToString().ToLowerInvariant(),
                Status = status,
                Intent = FhirTask.TaskIntent.Order,
                Code = new CodeableConcept("https://xinglin.example/fhir/CodeSystem/work", "forecast"),
            };
        }
    }

    private static DiagnosticReport Report(string id, string? url) =>
        new()
        {
            Id = id,
            Status = DiagnosticReport.DiagnosticReportStatus.Preliminary,
            Code = new CodeableConcept(DraftResources.DocumentSystem, "forecast"),
            Subject = new ResourceReference("Patient/p"),
            PresentedForm = [new Attachment { ContentType = DraftJson.MediaType, Url = url }],
        };

    private static RiskAssessment Risk(string id) =>
        Labels.MarkAi(
            new RiskAssessment
            {
                Id = id,
                Status = ObservationStatus.Preliminary,
                Subject = new ResourceReference("Patient/p"),
                Code = new CodeableConcept(PredictionResources.KindSystem, "forecast"),
            }
        );
}
