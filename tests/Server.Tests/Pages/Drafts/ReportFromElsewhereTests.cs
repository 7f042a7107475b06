using System.Net;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.ReceivedReports;
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
        {
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

    [Fact]
    public async Task A_withdrawn_report_read_like_a_valid_one_and_was_not_among_the_documents()
    {
        await using var server = await RunningServer.StartAsync();
        var report = Report("wrong");
        report.Status = DiagnosticReport.DiagnosticReportStatus.EnteredInError;
        await SendAsync(server, report);

        foreach (
            var (culture, words) in new[] { ("en", "withdrawn: entered in error"), ("zh-CN", "已作废（录入错误）") }
        )
        {
            foreach (var address in new[] { "/patients/p", "/drafts/wrong" })
            {
                var page = await server.PageAsync($"{address}?culture={culture}");
                page.Should()
                    .Contain(words, address)
                    .And.NotContain("enteredinerror")
                    .And.NotContain("entered-in-error");
            }
        }
    }

    [Fact]
    public async Task A_sent_report_named_nobody_and_its_status_was_a_raw_code()
    {
        await using var server = await RunningServer.StartAsync();
        var amended = Report("amended");
        amended.Status = DiagnosticReport.DiagnosticReportStatus.Amended;
        amended.Contained = [new Organization { Id = "org1", Name = "市第一医院放射科" }];
        amended.Performer = [new ResourceReference("#org1")];
        amended.Conclusion = "First line.\nSecond line.";
        await SendAsync(server, amended);

        var zh = await server.PageAsync("/drafts/amended?culture=zh-CN");
        zh.Should().Contain("王秀英").And.Contain("MRN-7").And.Contain("已修订").And.Contain("市第一医院放射科");
        zh.Should().Contain("class=\"chip synthetic\"").And.NotContain("#org1").And.NotContain(">amended<");
        var en = await server.PageAsync("/drafts/amended?culture=en");
        en.Should().Contain("amended").And.Contain("class=\"as-sent\" dir=\"auto\">First line.\nSecond line.");
    }

    [Fact]
    public async Task What_stood_only_in_narrative_attachment_or_result_was_dropped()
    {
        await using var server = await RunningServer.StartAsync();
        var report = Report("rest");
        report.Conclusion = null;
        report.Text = new Narrative
        {
            Status = Narrative.NarrativeStatus.Generated,
            Div =
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Narrative only:</p><p><b>fracture</b> of the 6th rib</p></div>",
        };
        report.PresentedForm =
        [
            new Attachment
            {
                ContentType = "application/pdf",
                Title = "scan.pdf",
                Data = "%PDF"u8.ToArray(),
            },
            new Attachment { ContentType = "text/plain", Data = "typed <b>words</b>"u8.ToArray() },
        ];
        report.Result =
        [
            new ResourceReference("Observation/hb"),
            new ResourceReference("Observation/of-another"),
            new ResourceReference { Display = "a result by name" },
        ];
        await SendAsync(
            server,
            report,
            new Patient { Id = "q", Name = [new HumanName { Text = "李雷" }] },
            Haemoglobin("hb", "p", 71.0m),
            Haemoglobin("of-another", "q", 99.9m)
        );

        var raw = (await RunningServer.GetAsync(server.Person, "/drafts/rest?culture=en")).Body;
        raw.Should().NotContain("<b>fracture</b>").And.NotContain("<b>words</b>");
        var page = WebUtility.HtmlDecode(raw);
        page.Should().Contain("Narrative only:\n").And.Contain("fracture of the 6th rib");
        page.Should()
            .Contain("scan.pdf")
            .And.Contain("application/pdf")
            .And.Contain("/files/attachments/DiagnosticReport/rest/0");
        page.Should().Contain("typed <b>words</b>").And.Contain("a result by name");
        page.Should()
            .Contain("71.0 g/L")
            .And.Contain("115–150")
            .And.Contain(
                $"{new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.FromHours(8)).ToLocalTime():yyyy-MM-dd HH:mm}"
            );
        page.Should().NotContain("99.9", "a result of another patient is not this report's to show");
        (await server.PageAsync("/drafts/rest?culture=zh-CN")).Should().Contain("报告正文").And.Contain("附件");
    }

    [Fact]
    public async Task A_result_lost_the_flag_that_its_sender_had_set()
    {
        await using var server = await RunningServer.StartAsync();
        var codes = new[] { "H", "L", "HH", "LL", "A", "AA", "N" };
        var results = codes
            .Select(code =>
            {
                var result = Haemoglobin("hb-" + code, "p", 71.0m);
                result.Interpretation =
                [
                    new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", code),
                ];
                return result;
            })
            .ToList();
        var panel = Haemoglobin("panel", "p", 0);
        panel.Value = null;
        panel.Component =
        [
            new Observation.ComponentComponent
            {
                Code = new CodeableConcept { Text = "Potassium" },
                Value = new Quantity(7.2m, "mmol/L"),
                Interpretation = [new CodeableConcept { Text = "panic value, phoned" }],
            },
        ];
        var report = Report("flags");
        report.Result = [.. results.Append(panel).Select(result => new ResourceReference("Observation/" + result.Id))];
        await SendAsync(server, [report, .. results, panel]);

        var en = await server.PageAsync("/drafts/flags?culture=en");
        foreach (
            var words in new[]
            {
                "high",
                "low",
                "critically high",
                "critically low",
                "abnormal",
                "critically abnormal",
                "normal",
            }
        )
        {
            en.Should().Contain($"</span> {words}</span>");
        }

        en.Should().Contain("71.0 g/L").And.Contain("115–150").And.Contain("panic value, phoned");
        var zh = await server.PageAsync("/drafts/flags?culture=zh-CN");
        foreach (var words in new[] { "偏高", "偏低", "危急偏高", "危急偏低", "异常", "危急异常", "正常" })
            zh.Should().Contain($"</span> {words}</span>");
    }

    [Fact]
    public async Task A_report_of_more_results_than_a_page_shows_did_not_say_how_many_more()
    {
        await using var server = await RunningServer.StartAsync();
        var report = Report("long");
        report.Result =
        [
            .. Enumerable
                .Range(0, SentResult.MaxResults + 3)
                .Select(number => new ResourceReference($"Observation/none-{number}")),
        ];
        await SendAsync(server, report);

        (await server.PageAsync("/drafts/long?culture=en"))
            .Should()
            .Contain("3 more")
            .And.Contain("href=\"/records/DiagnosticReport/long\"");
        (await server.PageAsync("/records/DiagnosticReport/long?culture=en"))
            .Should()
            .Contain("everything, as FHIR JSON");
    }

    [Fact]
    public void A_narrative_of_any_kind_is_only_words()
    {
        PlainNarrative.Of(null).Should().Be("");
        PlainNarrative
            .Of(new Narrative { Div = "<div>a &nbsp; b<br/>c<pre>d\n  e</pre></div>" })
            .Should()
            .Be("a b\nc\nd\ne");
        PlainNarrative
            .Of(new Narrative { Div = "<div><table><tr><td>Hb</td><td>71</td></tr></table></div>" })
            .Should()
            .Contain("Hb · 71");
        PlainNarrative.Of(new Narrative { Div = "<div>cut off" }).Should().BeNull();
        PlainNarrative.Of(new Narrative { Div = "<!DOCTYPE x [<!ENTITY e \"x\">]><div>&e;</div>" }).Should().BeNull();
    }

    private static DiagnosticReport Report(string id) =>
        new()
        {
            Id = id,
            Status = DiagnosticReport.DiagnosticReportStatus.Final,
            Subject = new ResourceReference("Patient/p"),
            Code = new CodeableConcept { Text = "Chest film" },
            Issued = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero),
            Conclusion = "Nothing of note.",
        };

    private static Observation Haemoglobin(string id, string patient, decimal value) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = new ResourceReference("Patient/" + patient),
            Code = new CodeableConcept("http://loinc.org", "718-7", "Hb", null),
            Effective = new FhirDateTime("2026-05-01T08:00:00+08:00"),
            Value = new Quantity(value, "g/L"),
            ReferenceRange =
            [
                new Observation.ReferenceRangeComponent
                {
                    Low = new Quantity(115, "g/L"),
                    High = new Quantity(150, "g/L"),
                },
            ],
        };

    private static async Task SendAsync(RunningServer server, params Resource[] resources)
    {
        var patient = new Patient
        {
            Id = "p",
            Identifier = [new Identifier("urn:x", "MRN-7")],
            Name = [new HumanName { Text = "王秀英" }],
        };
        await server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [
                new Write(Xinglin.Records.Fhir.Resources.Labels.MarkSynthetic(patient)),
                .. resources.Select(resource => new Write(
                    resource is Patient ? resource : Xinglin.Records.Fhir.Resources.Labels.MarkSynthetic(resource)
                )),
            ]
        );
    }
}
