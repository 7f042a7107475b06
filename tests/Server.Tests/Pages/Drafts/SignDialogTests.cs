using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Pages.Drafts.Ready;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Drafts;

public sealed class SignDialogTests
{
    [Theory]
    [InlineData("en", "12 records of this patient are damaged", "2 more")]
    [InlineData("zh-CN", "该患者有 12 条记录损坏、无法读取", "2")]
    public async Task Damaged_records_of_the_patient_are_named_before_the_signature(
        string language,
        string words,
        string more
    )
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        await using var context = Context(server);
        var before = Open(context, server, draft, language);
        before.Markup.Should().NotContain(words).And.Contain(ReadyWords.NothingMissing.In(language));
        before.Markup.Should().Contain("王秀英").And.Contain(DraftSummary.Name(DocumentKind.Forecast).In(language));
        before.FindAll("#sign-seen").Should().BeEmpty();
        await server.Store.CommitAsync(
            Origin.Program("laboratory"),
            [.. Enumerable.Range(10, 12).Select(number => new Write(Store.Glucose($"g-{number}", "p", 5)))]
        );
        foreach (var number in Enumerable.Range(10, 12))
            server.Damage("Observation", $"g-{number}");

        await using var again = Context(server);
        var dialog = Open(again, server, draft, language);

        var warning = dialog.Find("#sign-damaged");
        warning.TextContent.Should().Contain(words).And.Contain(more);
        warning
            .QuerySelectorAll("li")
            .Should()
            .HaveCount(10)
            .And.Contain(item => item.TextContent.Contains(", stored 2") || item.TextContent.Contains("存入"));
        // It warns and does not forbid: what is damaged may have nothing to do with the document.
        dialog.Find("#sign-seen").HasAttribute("required").Should().BeTrue("nobody signs without having seen it");
        dialog.Find("#sign-now").HasAttribute("disabled").Should().BeFalse();
        dialog.Markup.Should().NotContain(ReadyWords.NothingMissing.In(language));
    }

    [Fact]
    public async Task A_sentence_added_in_one_language_dropped_out_of_what_was_signed_without_a_word()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        var stored = DraftResources.Load(server.Store, draft)!;
        await new ReviewService(server.Store).AddSentenceAsync(
            draft,
            stored.Version,
            "zh-CN",
            stored.Draft.Texts["zh-CN"].Sections[0].Code,
            null,
            "停用美托洛尔。",
            new("lin", "Lin")
        );
        await using var context = Context(server);

        var english = Open(context, server, draft, "en");
        english.Find("#sign-other").TextContent.Should().Contain("Chinese text are not in this English text");
        english.Find("#sign-seen").HasAttribute("required").Should().BeTrue();
        var chinese = Open(context, server, draft, "zh-CN");
        chinese.FindAll("#sign-other").Should().BeEmpty();
        chinese.Find("input[name=language]").GetAttribute("value").Should().Be("zh-CN");
    }

    [Fact]
    public async Task A_password_stood_in_the_dialog_again_and_passed_the_live_connection()
    {
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        await using var context = Context(server);

        var dialog = Open(context, server, draft, "en");

        var field = dialog.Find("#sign-password");
        field.HasAttribute("value").Should().BeFalse();
        field
            .Attributes.Should()
            .NotContain(attribute => attribute.Name.StartsWith("blazor:", StringComparison.Ordinal));
        dialog.Find("#sign-form").GetAttribute("action").Should().Be($"/drafts/{draft}/signature");
    }

    private static BunitContext Context(RunningServer server)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(server.Store);
        context.Services.AddSingleton(TimeProvider.System);
        context.Services.AddSingleton<Microsoft.AspNetCore.Components.Forms.AntiforgeryStateProvider>(new NoToken());
        return context;
    }

    private static IRenderedComponent<SignDialog> Open(
        BunitContext context,
        RunningServer server,
        string draft,
        string language
    ) =>
        context.Render<SignDialog>(parameters =>
            parameters
                .Add(dialog => dialog.State, new ReviewService(server.Store).State(draft, language))
                .Add(
                    dialog => dialog.Whose,
                    Xinglin.Server.Pages.Persons.Person.Of(
                        server.Store.Read<Hl7.Fhir.Model.Patient>("p")!,
                        DateTimeOffset.UtcNow
                    )
                )
                .Add(dialog => dialog.Language, language)
                .Add(dialog => dialog.Meanings, Enum.GetValues<Xinglin.Reports.Documents.SignatureMeaning>())
        );

    private sealed class NoToken : Microsoft.AspNetCore.Components.Forms.AntiforgeryStateProvider
    {
        public override Microsoft.AspNetCore.Components.Forms.AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
