using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;
using Xinglin.Server.Texts;
using Xinglin.Server.Trail;

namespace Xinglin.Server.Tests.Pages.Drafts;

public sealed class SignDialogTests
{
    [Theory]
    [InlineData("en", "The password is not right", "This account is locked after wrong passwords")]
    [InlineData("zh-CN", "密码不正确，文书未签署", "该账户因多次密码错误已暂时锁定")]
    public async Task A_locked_account_read_like_a_wrong_password(string language, string wrong, string locked)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        await using var context = Context(server);
        var dialog = await OpenAsync(context, server, draft, language);

        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await SignAsync(dialog, "not the password");
            // The fifth locks, and says so at once, in the words of the sign-in page.
            var said = dialog.Find(".note.bad[role=alert]").TextContent;
            said.Should().Contain(attempt < 5 ? wrong : locked).And.NotContain(attempt < 5 ? locked : wrong);
        }
        SignInWords.Locked.In(language).Should().Contain(locked);
        DraftResources.Load(server.Store, draft)!.Status.Should().Be(DraftStatus.Draft);
    }

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
        var before = await OpenAsync(context, server, draft, language);
        before.Markup.Should().NotContain(words).And.Contain(DraftWords.ReadyToSign.In(language));
        before.Markup.Should().Contain("王秀英").And.Contain(DraftSummary.Name(DocumentKind.Forecast).In(language));
        await server.Store.CommitAsync(
            Origin.Program("laboratory"),
            [.. Enumerable.Range(10, 12).Select(number => new Write(Store.Glucose($"g-{number}", "p", 5)))]
        );
        foreach (var number in Enumerable.Range(10, 12))
            server.Damage("Observation", $"g-{number}");

        await using var again = Context(server);
        var dialog = await OpenAsync(again, server, draft, language);

        var warning = dialog
            .FindAll(".note.bad")
            .Single(note => note.TextContent.Contains(words, StringComparison.Ordinal));
        warning
            .QuerySelectorAll("li")
            .Should()
            .HaveCount(10)
            .And.Contain(item => item.TextContent.Contains(", stored 2") || item.TextContent.Contains("存入"));
        warning.TextContent.Should().Contain(more);
        // It warns and does not forbid: what is damaged may have nothing to do with the document.
        dialog.Find("#sign-password").Input("some password");
        dialog.Find("#sign-now").HasAttribute("disabled").Should().BeTrue("nobody has said that it was seen");
        dialog.Markup.Should().NotContain(DraftWords.ReadyToSign.In(language));
        dialog.Find("#sign-seen").Change(true);
        dialog.Find("#sign-now").HasAttribute("disabled").Should().BeFalse();
        dialog
            .Markup.IndexOf("sign-damaged", StringComparison.Ordinal)
            .Should()
            .BeLessThan(dialog.Markup.IndexOf(DraftWords.ReadyToSign.In(language), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "account's data are damaged")]
    [InlineData("zh-CN", "账户数据已损坏")]
    public async Task A_damaged_password_hash_read_like_a_wrong_password(string language, string damaged)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        await using var context = Context(server);
        var dialog = await OpenAsync(context, server, draft, language);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<AccountsDatabase>();
            accounts.Users.Single().PasswordHash = "!!!notbase64";
            await accounts.SaveChangesAsync(Xunit.TestContext.Current.CancellationToken);
        }

        await SignAsync(dialog, "some password");

        dialog.Find(".note.bad[role=alert]").TextContent.Should().Contain(damaged);
        var entry = Entries(server, AuditActions.SecondAuthentication).Should().ContainSingle().Which;
        (entry.Result, entry.Actor.Name).Should().Be(("damaged", "lin"));
    }

    [Theory]
    [InlineData("en", true, "can no longer be read")]
    [InlineData("zh-CN", false, "已损坏，无法读取")]
    public async Task A_draft_damaged_after_its_page_was_opened_ended_the_page_and_had_no_end_in_the_trail(
        string language,
        bool text,
        string said
    )
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        await using var server = await RunningServer.StartAsync();
        var draft = await DamageInItsPlaceTests.DraftAsync(server);
        await using var context = Context(server);
        context.Services.AddSingleton(
            new SecondAuthenticator((_, _, _) => Task.FromResult(PasswordAnswer.Right), TimeProvider.System)
        );
        var dialog = await OpenAsync(context, server, draft, language);
        var binary = DraftResources.Load(server.Store, draft)!.Report.PresentedForm[0].Url!.Split('/')[1];
        server.Damage(text ? "Binary" : "DiagnosticReport", text ? binary : draft);

        await SignAsync(dialog, "some password");

        dialog.Find(".note.bad[role=alert]").TextContent.Should().Contain(said);
        Entries(server, AuditActions.Sign).Select(entry => entry.Result).Should().BeEquivalentTo("begun", "failed");
    }

    private static IReadOnlyList<AuditEntry> Entries(RunningServer server, string action) =>
        [
            .. server
                .Services.GetRequiredService<AccessTrail>()
                .Find(new AuditQuery(Count: 100))
                .Entries.Where(entry => entry.Action == action),
        ];

    private static async Task SignAsync(IRenderedComponent<MudBlazor.MudDialogProvider> dialog, string password)
    {
        dialog.Find("#sign-password").Input(password);
        await dialog.Find("#sign-form").SubmitAsync();
        dialog.WaitForAssertion(() => dialog.FindAll("[role=status]").Should().BeEmpty(), TimeSpan.FromSeconds(10));
    }

    private static BunitContext Context(RunningServer server)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddSingleton(server.Store);
        context.Services.AddSingleton(server.Services.GetRequiredService<SigningService>());
        context.Services.AddSingleton(server.Services.GetRequiredService<SecondAuthenticator>());
        context.Services.AddSingleton(server.Services.GetRequiredService<People>());
        context.Services.AddSingleton(server.Services.GetRequiredService<PageViews>());
        return context;
    }

    private static async Task<IRenderedComponent<MudBlazor.MudDialogProvider>> OpenAsync(
        BunitContext context,
        RunningServer server,
        string draft,
        string language
    )
    {
        await using var scope = server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var lin = (await users.FindByNameAsync("lin"))!;
        var dialogs = context.Render<MudBlazor.MudDialogProvider>();
        context.Render<SignDialog>(parameters =>
            parameters
                .Add(dialog => dialog.Visible, true)
                .Add(dialog => dialog.State, new ReviewService(server.Store).State(draft, language))
                .Add(
                    dialog => dialog.Whose,
                    Xinglin.Server.Pages.Persons.Person.Of(
                        server.Store.Read<Hl7.Fhir.Model.Patient>("p")!,
                        DateTimeOffset.UtcNow
                    )
                )
                .Add(dialog => dialog.Language, language)
                .Add(
                    dialog => dialog.User,
                    new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, lin.Id)], "test"))
                )
        );
        dialogs.WaitForElement("#sign-password");
        return dialogs;
    }
}
