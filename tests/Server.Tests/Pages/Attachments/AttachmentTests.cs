using System.Net;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Attachments;

public sealed class AttachmentTests
{
    private static readonly ResourceReference Whose = new("Patient/p");

    [Fact]
    public async Task An_attachment_that_was_stored_here_had_no_link_and_a_missing_one_was_not_said_to_be_missing()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(server);

        foreach (var address in new[] { "/drafts/report", "/records/DocumentReference/file" })
        {
            var type = address.Contains("file", StringComparison.Ordinal)
                ? "DocumentReference/file"
                : "DiagnosticReport/report";
            var en = await server.PageAsync($"{address}?culture=en");
            en.Should().Contain($"href=\"/files/attachments/{type}/0\"", "it lies in a Binary");
            en.Should().Contain($"href=\"/files/attachments/{type}/1\"", "it came along");
            en.Should().NotContain($"/files/attachments/{type}/2").And.Contain("missing").And.Contain("Binary/none");
            en.Should().Contain("outside address, not fetched").And.Contain("https://other.example/scan.pdf");
            en.Should().NotContain("href=\"https://other.example").And.NotContain("src=\"https://other.example");
            en.Should().NotContain($"/files/attachments/{type}/4", "another patient's content is not this one's");
            en.Should().Contain("no content was sent");
            var zh = await server.PageAsync($"{address}?culture=zh-CN");
            zh.Should()
                .Contain("缺失")
                .And.Contain("外部地址，未获取")
                .And.Contain("下载外部附件")
                .And.Contain("未随附内容");
        }
        server.Damage("Binary", "pdf");
        (await server.PageAsync("/drafts/report?culture=en")).Should().Contain("Damaged").And.NotContain("/report/0\"");
        (await RunningServer.GetAsync(server.Person, "/files/attachments/DiagnosticReport/report/0"))
            .Status.Should()
            .Be(404);
    }

    [Fact]
    public async Task The_images_of_a_report_had_no_link()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(server);

        var page = await server.PageAsync("/drafts/report?culture=en");
        page.Should().Contain("Wound on day 3").And.Contain("href=\"/files/attachments/Media/photo/0\"");
        page.Should().Contain("Wound on day 9", "its media is not here, and that is said");
    }

    [Fact]
    public async Task What_another_system_sent_is_a_download_that_cannot_run_and_cannot_pass_for_a_document_of_ours()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(server);

        using var pdf = await server.Person.GetAsync("/files/attachments/DiagnosticReport/report/0");
        (await pdf.Content.ReadAsByteArrayAsync()).Should().Equal("%PDF-foreign"u8.ToArray());
        pdf.Content.Headers.ContentDisposition!.ToString()
            .Should()
            .StartWith("attachment; filename=external-attachment-1.pdf");
        using var page = await server.Person.GetAsync("/files/attachments/DiagnosticReport/report/1");
        page.Content.Headers.ContentType!.MediaType.Should().Be("application/octet-stream");
        page.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        page.Content.Headers.ContentDisposition.FileName.Should().Be("external-attachment-2.bin");
        foreach (var answer in new[] { pdf, page })
        {
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            answer.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; sandbox");
            answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        }
        // Not even under the door of signed documents.
        (await RunningServer.GetAsync(server.Person, "/files/documents/report"))
            .Status.Should()
            .Be(404);
    }

    [Fact]
    public async Task A_download_is_recorded_as_of_the_patient_and_what_is_not_there_is_refused_in_words()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(server);

        (await RunningServer.GetAsync(server.Person, "/files/attachments/DocumentReference/file/0"))
            .Status.Should()
            .Be(200);
        var entry = Entries(server).First(one => one.Action == AuditActions.Attachment);
        (entry.Entity, entry.Result).Should().Be(("DocumentReference/file", "ok"));
        entry.Patients.Should().Equal("p");
        entry.Items.Should().Equal("Binary/pdf");
        foreach (var number in new[] { "2", "3", "4", "5", "99", "-1" })
        {
            var body = await server.PageAsync($"/files/attachments/DocumentReference/file/{number}?culture=en", 404);
            body.Should().Contain("There is no such attachment", number).And.NotContain("secret of another");
        }
        (await RunningServer.GetAsync(server.Person, "/files/attachments/Nothing/x/0")).Status.Should().Be(404);
        using var nobody = server.Client();
        var refused = await RunningServer.GetAsync(nobody, "/files/attachments/DocumentReference/file/0");
        refused.Status.Should().NotBe(200);
        refused.Body.Should().NotContain("%PDF");
    }

    [Fact]
    public async Task A_document_of_ours_came_out_as_an_external_attachment()
    {
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        var text = DamageInItsPlaceTests.TextOf(server, draft);
        await server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [new Write(Naming("ds", "p", "Binary/" + text)), new Write(Naming("dv", "p", $"Binary/{text}/_history/1"))]
        );

        foreach (var id in new[] { "ds", "dv" })
        {
            var answer = await RunningServer.GetAsync(server.Person, $"/files/attachments/DocumentReference/{id}/0");
            answer.Status.Should().Be(404, id);
            var page = await server.PageAsync($"/records/DocumentReference/{id}?culture=en");
            page.Should().Contain($"href=\"/drafts/{draft}\"").And.Contain("a document of this system");
        }
    }

    [Fact]
    public async Task Content_that_said_nothing_of_a_patient_came_out_beside_another_patients_document()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(server);
        var bare = Held("bare", "text/plain", "of q alone", "q");
        bare.SecurityContext = null;
        await server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [new Write(bare), new Write(Naming("of-q", "q", "Binary/bare"))]
        );
        await server.Store.CommitAsync(
            Origin.Program("somebody"),
            [
                new Write(Naming("of-p", "p", "Binary/bare")),
                new Write(Naming("of-p-too", "p", "Binary/bare/_history/1")),
            ]
        );

        foreach (var id in new[] { "of-p", "of-p-too" })
        {
            var taken = await RunningServer.GetAsync(server.Person, $"/files/attachments/DocumentReference/{id}/0");
            taken.Status.Should().Be(404, id);
        }
        Entries(server).First(one => one.Action == AuditActions.Attachment).Patients.Should().Contain(["p", "q"]);
        var own = await RunningServer.GetAsync(server.Person, "/files/attachments/DocumentReference/of-q/0");
        (own.Status, own.Body).Should().Be((200, "of q alone"));
        await RunningServer.GetAsync(server.Person, "/files/attachments/Binary/bare/0");
        Entries(server).First(one => one.Action == AuditActions.Attachment).Patients.Should().Contain(["p", "q"]);
    }

    private static DocumentReference Naming(string id, string patient, string address) =>
        new()
        {
            Id = id,
            Status = DocumentReferenceStatus.Current,
            Subject = new ResourceReference("Patient/" + patient),
            Content =
            [
                new()
                {
                    Attachment = new Attachment { ContentType = "application/pdf", Url = address },
                },
            ],
        };

    [Fact]
    public async Task Attachments_beyond_the_thousandth_were_lost_without_a_word()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [
                new Write(new Patient { Id = "p" }),
                new Write(
                    new DocumentReference
                    {
                        Id = "many",
                        Status = DocumentReferenceStatus.Current,
                        Subject = Whose,
                        Content =
                        [
                            .. Enumerable
                                .Range(1, 1_234)
                                .Select(number => new DocumentReference.ContentComponent
                                {
                                    Attachment = new Attachment
                                    {
                                        ContentType = "text/plain",
                                        Title = $"Scan {number:0000}",
                                        Data = Encoding.UTF8.GetBytes($"words {number}"),
                                    },
                                }),
                        ],
                    }
                ),
            ]
        );

        var first = await server.PageAsync("/records/DocumentReference/many?culture=en");
        first.Should().Contain("1–100 of 1234").And.Contain("1134 more").And.Contain("Scan 0100");
        first.Split("class=\"all-fields\"")[0].Should().NotContain("Scan 0101");
        var last = await server.PageAsync("/records/DocumentReference/many?attachments=1200&culture=zh-CN");
        last.Should().Contain("第 1201–1234 条，共 1234 条").And.Contain("Scan 1234");
        (await server.PageAsync("/records/DocumentReference/many?attachments=1e400&culture=en"))
            .Should()
            .Contain("1–100 of 1234");
        (await RunningServer.GetAsync(server.Person, "/files/attachments/DocumentReference/many/1233"))
            .Body.Should()
            .Be("words 1234");
    }

    [Fact]
    public async Task A_wrong_address_of_an_attachment_was_raw_JSON_in_a_browser()
    {
        await using var server = await RunningServer.StartAsync();

        var (status, type, body) = await RunningServer.GetAsync(server.Person, "/files/attachments/x?culture=en");
        (status, type).Should().Be((404, "text/html"));
        body.Should().NotContain("\"status\"");
        (await RunningServer.GetAsync(server.Program, "/files/attachments/x"))
            .Type.Should()
            .Be("application/problem+json");
        Xinglin.Server.Texts.TrailWords.Of(AuditActions.Attachment).En.Should().Be("attachment");
    }

    private static IReadOnlyList<AuditEntry> Entries(RunningServer server) =>
        ((AccessTrail)server.Services.GetService(typeof(AccessTrail))!).Find(new AuditQuery(Count: 100)).Entries;

    private static List<Attachment> Contents() =>
        [
            new()
            {
                ContentType = "application/pdf",
                Title = "Referral",
                Url = "Binary/pdf",
            },
            new()
            {
                ContentType = "text/html",
                Title = "Letter",
                Data = "<script>alert(1)</script>"u8.ToArray(),
            },
            new()
            {
                ContentType = "application/pdf",
                Title = "Lost",
                Url = "Binary/none",
            },
            new() { ContentType = "application/pdf", Url = "https://other.example/scan.pdf" },
            new()
            {
                ContentType = "text/plain",
                Title = "Of another",
                Url = "Binary/of-q",
            },
            new() { Title = "Nothing" },
        ];

    private static Task SendAsync(RunningServer server) =>
        server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [
                new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] }),
                new Write(new Patient { Id = "q", Name = [new HumanName { Text = "李雷" }] }),
                new Write(Held("pdf", "application/pdf", "%PDF-foreign", "p")),
                new Write(Held("of-q", "text/plain", "secret of another", "q")),
                new Write(
                    new Media
                    {
                        Id = "photo",
                        Subject = Whose,
                        Content = new Attachment { ContentType = "image/png", Data = [1, 2, 3] },
                    }
                ),
                new Write(
                    new DiagnosticReport
                    {
                        Id = "report",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Subject = Whose,
                        Code = new CodeableConcept { Text = "Ultrasound" },
                        PresentedForm = Contents(),
                        Media =
                        [
                            new() { Comment = "Wound on day 3", Link = new ResourceReference("Media/photo") },
                            new() { Comment = "Wound on day 9", Link = new ResourceReference("Media/lost") },
                        ],
                    }
                ),
                new Write(
                    new DocumentReference
                    {
                        Id = "file",
                        Status = DocumentReferenceStatus.Current,
                        Subject = Whose,
                        Content =
                        [
                            .. Contents()
                                .Select(content => new DocumentReference.ContentComponent { Attachment = content }),
                        ],
                    }
                ),
            ]
        );

    private static Binary Held(string id, string type, string words, string patient) =>
        new()
        {
            Id = id,
            ContentType = type,
            Data = Encoding.UTF8.GetBytes(words),
            SecurityContext = new ResourceReference("Patient/" + patient),
        };
}
