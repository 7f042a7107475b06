using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Drafts;

/// <summary>A document that its author has signed in Chinese and another person must sign as well, or has.</summary>
public sealed class HalfSignedTests : IAsyncLifetime
{
    private static readonly SignerIdentity Nurse = new("wu", new("吴敏", "Wu Min"), "WM") { Roles = ["nurse"] };

    private RunningServer _server = null!;
    private string _draft = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _draft = await DamageInItsPlaceTests.DraftAsync(_server);
        await new ReviewService(_server.Store).AddSentenceAsync(
            _draft,
            Stored.Version,
            "zh-CN",
            Stored.Draft.Texts["zh-CN"].Sections[0].Code,
            null,
            "停用美托洛尔。",
            new("wu", "WM")
        );
        await SignAsync(Nurse, SignatureMeaning.Author);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_other_language_of_a_signed_text_read_as_if_it_had_been_signed(bool isFinal)
    {
        if (isFinal)
        {
            Assert.SkipUnless(
                _server.Services.GetRequiredService<PdfPrinter>().Available,
                "Chromium is not installed."
            );
            var lin = new SignerIdentity("lin", new("林文", "Dr. Lin"), "LW") { Roles = ["clinician"] };
            await SignAsync(lin, SignatureMeaning.Reviewer);
            Stored.Status.Should().Be(DraftStatus.Signed);
        }

        var english = await _server.PageAsync($"/drafts/{_draft}?text=en&culture=en");

        english.Should().NotContain("停用美托洛尔").And.Contain("AI translation, not signed");
        english.Should().Contain("id=\"not-signed-text\"").And.Contain("What was signed is the Chinese text");
        english.Should().Contain("1 sentence(s) that the signed text has from a person");
        english.Should().MatchRegex("href=\"[^\"]*text=zh-CN[^\"]*\"[^>]*>Read the signed text");
        (await _server.PageAsync($"/drafts/{_draft}?text=en&culture=zh-CN")).Should().Contain("AI 译文，未签署");
        (await _server.PageAsync($"/drafts/{_draft}?text=zh-CN&culture=en"))
            .Should()
            .Contain("停用美托洛尔")
            .And.NotContain("id=\"not-signed-text\"")
            .And.NotContain("AI translation, not signed");
    }

    [Theory]
    [InlineData("en", "Editing ends the signature of Wu Min (")]
    [InlineData("zh-CN", "修改将使 吴敏 于 ")]
    public async Task An_edit_ended_the_first_signature_without_a_word_before_it(string language, string words)
    {
        CultureInfo.CurrentUICulture = new(language);
        await using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(TimeProvider.System);
        var section = Stored.Draft.Texts["zh-CN"].Sections[0];

        Paper(null, []).FindAll("[data-ends-signature]").Should().BeEmpty("nothing is being edited");
        Paper(section.Sentences[0].Id, []).Find(".editing [data-ends-signature]").TextContent.Should().Contain(words);
        Paper(null, new() { [AddKey(section.Code)] = "" })
            .Find("form.editing [data-ends-signature]")
            .TextContent.Should()
            .Contain(words);

        IRenderedComponent<DraftPaper> Paper(string? editing, Dictionary<string, string> typed) =>
            context.Render<DraftPaper>(parameters =>
                parameters
                    .Add(paper => paper.State, new ReviewService(_server.Store).State(_draft, "zh-CN"))
                    .Add(paper => paper.Language, "zh-CN")
                    .Add(paper => paper.Editing, editing)
                    .Add(paper => paper.Typed, typed)
            );
    }

    private static string AddKey(string section) => Xinglin.Server.Pages.Drafts.Together.TypedKeys.Add(section);

    private StoredDraft Stored => DraftResources.Load(_server.Store, _draft)!;

    private async Task SignAsync(SignerIdentity who, SignatureMeaning meaning)
    {
        var confirmed = await new SecondAuthenticator(
            (_, _, _) => Task.FromResult(PasswordAnswer.Right),
            TimeProvider.System
        ).ConfirmAsync(who.UserId, "", _draft);
        await _server
            .Services.GetRequiredService<SigningService>()
            .SignAsync(new(_draft, Stored.Version, "zh-CN", who, meaning), confirmed.Proof!);
    }
}
