using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Printing;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Pages;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>Passkeys over HTTP, with an authenticator that would answer anything.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private SoftwareAuthenticator _device = null!;
    private string _draft = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _draft = await DamageInItsPlaceTests.DraftAsync(_server);
        _device = new SoftwareAuthenticator(Origin);
    }

    public async ValueTask DisposeAsync()
    {
        _device.Dispose();
        await _server.DisposeAsync();
    }

    private string Origin => _server.Person.BaseAddress!.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task A_passkey_signs_in_and_signs_one_document_and_opens_nothing_once_it_is_removed()
    {
        await AddAsync();
        var client = _server.Client();
        (await SignInAsync(client)).To.Should().Be("/");
        (await RunningServer.GetAsync(client, "/account")).Body.Should().Contain("data-passkey-row");

        if (_server.Services.GetRequiredService<PdfPrinter>().Available)
        {
            var asked = await ChallengeAsync(client, _draft, Version);
            (await SignAsync(client, asked)).Status.Should().Be(200);
            DraftResources.Load(_server.Store, _draft)!.Status.Should().Be(DraftStatus.Signed);
        }

        var page = (await RunningServer.GetAsync(client, "/account")).Body;
        var id = page.Split("name=\"passkey\" value=\"")[1].Split('"')[0];
        await PostAsync(client, "/account/passkeys/remove", new() { ["passkey"] = id });
        (await SignInAsync(_server.Client())).To.Should().StartWith("/sign-in?failure=passkey");
        TrailVerifierProblems().Should().BeEmpty("each change of the accounts was noted");
    }

    [Fact]
    public async Task A_passkey_was_added_by_whoever_found_an_open_page()
    {
        var (status, _) = await PostAsync(
            _server.Person,
            "/account/passkeys/options",
            new() { ["password"] = "not the password" }
        );
        status.Should().Be(409);
        var (added, said) = await PostAsync(
            _server.Person,
            "/account/passkeys",
            new() { ["challenge"] = "guessed", ["credential"] = "{}" }
        );
        (added, said.GetProperty("says").GetString()!.Length > 10).Should().Be((409, true));
    }

    [Fact]
    public async Task One_answer_of_a_passkey_signed_two_documents()
    {
        await AddAsync();
        var (other, stale) = (
            await ChallengeAsync(_server.Person, "another-draft", Version),
            await ChallengeAsync(_server.Person, _draft, "0")
        );
        (await SignAsync(_server.Person, other)).Should().Be((409, "wrong"));
        (await SignAsync(_server.Person, stale)).Should().Be((409, "wrong"));

        // Of the sign-in page, and of another session of the same person.
        var signIn = await AskAsync(_server.Client(), "/sign-in/passkey/options", new(), "/sign-in");
        (await SignAsync(_server.Person, signIn)).Should().Be((409, "wrong"));
        var elsewhere = _server.Client();
        await SignInAsync(elsewhere);
        (await SignAsync(_server.Person, await ChallengeAsync(elsewhere, _draft, Version))).Should().Be((409, "wrong"));

        // Used up by the first try, which another version made fail.
        var once = await ChallengeAsync(_server.Person, _draft, Version);
        (await SignAsync(_server.Person, once, version: "0")).Should().Be((409, "wrong"));
        (await SignAsync(_server.Person, once)).Should().Be((409, "wrong"));
        DraftResources.Load(_server.Store, _draft)!.Status.Should().Be(DraftStatus.Draft);
    }

    [Fact]
    public async Task Somebody_signed_with_the_passkey_of_somebody_else()
    {
        await AddAsync();
        await using var scope = _server.Services.CreateAsyncScope();
        var password = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .AddAsync("qian", "钱", "Qian", [Roles.Clinician]);
        var other = _server.Client();
        await _server.SignInAsync(other, "qian", password);
        using var hers = new SoftwareAuthenticator(Origin);
        await AddAsync(other, hers, password);

        (await SignAsync(other, await ChallengeAsync(other, _draft, Version))).Should().Be((409, "wrong"));
    }

    [Fact]
    public async Task A_closed_account_came_in_by_its_passkey_and_a_reset_password_left_it()
    {
        await AddAsync();
        await WithAccountsAsync(accounts => accounts.AddAsync("qian", "钱", "Qian", [Roles.Clinician]));

        await WithAccountsAsync(accounts => accounts.CloseAsync("lin"));
        (await SignInAsync(_server.Client())).To.Should().StartWith("/sign-in?failure=closed");
        await WithAccountsAsync(accounts => accounts.OpenAsync("lin"));
        (await SignInAsync(_server.Client())).To.Should().Be("/");
        await WithAccountsAsync(accounts => accounts.ResetAsync("lin"));
        (await SignInAsync(_server.Client())).To.Should().StartWith("/sign-in?failure=passkey");
    }

    private async Task WithAccountsAsync(Func<Accounts, Task> act)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<Accounts>());
    }

    [Fact]
    public async Task A_device_that_asked_for_no_finger_or_PIN_stood_for_the_password()
    {
        await AddAsync();
        _device.Verifies = false;

        (await SignInAsync(_server.Client())).To.Should().StartWith("/sign-in?failure=passkey");
        (await SignAsync(_server.Person, await ChallengeAsync(_server.Person, _draft, Version)))
            .Should()
            .Be((409, "wrong"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{}}""")]
    [InlineData("""{"id":1,"response":[]}""")]
    public async Task An_answer_that_is_none_made_the_server_fail(string credential)
    {
        await AddAsync();
        var client = _server.Client();
        var asked = await AskAsync(client, "/sign-in/passkey/options", new(), "/sign-in");

        var fields = new Dictionary<string, string> { ["challenge"] = asked.Challenge, ["credential"] = credential };
        (await PostAsync(client, "/sign-in/passkey", fields, "/sign-in")).Status.Should().Be(401);
        var adding = await AskAsync(
            _server.Person,
            "/account/passkeys/options",
            new() { ["password"] = _server.Password }
        );
        fields["challenge"] = adding.Challenge;
        (await PostAsync(_server.Person, "/account/passkeys", fields)).Status.Should().Be(409);
    }

    private string Version => DraftResources.Load(_server.Store, _draft)!.Version;

    private sealed record Asked(string Challenge, string Options);

    private Task AddAsync() => AddAsync(_server.Person, _device, _server.Password);

    private async Task AddAsync(HttpClient client, SoftwareAuthenticator device, string password)
    {
        var asked = await AskAsync(client, "/account/passkeys/options", new() { ["password"] = password });
        var (status, said) = await PostAsync(
            client,
            "/account/passkeys",
            new()
            {
                ["challenge"] = asked.Challenge,
                ["credential"] = device.Create(asked.Options),
                ["name"] = "my key",
            }
        );
        status.Should().Be(200, said.ToString());
    }

    private async Task<(int Status, string To)> SignInAsync(HttpClient client)
    {
        var asked = await AskAsync(client, "/sign-in/passkey/options", new(), "/sign-in");
        var (status, said) = await PostAsync(
            client,
            "/sign-in/passkey",
            new() { ["challenge"] = asked.Challenge, ["credential"] = _device.Get(asked.Options) },
            "/sign-in"
        );
        return (status, said.GetProperty("to").GetString()!);
    }

    private Task<Asked> ChallengeAsync(HttpClient client, string draft, string version) =>
        AskAsync(client, $"/drafts/{draft}/signature/challenge", new() { ["version"] = version });

    private async Task<(int Status, string Result)> SignAsync(HttpClient client, Asked asked, string? version = null)
    {
        var (status, _) = await PostAsync(
            client,
            $"/drafts/{_draft}/signature",
            new()
            {
                ["version"] = version ?? Version,
                ["language"] = "en",
                ["meaning"] = "author",
                ["challenge"] = asked.Challenge,
                ["credential"] = _device.Get(asked.Options),
            }
        );
        var trail = _server.Services.GetRequiredService<AccessTrail>();
        return (status, trail.Find(new AuditQuery(Action: "sign", Count: 1)).Entries[0].Result);
    }

    private async Task<Asked> AskAsync(
        HttpClient client,
        string address,
        Dictionary<string, string> fields,
        string page = "/account"
    )
    {
        var (status, said) = await PostAsync(client, address, fields, page);
        status.Should().Be(200, said.ToString());
        return new(said.GetProperty("challenge").GetString()!, said.GetProperty("options").GetString()!);
    }

    private async Task<(int Status, JsonElement Said)> PostAsync(
        HttpClient client,
        string address,
        Dictionary<string, string> fields,
        string page = "/account"
    )
    {
        var html = (await RunningServer.GetAsync(client, page)).Body;
        fields["__RequestVerificationToken"] = RunningServer.AntiforgeryTokenOf(html);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields),
        };
        request.Headers.Add("Origin", Origin);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var isJson = answer.Content.Headers.ContentType?.MediaType?.Contains("json") == true;
        return (
            (int)answer.StatusCode,
            isJson
                ? await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)
                : default
        );
    }

    private IReadOnlyList<string> TrailVerifierProblems() =>
        [
            .. Xinglin
                .Records.Storage.Verification.TrailVerifier.Verify(
                    _server.DataFolder,
                    _server.Services.GetRequiredService<AccessTrail>().Options,
                    TimeProvider.System
                )
                .Problems.Where(problem => problem.File == "accounts.db")
                .Select(problem => problem.Says),
        ];
}
