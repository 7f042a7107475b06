using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages;

/// <summary>A signed PDF that can no longer be read, or is no longer what was signed.</summary>
public sealed class DamagedPdfTests : IAsyncLifetime
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7 as it was signed");
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await SignAsync("d");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("its text is cut off", false)]
    [InlineData("its text is cut off", true)]
    [InlineData("its bytes are others", false)]
    [InlineData("it is not there", false)]
    public async Task Who_opened_a_damaged_pdf_read_JSON_or_was_told_that_nobody_had_signed(string how, bool reportToo)
    {
        (await RunningServer.GetAsync(_server.Person, "/files/documents/d")).Type.Should().Be("application/pdf");
        _server.Damage("Binary", "d-pdf", Damaged(how));
        if (reportToo)
            _server.Damage("DiagnosticReport", "d");

        foreach (
            var (language, title, remedy) in new[]
            {
                ("en", "The PDF is damaged", "restore the PDF from a backup"),
                ("zh-CN", "PDF 已损坏", "请管理员从备份恢复该 PDF"),
            }
        )
        {
            var page = await _server.PageAsync($"/files/documents/d?culture={language}", 404);
            page.Should().Contain(title).And.Contain(remedy).And.Contain("</html>");
            page.Should().NotContain("There is no PDF").And.NotContain("没有 PDF").And.NotContain("%PDF");
        }
        var (status, type, problem) = await RunningServer.GetAsync(
            _server.Program,
            "/files/documents/d",
            "application/json"
        );
        (status, type).Should().Be((404, "application/problem+json"));
        problem.Should().Contain("damaged or missing").And.Contain("backup");
    }

    [Fact]
    public async Task The_trail_knows_who_opened_a_damaged_pdf_and_whose_it_was()
    {
        _server.Damage("Binary", "d-pdf");
        await _server.PageAsync("/files/documents/d", 404);

        var entry = _server.Services.GetRequiredService<AccessTrail>().Find(new(Count: 1)).Entries.Single();
        (entry.Action, entry.Entity, entry.Result).Should().Be(("document", "DiagnosticReport/d", "404"));
        entry.Patients.Should().Equal("p");
        entry.Actor.Name.Should().Be("lin");
    }

    private string Damaged(string how)
    {
        if (how == "its text is cut off")
            return """{"resourceType":""";
        var kept = JsonNode.Parse(FhirText.ToJson(_server.Store.Read<Binary>("d-pdf")!))!;
        if (how == "it is not there")
            kept.AsObject().Remove("data");
        else
            kept["data"] = Convert.ToBase64String("%PDF-1.7 that somebody else wrote"u8);
        return kept.ToJsonString();
    }

    // What a signature leaves in the store, without printing.
    private async Task SignAsync(string id)
    {
        var at = new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.FromHours(8));
        var lin = new ResourceReference { Display = "Dr. Lin 林文" };
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] }),
                new Write(Report(id, DiagnosticReport.DiagnosticReportStatus.Preliminary)),
            ]
        );
        var report = Report(id, DiagnosticReport.DiagnosticReportStatus.Final);
        (report.Issued, report.ResultsInterpreter) = (at, [lin]);
        report.PresentedForm =
        [
            new Attachment
            {
                ContentType = "application/pdf",
                Url = "Binary/" + id + "-pdf",
                Size = Pdf.Length,
                Hash = SHA1.HashData(Pdf),
            },
        ];
        await _server.Store.CommitAsync(
            Origin.Person("lin"),
            [
                new Write(report),
                new Write(
                    new Binary
                    {
                        Id = id + "-pdf",
                        ContentType = "application/pdf",
                        Data = Pdf,
                        SecurityContext = new ResourceReference("Patient/p"),
                    }
                ),
                new Write(
                    new Provenance
                    {
                        Id = id + "-signature",
                        Target = [new ResourceReference("DiagnosticReport/" + id)],
                        Recorded = at,
                        Agent = [new Provenance.AgentComponent { Who = lin }],
                        Signature =
                        [
                            new Signature
                            {
                                Type = [new Coding("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.1")],
                                When = at,
                                Who = lin,
                            },
                        ],
                    }
                ),
            ]
        );
    }

    private static DiagnosticReport Report(string id, DiagnosticReport.DiagnosticReportStatus status) =>
        new()
        {
            Id = id,
            Status = status,
            Subject = new ResourceReference("Patient/p"),
            Code = new CodeableConcept { Text = "Chest film" },
        };
}
