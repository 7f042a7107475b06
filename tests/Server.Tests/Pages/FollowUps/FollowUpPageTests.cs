using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Review;
using Xinglin.Server.CommandLine;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.FollowUps;

/// <summary>A document after its signature, on every surface that shows it.</summary>
public sealed class FollowUpPageTests : IAsyncLifetime
{
    private static readonly Reviewer Lin = new("lin", "LW")
    {
        Name = new("林文", "Dr. Lin"),
        Roles = [Xinglin.Server.SignIn.Roles.Clinician],
    };

    private RunningServer _server = null!;
    private string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _document = await DamageInItsPlaceTests.DraftAsync(_server);
        await SignAsync(_document);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_withdrawn_document_was_shown_served_and_searched_as_if_it_stood()
    {
        var begun = await BeginAsync(FollowUpKind.Withdrawal, "Wrong patient.");
        (await _server.PageAsync($"/drafts/{begun}?culture=en")).Should().Contain("Give this draft up");
        await SignAsync(begun);

        foreach (
            var (language, words, chip) in new[]
            {
                ("en", "Withdrawn: Wrong patient. (Dr. Lin", "withdrawn"),
                ("zh-CN", "已撤回：Wrong patient.（林", "已撤回"),
            }
        )
        {
            foreach (var address in new[] { $"/drafts/{_document}", "/patients/p", "/?tab=signed" })
            {
                var page = await _server.PageAsync(And(address, language));
                page.Should().Contain(words, address).And.Contain(chip, address);
            }
        }
        var document = await _server.PageAsync($"/drafts/{_document}?culture=en");
        document.Should().Contain("<details id=\"withdrawn-text\"").And.NotContain("id=\"add-addendum\"");
        var gone = await RunningServer.GetAsync(_server.Person, $"/files/documents/{_document}");
        gone.Status.Should().Be(410);
        gone.Body.Should().Contain("Wrong patient.");
        var pdf = await RunningServer.GetAsync(_server.Person, $"/files/documents/{_document}?signed=yes");
        (pdf.Status, pdf.Type).Should().Be((200, "application/pdf"));
        var fhir = await RunningServer.GetAsync(_server.Program, $"/fhir/DiagnosticReport/{_document}");
        fhir.Body.Should().Contain("\"status\":\"entered-in-error\"").And.Contain("Wrong patient.");
        (await RunningServer.GetAsync(_server.Program, $"/fhir/DiagnosticReport/{begun}"))
            .Body.Should()
            .Contain("\"status\":\"final\"");
    }

    [Fact]
    public async Task Of_a_superseded_document_the_page_and_the_pdf_name_the_new_version()
    {
        var begun = await BeginAsync(FollowUpKind.Amendment, "New readings.");
        await SignAsync(begun);

        (await _server.PageAsync($"/drafts/{_document}?culture=en"))
            .Should()
            .Contain("Superseded by a new version: New readings.")
            .And.Contain($"href=\"/drafts/{begun}\"")
            .And.NotContain("withdrawn-text");
        (await _server.PageAsync($"/drafts/{begun}?culture=en")).Should().Contain($"href=\"/drafts/{_document}\"");
        (await RunningServer.GetAsync(_server.Person, $"/files/documents/{_document}")).Status.Should().Be(410);
        (await RunningServer.GetAsync(_server.Person, $"/files/documents/{begun}")).Status.Should().Be(200);
        (await _server.PageAsync("/patients/p?culture=zh-CN")).Should().Contain("已被取代").And.Contain("（修订版）");
    }

    [Fact]
    public async Task Changed_evidence_is_told_on_page_chart_and_worklist_with_the_copies_that_were_given_out()
    {
        (await RunningServer.GetAsync(_server.Person, $"/files/documents/{_document}")).Status.Should().Be(200);
        await ChangeNameAsync("王秀兰");

        foreach (var (language, flag) in new[] { ("en", "cited data changed"), ("zh-CN", "所引数据已变化") })
        {
            (await _server.PageAsync(And("/patients/p", language))).Should().Contain(flag);
            var page = await _server.PageAsync(And($"/drafts/{_document}", language));
            page.Should()
                .Contain("王秀英")
                .And.Contain("王秀兰")
                .And.Contain("id=\"ready-addendum\"")
                .And.Contain("id=\"given-out\"");
            page.Should()
                .Contain(language == "en" ? "PDF opened or downloaded" : "打开或下载 PDF")
                .And.NotContain("GET /files", "a route says nothing to a clinician");
        }
        (await _server.PageAsync("/?culture=en"))
            .Should()
            .Contain("data changed after the signature")
            .And.Contain($"/drafts/{_document}");

        var service = _server.Services.GetRequiredService<FollowUpService>();
        var ready = await service.BeginReadyAsync(_document, Version(_document), Lin);
        await SignAsync(ready.Draft.Id);
        (await _server.PageAsync($"/drafts/{_document}?culture=en"))
            .Should()
            .Contain("answered by a signed addendum")
            .And.NotContain("id=\"ready-addendum\"");
    }

    [Fact]
    public async Task Linked_patients_show_each_others_documents_by_reference_and_the_trail_names_both()
    {
        await _server.Store.CommitAsync(
            Origin.Program("his"),
            [new Write(new Patient { Id = "q", Name = [new HumanName { Text = "王秀英" }] })]
        );
        (await RunAsync("link-patients", "p", "--replaced-by", "q", "--reason", "same identity card"))
            .Should()
            .Be(ExitCode.Done);

        (await _server.PageAsync("/patients/q?culture=en"))
            .Should()
            .Contain("was merged into this record")
            .And.Contain($"/drafts/{_document}")
            .And.Contain("nothing was moved");
        (await _server.PageAsync("/patients/p?culture=zh-CN")).Should().Contain("本病历已并入");
        _server.Store.ByPatient<DiagnosticReport>("q").Should().BeEmpty();
        var entries = _server.Services.GetRequiredService<AccessTrail>().Find(new(Count: 100)).Entries;
        entries.Should().Contain(entry => entry.Entity.Contains("/patients/q") && entry.Patients.Contains("p"));
        entries.Should().Contain(entry => entry.Entity == "link-patients: p" && entry.Reason == "same identity card");

        (await RunAsync("unlink-patients", "p", "--from", "q", "--reason", "two persons")).Should().Be(ExitCode.Done);
        (await RunAsync("unlink-patients", "p", "--from", "q", "--reason", "two persons")).Should().Be(ExitCode.Failed);
        (await RunAsync("link-patients", "p", "--replaced-by", "nobody", "--reason", "x")).Should().Be(ExitCode.Failed);
        (await _server.PageAsync("/patients/q?culture=en")).Should().NotContain("linked-charts");
        _server.Services.GetRequiredService<PatientLinks>().Of("p").Should().BeEmpty();
    }

    [Fact]
    public async Task Words_of_a_person_were_called_a_draft_by_AI_until_they_were_signed()
    {
        var begun = await BeginAsync(FollowUpKind.Addendum, "Seen again.");

        foreach (
            var (language, words, ai) in new[]
            {
                ("en", "Written by Dr. Lin, not signed", "draft by AI"),
                ("zh-CN", "由林文书写，未签署", "AI 草稿"),
            }
        )
        {
            var page = await _server.PageAsync($"/drafts/{begun}?culture={language}");
            page.Should().Contain(words).And.NotContain(ai);
            page.Should()
                .NotContain($">DiagnosticReport/{_document}<")
                .And.Contain($"href=\"/drafts/{_document}\" title=");
            foreach (var address in new[] { "/patients/p", "/", $"/drafts/{_document}" })
                (await _server.PageAsync(And(address, language))).Should().Contain(words, address);
        }
        var stored = DraftResources.Load(_server.Store, begun)!;
        Xinglin.Reports.Printing.DraftExport.LabelOf(stored, "en")!.En.Should().Be("Written by Dr. Lin, not signed");
    }

    [Fact]
    public async Task The_signed_tab_named_neither_signer_nor_time_and_an_empty_co_signature()
    {
        var stored = DraftResources.Load(_server.Store, _document)!;
        var chen = new SignerIdentity("chen", new("陈", "Dr. Chen"), "C") { Roles = ["clinician"], Rank = Rank.Chief };
        var confirmed = await new Xinglin.Reports.Signing.SecondAuthenticator(
            (_, _, _) => Task.FromResult(Xinglin.Reports.Signing.PasswordAnswer.Right),
            TimeProvider.System
        ).ConfirmAsync("chen", "", _document);
        await _server
            .Services.GetRequiredService<Xinglin.Reports.Signing.SigningService>()
            .SignAsync(new(_document, stored.Version, "en", chen, SignatureMeaning.CoSigner), confirmed.Proof!);

        var list = await _server.PageAsync("/?tab=signed&culture=en");
        list.Should().Contain("data-signed-by").And.Contain("<bdi>Dr. Lin").And.Contain("Dr. Chen");
        list.Should().NotContain("Co-signature: <").And.NotContain("Co-signature:<");
    }

    private async Task ChangeNameAsync(string name)
    {
        var patient = _server.Store.Read<Patient>("p")!;
        patient.Name = [new HumanName { Text = name }];
        await Task.Delay(5, TestContext.Current.CancellationToken);
        await _server.Store.CommitAsync(Origin.Product, [new Write(patient)]);
        var changes = _server.Services.GetRequiredService<CitedChanges>();
        for (var attempt = 0; !changes.Open().Contains(_document); attempt++)
        {
            attempt.Should().BeLessThan(500);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private string Version(string id) => DraftResources.Load(_server.Store, id)!.Version;

    private async Task<string> BeginAsync(FollowUpKind kind, string words) =>
        (
            await _server
                .Services.GetRequiredService<FollowUpService>()
                .BeginAsync(_document, Version(_document), kind, words, "en", Lin)
        )
            .Draft
            .Id;

    private Task SignAsync(string id) => AlteredSignatureTests.SignAsync(_server, id);

    private static string And(string address, string language) =>
        $"{address}{(address.Contains('?') ? '&' : '?')}culture={language}";

    private Task<int> RunAsync(params string[] arguments) =>
        XinglinCommand.RunAsync([.. arguments, "--data", _server.DataFolder]);
}
