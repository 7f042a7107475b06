using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Drafts;

/// <summary>What is done on a page, by accounts of other roles than a clinician's.</summary>
public sealed partial class PageActionTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private string _draft = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _draft = await DamageInItsPlaceTests.DraftAsync(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_account_of_informatics_signed_a_film()
    {
        var (client, password) = await PersonAsync("he", Roles.Informatics);
        var (status, said) = await SignAsync(client, password, "author");
        status.Should().Be(403, said);
        (await client.GetStringAsync($"/drafts/{_draft}?culture=en", TestContext.Current.CancellationToken))
            .Should()
            .NotContain("data-page-key=\"s\"", "the page offers no signature to who may not sign");

        // The address aside: the rules themselves refuse.
        var signer = await CurrentPerson.SignerAsync(client.Who);
        signer.Roles.Should().Equal(Roles.Informatics);
        var proof = await new SecondAuthenticator(
            (_, _, _) => Task.FromResult(PasswordAnswer.Right),
            TimeProvider.System
        ).ConfirmAsync(signer.UserId, "", _draft);
        var signing = () =>
            _server
                .Services.GetRequiredService<SigningService>()
                .SignAsync(new(_draft, Stored.Version, "en", signer, SignatureMeaning.Author), proof.Proof!);
        (await signing.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("role");
        Stored.Status.Should().Be(DraftStatus.Draft);
    }

    [Fact]
    public async Task A_nurse_signs_a_forecast_note_as_its_author_and_a_clinician_makes_it_final()
    {
        var (nurse, password) = await PersonAsync("wu", Roles.Nurse);
        var (refused, why) = await SignAsync(nurse, password, "reviewer");
        (refused, why.Contains("these may: clinician", StringComparison.Ordinal)).Should().Be((409, true), why);

        var (status, said) = await SignAsync(nurse, password, "author");

        status.Should().Be(200, said);
        Stored.Status.Should().Be(DraftStatus.Draft);
        PreliminarySignatures.Of(Stored).Should().ContainSingle().Which.Signer.Roles.Should().Equal(Roles.Nurse);
        (await _server.PageAsync($"/drafts/{_draft}?culture=en"))
            .Should()
            .Contain("preliminary until another person signs");
        (await _server.PageAsync($"/drafts/{_draft}?culture=zh-CN")).Should().Contain("须由另一人签署");
    }

    [Fact]
    public async Task A_resident_signed_as_reviewer_and_it_was_final()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var password = await accounts.AddAsync("xu", "许", "Xu", [Roles.Clinician], Rank.Resident);
        var client = new Person(_server.Client());
        await _server.SignInAsync(client.Http, "xu", password);

        var (status, said) = await SignAsync(client, password, "reviewer");

        (status, said.Contains("The first to sign", StringComparison.Ordinal)).Should().Be((409, true), said);
        Stored.Status.Should().Be(DraftStatus.Draft);
    }

    [Fact]
    public async Task A_live_page_acted_with_the_roles_of_when_it_was_opened()
    {
        var (client, _) = await PersonAsync("qian", Roles.Clinician);
        (await CurrentPerson.ReviewerAsync(client.Who)).UserId.Should().NotBeEmpty();
        await using var scope = _server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .ChangeRolesAsync("qian", [Roles.Pharmacist], rank: null);

        // What the page still believes.
        client.Who.IsInRole(Roles.Clinician).Should().BeTrue();
        var changing = () => CurrentPerson.ReviewerAsync(client.Who);
        var refusal = (await changing.Should().ThrowAsync<ReviewRejectedException>()).Which;
        refusal.Reason.En.Should().Contain("These roles may: clinician, nurse");
        refusal.Reason.Zh.Should().Contain("医师、护士");
        (await CurrentPerson.MayAsync(client.Who, Permissions.Import)).Should().BeFalse();
    }

    private CurrentPerson CurrentPerson => _server.Services.GetRequiredService<CurrentPerson>();

    private StoredDraft Stored => DraftResources.Load(_server.Store, _draft)!;

    /// <param name="Who">As the server knew this person when the page was opened.</param>
    private sealed record Person(HttpClient Http, ClaimsPrincipal Who)
    {
        public Person(HttpClient http)
            : this(http, new ClaimsPrincipal()) { }

        public Task<string> GetStringAsync(string address, CancellationToken cancel) =>
            Http.GetStringAsync(address, cancel);
    }

    private async Task<(Person Client, string Password)> PersonAsync(string user, string role)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var password = await scope.ServiceProvider.GetRequiredService<Accounts>().AddAsync(user, user, user, [role]);
        var http = _server.Client();
        await _server.SignInAsync(http, user, password);
        var database = scope.ServiceProvider.GetRequiredService<AccountsDatabase>();
        var id = database.Users.Single(account => account.UserName == user).Id;
        var who = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, user), new(ClaimTypes.Role, role)],
            "test"
        );
        return (new(http, new ClaimsPrincipal(who)), password);
    }

    private async Task<(int Status, string Said)> SignAsync(Person client, string password, string meaning)
    {
        var page = await client.GetStringAsync("/?culture=en", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["version"] = Stored.Version,
                ["language"] = "en",
                ["meaning"] = meaning,
                ["password"] = password,
                ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
            }
        );
        using var answer = await client.Http.PostAsync($"/drafts/{_draft}/signature?culture=en", form);
        return (
            (int)answer.StatusCode,
            Regex.Unescape(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
        );
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
