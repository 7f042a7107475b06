using System.Net;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Drafts;

public sealed class ReportFromElsewhereTests
{
    [Fact]
    public async Task A_final_report_of_another_system_stood_among_the_documents_as_signed_here()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [
                new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] }),
                new Write(
                    new DiagnosticReport
                    {
                        Id = "elsewhere",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Subject = new ResourceReference("Patient/p"),
                        Code = new CodeableConcept { Text = "Ultrasound of the abdomen" },
                        Issued = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero),
                        Performer = [new ResourceReference { Display = "Dr. Lin" }],
                        Conclusion = "Nothing of note.",
                    }
                ),
            ]
        );

        foreach (
            var (culture, elsewhere, signed) in new[]
            {
                ("en", "another system", "Signed"),
                ("zh-CN", "外部系统", "已签"),
            }
        )
        foreach (var address in new[] { "/patients/p", "/drafts/elsewhere" })
        {
            var (status, _, body) = await RunningServer.GetAsync(server.Person, $"{address}?culture={culture}");
            status.Should().Be(200);
            var page = WebUtility.HtmlDecode(body);
            page.Should().ContainEquivalentOf(elsewhere, address).And.Contain("Ultrasound of the abdomen");
            page.Should().NotContain(signed, address);
        }
    }
}
