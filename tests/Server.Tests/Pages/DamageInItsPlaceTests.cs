using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Reports.Writing;
using Xinglin.Server.Tests.Running;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Pages;

/// <summary>What cannot be read any more is said to be damaged where it is, and everywhere it is.</summary>
public sealed class DamageInItsPlaceTests
{
    private const string DamagedEn = "This document is damaged";
    private const string DamagedZh = "该文书已损坏";

    [Fact]
    public async Task A_draft_with_a_damaged_text_stood_on_the_worklist_like_any_other()
    {
        await using var server = await RunningServer.StartAsync();
        var draft = await DraftAsync(server);
        server.Damage("Binary", TextOf(server, draft));

        foreach (var address in new[] { "/?tab=failed", "/search?q=王秀英" })
        {
            var list = await server.PageAsync(And(address, "en"));
            list.Should().Contain("王秀英").And.Contain("href=\"/patients/p\"").And.Contain("text is damaged");
            list.Should().NotContain("href=\"/patients/\"");
            (await server.PageAsync(And(address, "zh-CN"))).Should().Contain("正文已损坏");
        }
        var review = await server.PageAsync("/?tab=review&culture=en");
        review.Should().NotContain($"/drafts/{draft}\"");
        (await server.PageAsync("/patients/p?culture=en")).Should().Contain($"/drafts/{draft}").And.Contain("Damaged");
        var page = await server.PageAsync($"/drafts/{draft}?culture=en");
        page.Should().Contain(DamagedEn).And.Contain("王秀英").And.Contain("href=\"/patients/p\"");
        (await server.PageAsync($"/drafts/{draft}?culture=zh-CN")).Should().Contain(DamagedZh);
    }

    [Fact]
    public async Task A_damaged_report_left_the_documents_and_the_worklist_named_nobody()
    {
        await using var server = await RunningServer.StartAsync();
        var draft = await DraftAsync(server);
        await server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [
                new Write(
                    new DiagnosticReport
                    {
                        Id = "sent",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Subject = new ResourceReference("Patient/p"),
                        Code = new CodeableConcept { Text = "Chest film" },
                    }
                ),
            ]
        );
        server.Damage("DiagnosticReport", draft);
        server.Damage("DiagnosticReport", "sent");

        var failed = await server.PageAsync("/?tab=failed&culture=en");
        failed.Should().Contain("王秀英").And.Contain("href=\"/patients/p\"").And.NotContain("href=\"/patients/\"");
        var chart = await server.PageAsync("/patients/p?culture=en");
        chart.Should().Contain($"href=\"/drafts/{draft}\"").And.Contain("href=\"/drafts/sent\"");
        var sent = await server.PageAsync("/drafts/sent?culture=en");
        sent.Should().Contain(DamagedEn).And.Contain("send it again").And.NotContain("asked for again");
        (await server.PageAsync("/drafts/sent?culture=zh-CN"))
            .Should()
            .Contain(DamagedZh)
            .And.Contain("来源系统重新发送");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_signed_report_with_a_damaged_text_did_not_say_who_had_signed(bool reportToo)
    {
        await using var server = await RunningServer.StartAsync();
        var draft = await DraftAsync(server);
        await SignAsync(server, draft);
        server.Damage("Binary", TextOf(server, draft));
        if (reportToo)
            server.Damage("DiagnosticReport", draft);
        var at = new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.FromHours(8)).ToLocalTime();

        foreach (var address in new[] { "/?tab=signed", "/patients/p", $"/drafts/{draft}" })
        {
            var page = await server.PageAsync(And(address, "en"));
            page.Should().Contain($"Signed by Dr. Lin at {at:yyyy-MM-dd HH:mm}; the text is damaged", address);
            page.Should().NotContain("asked for again", address);
            (await server.PageAsync(And(address, "zh-CN"))).Should().Contain("签署；正文已损坏", address);
        }
    }

    [Fact]
    public async Task A_draft_could_be_signed_for_a_patient_whose_record_was_damaged()
    {
        await using var server = await RunningServer.StartAsync();
        var draft = await DraftAsync(server);
        server.Damage("Patient", "p");

        (await server.PageAsync($"/drafts/{draft}?culture=en")).Should().Contain("Patient record damaged");
        (await server.PageAsync($"/drafts/{draft}?culture=zh-CN")).Should().Contain("患者资料已损坏");
        var stored = DraftResources.Load(server.Store, draft)!;
        var signer = new SignerIdentity("lin", new BilingualText("林文", "Dr. Lin"), "LW") { Roles = ["clinician"] };
        var confirmed = await new SecondAuthenticator(
            (_, _, _) => Task.FromResult(PasswordAnswer.Right),
            TimeProvider.System
        ).ConfirmAsync("lin", "", draft);
        var sign = () =>
            server
                .Services.GetRequiredService<SigningService>()
                .SignAsync(new(draft, stored.Version, "en", signer, SignatureMeaning.Author), confirmed.Proof!);
        (await sign.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("patient-damaged");
        DraftResources.Load(server.Store, draft)!.Status.Should().Be(DraftStatus.Draft);
    }

    [Fact]
    public async Task A_damaged_study_was_no_study_and_a_damaged_allergy_no_allergy()
    {
        await using var server = await RunningServer.StartAsync();
        await DraftAsync(server);
        await server.Store.CommitAsync(
            Origin.Program("pacs"),
            [
                new Write(
                    new ImagingStudy
                    {
                        Id = "s",
                        Status = ImagingStudy.ImagingStudyStatus.Available,
                        Subject = new ResourceReference("Patient/p"),
                    }
                ),
                new Write(
                    new AllergyIntolerance
                    {
                        Id = "a",
                        Patient = new ResourceReference("Patient/p"),
                        Code = new CodeableConcept { Text = "Penicillin" },
                    }
                ),
            ]
        );
        var whole = await server.PageAsync("/patients/p?culture=en");
        whole.Should().Contain("no images").And.NotContain("unreadable");
        (await server.PageAsync("/studies/s?culture=en")).Should().Contain("nothing for the AI to read");
        server.Damage("ImagingStudy", "s");
        server.Damage("AllergyIntolerance", "a");

        var chart = await server.PageAsync("/patients/p?culture=en");
        chart.Should().Contain("href=\"/studies/s\"").And.Contain("Damaged record").And.NotContain("not recorded");
        var study = await server.PageAsync("/studies/s?culture=en");
        study.Should().Contain("This study is damaged").And.Contain("href=\"/patients/p\"").And.Contain("王秀英");
        (await server.PageAsync("/studies/s?culture=zh-CN")).Should().Contain("该检查已损坏");
    }

    private static string And(string address, string culture) =>
        $"{address}{(address.Contains('?') ? '&' : '?')}culture={culture}";

    internal static string TextOf(RunningServer server, string draft) =>
        server
            .Store.Read<DiagnosticReport>(draft)!
            .PresentedForm.Single(form => form.ContentType == DraftJson.MediaType)
            .Url!["Binary/".Length..];

    internal static async Task<string> DraftAsync(RunningServer server)
    {
        await server.Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] })]
        );
        var reading = new Prediction.Forecast(
            new PredictionContext(
                "reading-1",
                PredictionKind.Forecast,
                "p",
                "Patient/p",
                new ModelReference("some-model", "1", new("模型", "Model"), new("人群", "Population"), []),
                new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.FromHours(8)),
                false
            ),
            [],
            []
        );
        var draft = DraftWriter.Write(reading, Chart.Load(server.Store, "p"));
        await server.Store.CommitAsync(Origin.Product, DraftResources.ToWrites(draft));
        return draft.Id;
    }

    // What a signature leaves in the store, without printing a PDF.
    private static async Task SignAsync(RunningServer server, string draft)
    {
        var report = server.Store.Read<DiagnosticReport>(draft)!;
        var at = new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.FromHours(8));
        var lin = new ResourceReference { Display = "Dr. Lin 林文" };
        report.Status = DiagnosticReport.DiagnosticReportStatus.Final;
        report.Issued = at;
        report.ResultsInterpreter = [lin];
        await server.Store.CommitAsync(
            Origin.Person("lin"),
            [
                new Write(report),
                new Write(
                    new Provenance
                    {
                        Id = draft + "-signature",
                        Target = [new ResourceReference("DiagnosticReport/" + draft)],
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
}
