using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Review;
using Xinglin.Reports.Writing;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Patients;

/// <summary>The signed report of a prediction in the chart, whatever was begun after it.</summary>
public sealed class StandingReportTests : IAsyncLifetime
{
    private static readonly Reviewer Lin = new("lin", "LW")
    {
        Name = new("林文", "Dr. Lin"),
        Roles = [Roles.Clinician],
    };

    private RunningServer _server = null!;
    private string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _document = await SignedDiagnosisAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(FollowUpKind.Withdrawal)]
    [InlineData(FollowUpKind.Amendment)]
    public async Task A_signed_report_stood_as_an_unsigned_AI_draft_once_somebody_began_to_withdraw_or_amend_it(
        FollowUpKind kind
    )
    {
        var begun = await BeginAsync(kind);

        foreach (var (language, signed) in new[] { ("en", "Signed by Dr. Lin"), ("zh-CN", "由 林文 签署") })
        {
            var page = await _server.PageAsync($"/patients/p?culture={language}");
            var card = Regex.Match(page, "<article class=\"card reading\".*?</article>", RegexOptions.Singleline).Value;
            card.Should().Contain(signed).And.Contain("chip done").And.Contain($"href=\"/drafts/{_document}\"");
            card.Should().MatchRegex($"data-begun><a href=\"/drafts/{begun}\"");
            card.Should()
                .NotMatchRegex($"class=\"button small\" href=\"/drafts/{begun}\"")
                .And.NotContain("class=\"chip ai");
        }
        StandingDocument.Newest(DraftResources.ForPatient(_server.Store, "p"))!.Draft.Id.Should().Be(_document);
        if (kind == FollowUpKind.Amendment)
        {
            await AlteredSignatureTests.SignAsync(_server, begun);
            StandingDocument.Newest(DraftResources.ForPatient(_server.Store, "p"))!.Draft.Id.Should().Be(begun);
        }
    }

    [Fact]
    public async Task The_head_said_no_alerts_once_the_alerting_document_was_signed()
    {
        foreach (
            var (language, words, none) in new[]
            {
                ("en", "Diagnosis: acknowledged by Dr. Lin, 20", ">none<"),
                ("zh-CN", "林文 已确认，20", ">无<"),
            }
        )
        {
            var head = await HeadAsync(language);
            head.Should().Contain("data-acknowledged").And.Contain(words).And.NotContain(none);
            head.Should()
                .NotContain("<span class=\"shape\" aria-hidden=\"true\">◆</span>", "a person has answered for it");
        }
        await AlteredSignatureTests.SignAsync(_server, await BeginAsync(FollowUpKind.Withdrawal));
        (await HeadAsync("en"))
            .Should()
            .NotContain("data-acknowledged")
            .And.Contain("◆", "what was withdrawn acknowledges nothing");
    }

    [Fact]
    public async Task A_newer_prediction_that_is_quiet_ends_what_was_acknowledged()
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            PredictionResources.ToWrites(Reading("reading-2", 0.1, new DateTimeOffset(2026, 6, 1, 9, 0, 0, default)))
        );
        (await HeadAsync("en")).Should().NotContain("data-acknowledged");
    }

    [Fact]
    public async Task A_nurse_was_offered_to_begin_a_withdrawal_that_she_may_never_sign()
    {
        var nurse = await _server.PersonAsync("wu", Roles.Nurse);
        var page = await PageAsync(nurse, $"/drafts/{_document}?culture=en");
        page.Should()
            .NotContain("id=\"withdraw\"")
            .And.NotContain("id=\"amend\"")
            .And.NotContain("id=\"add-addendum\"");
        (await _server.PageAsync($"/drafts/{_document}?culture=en")).Should().Contain("id=\"withdraw\"");

        var wu = new Reviewer("wu", "WJ") { Roles = [Roles.Nurse] };
        foreach (var kind in new[] { FollowUpKind.Addendum, FollowUpKind.Amendment, FollowUpKind.Withdrawal })
        {
            var begin = () => BeginAsync(kind, wu);
            var refusal = (await begin.Should().ThrowAsync<ReviewRejectedException>()).Which;
            refusal.Code.Should().Be("role");
            refusal.Reason.Zh.Should().Contain("您的角色不能签署");
            refusal.Reason.En.Should().Contain("your role never signs");
        }
    }

    private async Task<string> HeadAsync(string language) =>
        Regex
            .Match(
                await _server.PageAsync($"/patients/p?culture={language}"),
                "<header class=\"patient-header\".*?</header>",
                RegexOptions.Singleline
            )
            .Value;

    private static async Task<string> PageAsync(HttpClient client, string address) =>
        System.Net.WebUtility.HtmlDecode((await RunningServer.GetAsync(client, address, "text/html")).Body);

    private async Task<string> BeginAsync(FollowUpKind kind, Reviewer? by = null) =>
        (
            await _server
                .Services.GetRequiredService<FollowUpService>()
                .BeginAsync(
                    _document,
                    DraftResources.Load(_server.Store, _document)!.Version,
                    kind,
                    "Wrong patient.",
                    "en",
                    by ?? Lin
                )
        )
            .Draft
            .Id;

    private async Task<string> SignedDiagnosisAsync()
    {
        var reading = Reading("reading-1", 0.9, new DateTimeOffset(2026, 5, 1, 9, 0, 0, default));
        await _server.Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p", BirthDate = "1951-02-03" })]
        );
        await _server.Store.CommitAsync(Origin.Product, PredictionResources.ToWrites(reading));
        var draft = DraftWriter.Write(reading, Chart.Load(_server.Store, "p"));
        await _server.Store.CommitAsync(Origin.Product, DraftResources.ToWrites(draft));
        await _server
            .Services.GetRequiredService<ReviewService>()
            .DecideAsync(
                draft.Id,
                DraftResources.Load(_server.Store, draft.Id)!.Version,
                "finding-heart-disease",
                Decision.Accepted,
                Lin
            );
        await AlteredSignatureTests.SignAsync(_server, draft.Id);
        return draft.Id;
    }

    private static Prediction.Findings Reading(string id, double probability, DateTimeOffset made) =>
        new(
            new PredictionContext(
                id,
                PredictionKind.Diagnosis,
                "p",
                "Patient/p",
                new ModelReference("some-model", "1", new("模型", "Model"), new("人群", "Population"), []),
                made,
                false
            ),
            [],
            [
                new Finding(
                    "finding-heart-disease",
                    "56265001",
                    new("心脏病", "Heart disease"),
                    probability,
                    probability - 0.05,
                    probability + 0.05,
                    0.5,
                    [],
                    []
                ),
            ]
        );
}
