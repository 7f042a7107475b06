using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Signing;
using Xinglin.Server.Tests.Running;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Pages;

/// <summary>Somebody who can write to the database changes a signed document: it is no longer given out as signed, anywhere.</summary>
public sealed class AlteredSignatureTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private RunningServer _server = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _id = await DamageInItsPlaceTests.DraftAsync(_server);
        await SignAsync(_server, _id);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_signed_document_says_whose_words_it_holds_and_that_its_signature_holds()
    {
        var english = await _server.PageAsync($"/drafts/{_id}?culture=en");
        english
            .Should()
            .Contain("Drafted by AI, reviewed and signed by Dr. Lin")
            .And.Contain("valid, certificate CN=Xinglin");
        english.Should().NotContain("AI translation, not signed");
        var other = await _server.PageAsync($"/drafts/{_id}?text=zh-CN&culture=zh-CN");
        other.Should().Contain("AI 译文，未签署").And.Contain("AI 起草，由").And.Contain("未经签署");

        var report = (await RunningServer.GetAsync(_server.Program, $"/fhir/DiagnosticReport/{_id}")).Body;
        report.Should().Contain("Drafted by AI, reviewed and signed by").And.Contain("AI translation, not signed");
        _server.Services.GetRequiredService<SignatureVerifier>().Of(_id)!.State.Should().Be(SignatureState.Valid);
    }

    [Fact]
    public async Task A_PDF_changed_in_the_database_was_served_as_signed()
    {
        (await RunningServer.GetAsync(_server.Person, $"/files/documents/{_id}")).Type.Should().Be("application/pdf");
        var pdf = _server.Store.Read<Binary>($"{_id}-pdf")!;
        pdf.Data![pdf.Data.Length / 3] ^= 1;
        _server.Damage("Binary", pdf.Id!, FhirText.ToJson(pdf), coded: true);

        foreach (
            var (language, words) in new[]
            {
                ("en", "Not as it was signed: the PDF"),
                ("zh-CN", "与签署时不一致：PDF 文件"),
            }
        )
        {
            (await _server.PageAsync($"/files/documents/{_id}?culture={language}", 409)).Should().Contain(words);
            (await _server.PageAsync($"/drafts/{_id}?culture={language}")).Should().Contain(words);
        }
        var (status, type, problem) = await RunningServer.GetAsync(
            _server.Program,
            $"/files/documents/{_id}",
            "application/json"
        );
        (status, type).Should().Be((409, "application/problem+json"));
        problem.Should().Contain("the PDF").And.Contain("backup");
        foreach (var accept in new[] { "application/fhir+json", "application/fhir+xml", "application/pdf" })
        {
            (await RunningServer.GetAsync(_server.Program, $"/fhir/Binary/{_id}-pdf", accept))
                .Status.Should()
                .Be(500, accept);
        }

        var recorded = _server.Services.GetRequiredService<AccessTrail>().Find(new(Count: 50)).Entries;
        recorded.Should().Contain(entry => entry.Result == "altered" && entry.Entity == $"DiagnosticReport/{_id}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_damaged_PDF_hid_the_whole_text_and_made_the_chart_call_it_unsigned(bool isGone)
    {
        var words = DraftResources
            .Load(_server.Store, _id)!
            .Draft.Texts["en"]
            .Sections.SelectMany(section => section.Sentences)
            .First(sentence => !sentence.Deleted)
            .Text;
        if (isGone)
        {
            _server.Damage("Binary", $"{_id}-pdf");
        }
        else
        {
            var pdf = _server.Store.Read<Binary>($"{_id}-pdf")!;
            pdf.Data![pdf.Data.Length / 3] ^= 1;
            _server.Damage("Binary", pdf.Id!, FhirText.ToJson(pdf));
        }

        var page = await _server.PageAsync($"/drafts/{_id}?culture=en");
        page.Should()
            .Contain(words)
            .And.Contain("signed, PDF damaged")
            .And.Contain("The text below is what was signed");
        page.Should().NotContain($"href=\"/files/documents/{_id}\"").And.NotContain("This document is damaged");
        var chart = await _server.PageAsync("/patients/p?culture=en");
        chart.Should().Contain("signed, PDF damaged").And.NotContain("AI, not yet signed");
        (await _server.PageAsync("/patients/p?culture=zh-CN")).Should().Contain("已签署，PDF 损坏");
        (await _server.PageAsync("/?tab=signed&culture=en")).Should().Contain("signed, PDF damaged");
        (await RunningServer.GetAsync(_server.Program, $"/fhir/DiagnosticReport/{_id}")).Status.Should().Be(200);
        (await RunningServer.GetAsync(_server.Program, $"/fhir/Binary/{_id}-pdf", "application/pdf"))
            .Status.Should()
            .Be(500);
        var report = _server.Services.GetRequiredService<SignatureVerifier>().Of(_id)!;
        (report.State, report.TextHolds).Should().Be((SignatureState.Damaged, true));
    }

    [Fact]
    public async Task A_text_changed_together_with_the_record_of_its_signature_was_shown_because_the_PDF_was_gone()
    {
        var binary = _server.Store.Read<Binary>(DamageInItsPlaceTests.TextOf(_server, _id))!;
        var draft = JsonNode.Parse(binary.Data)!;
        draft["texts"]!["en"]!["title"] = "Something else";
        binary.Data = Encoding.UTF8.GetBytes(draft.ToJsonString(AsWritten));
        _server.Damage("Binary", binary.Id!, FhirText.ToJson(binary));
        var text = JsonDocument.Parse(binary.Data).RootElement.GetProperty("texts").GetProperty("en").GetRawText();
        var provenance = _server.Store.Read<Provenance>($"{_id}-signature")!;
        var data = JsonNode.Parse(provenance.Signature[0].Data)!;
        foreach (var one in data["content"]!["texts"]!.AsArray())
        {
            if (one!["language"]!.GetValue<string>() == "en")
                one["sha256"] = Digest.Of(Encoding.UTF8.GetBytes(text));
        }
        data["contentSha256"] = Digest.Of(Encoding.UTF8.GetBytes(data["content"]!.ToJsonString(AsWritten)));
        provenance.Signature[0].Data = Encoding.UTF8.GetBytes(data.ToJsonString(AsWritten));
        _server.Damage("Provenance", provenance.Id!, FhirText.ToJson(provenance));
        _server.Damage("Binary", $"{_id}-pdf");

        var report = _server.Services.GetRequiredService<SignatureVerifier>().Of(_id)!;
        report.Differs.Should().Equal([SignedPart.Pdf], "to itself the changed record is whole");
        report.TextHolds.Should().BeFalse("the trail recorded another record of the signature");
        await ShownAsDamagedAsync("the PDF");
        (await _server.PageAsync("/patients/p?culture=en")).Should().NotContain("AI, not yet signed");
    }

    [Fact]
    public async Task A_hash_put_in_place_of_the_signed_one_made_a_changed_PDF_look_signed()
    {
        var pdf = _server.Store.Read<Binary>($"{_id}-pdf")!;
        pdf.Data![pdf.Data.Length / 3] ^= 1;
        _server.Damage("Binary", pdf.Id!, FhirText.ToJson(pdf));
        var provenance = _server.Store.Read<Provenance>($"{_id}-signature")!;
        var data = JsonNode.Parse(provenance.Signature[0].Data)!;
        data["pdfSha256"] = Digest.Of(pdf.Data);
        provenance.Signature[0].Data = Encoding.UTF8.GetBytes(data.ToJsonString());
        _server.Damage("Provenance", provenance.Id!, FhirText.ToJson(provenance));

        await ShownAsDamagedAsync("the PDF");
    }

    [Theory]
    [InlineData("en", "the signed text")]
    [InlineData("zh-CN", "the text in the other language")]
    [InlineData("facts", "the evidence")]
    public async Task A_text_changed_in_the_database_was_shown_as_signed(string where, string says)
    {
        var binary = _server.Store.Read<Binary>(DamageInItsPlaceTests.TextOf(_server, _id))!;
        var draft = JsonNode.Parse(binary.Data)!;
        if (where == "facts")
            draft["facts"]!.AsArray().Add(draft["facts"]![0]!.DeepClone());
        else
            draft["texts"]![where]!["title"] = "Something else";
        binary.Data = Encoding.UTF8.GetBytes(draft.ToJsonString(AsWritten));
        _server.Damage("Binary", binary.Id!, FhirText.ToJson(binary), coded: true);

        await ShownAsDamagedAsync(says);
        // The PDF is what was signed, so it is still there for whoever needs it.
        (await RunningServer.GetAsync(_server.Person, $"/files/documents/{_id}"))
            .Type.Should()
            .Be("application/pdf");
        (await RunningServer.GetAsync(_server.Program, $"/fhir/Binary/{binary.Id}")).Status.Should().Be(500);
    }

    [Theory]
    [InlineData("conclusion")]
    [InlineData("signer")]
    [InlineData("language")]
    [InlineData("status")]
    public async Task A_report_changed_in_the_database_was_shown_as_signed(string what)
    {
        var report = _server.Store.Read<DiagnosticReport>(_id)!;
        if (what == "conclusion")
            report.Conclusion = "Everything is fine.";
        else if (what == "signer")
            report.ResultsInterpreter[0].Identifier!.Value = "somebody";
        else if (what == "language")
            report.Language = "zh-CN";
        else
            report.Status = DiagnosticReport.DiagnosticReportStatus.Preliminary;
        _server.Damage("DiagnosticReport", _id, FhirText.ToJson(report));

        _server.Services.GetRequiredService<SignatureVerifier>().Of(_id)!.Differs.Should().Equal(SignedPart.Report);
        if (what != "status")
            await ShownAsDamagedAsync("the report");
    }

    private async System.Threading.Tasks.Task ShownAsDamagedAsync(string says)
    {
        var page = await _server.PageAsync($"/drafts/{_id}?culture=en");
        page.Should().Contain($"Not as it was signed: {says}").And.NotContain("id=\"electronic\"");
        (await _server.PageAsync($"/drafts/{_id}?culture=zh-CN")).Should().Contain("与签署时不一致");
        (await _server.PageAsync("/patients/p?culture=en")).Should().Contain("Damaged");
        (await RunningServer.GetAsync(_server.Program, $"/fhir/DiagnosticReport/{_id}")).Status.Should().Be(500);
        foreach (var format in (string[])["json", "xml"])
        {
            var found = await RunningServer.GetAsync(
                _server.Program,
                $"/fhir/DiagnosticReport?patient=p&_format={format}"
            );
            found.Body.Should().Contain("OperationOutcome").And.NotContain("reviewed-by-human");
            var all = await RunningServer.GetAsync(_server.Program, $"/fhir/Patient/p/$everything?_format={format}");
            all.Body.Should().Contain("OperationOutcome").And.NotContain("reviewed-by-human");
        }
    }

    /// <summary>Signs a draft in English as a person does, PDF and all; skips the test where there is no browser.</summary>
    internal static async System.Threading.Tasks.Task SignAsync(RunningServer server, string id)
    {
        if (!server.Services.GetRequiredService<PdfPrinter>().Available)
            Assert.Skip("Chromium is not installed (apt-get install chromium).");
        var stored = DraftResources.Load(server.Store, id)!;
        var signer = new SignerIdentity("lin", new BilingualText("林文", "Dr. Lin"), "LW") { Roles = ["clinician"] };
        var confirmed = await new SecondAuthenticator(
            (_, _, _) => System.Threading.Tasks.Task.FromResult(PasswordAnswer.Right),
            TimeProvider.System
        ).ConfirmAsync("lin", "", id);
        await server
            .Services.GetRequiredService<SigningService>()
            .SignAsync(new(id, stored.Version, "en", signer, SignatureMeaning.Author), confirmed.Proof!);
    }
}
