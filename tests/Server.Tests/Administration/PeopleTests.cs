using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Administration;

/// <summary>What an administrator changes of people, sessions and tokens at the pages.</summary>
public sealed partial class PeopleTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _sun = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _sun = await SignedInAsync("sun", Roles.Administrator);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_administrator_adds_a_person_whose_password_is_shown_once_and_opens_the_server()
    {
        var to = await PostAsync(
            "/admin/people",
            [
                ("user", "he"),
                ("nameZh", "何医生"),
                ("roles", Roles.Clinician),
                ("roles", Roles.Nurse),
                ("rank", "Attending"),
            ]
        );
        to.Should().StartWith("/admin/people?done=added&shown=");
        var page = await PageAsync(to);
        var password = Secret().Match(page).Groups[1].Value;
        password.Should().NotBeEmpty();
        (await PageAsync(to)).Should().NotContain(password, "it is shown once");
        (await _server.TryAsync(_server.Client(), "he", password)).Should().Be("/");

        var he = (await AllAsync()).Single(one => one.UserName == "he");
        he.Roles.Should().BeEquivalentTo(Roles.Clinician, Roles.Nurse);
        (he.NameZh, he.NameEn, he.Rank).Should().Be(("何医生", "he", Reports.Documents.Rank.Attending));
        Recorded(AuditActions.UserAdd)
            .Should()
            .Contain(entry => entry.Actor == "sun" && entry.Reason!.Contains("he: clinician, nurse, attending"));
    }

    [Fact]
    public async Task A_secret_is_shown_to_nobody_but_who_made_it()
    {
        using var other = await SignedInAsync("wang", Roles.Administrator);
        var to = await PostAsync("/admin/people", [("user", "he"), ("roles", Roles.Nurse)]);
        Secret().IsMatch(await PageAsync(to, other)).Should().BeFalse();
        Secret().IsMatch(await PageAsync(to)).Should().BeTrue("the other one did not use it up");
    }

    [Fact]
    public async Task Other_roles_a_new_password_closing_and_ending_sessions_hold_at_once()
    {
        using var ma = await SignedInAsync("ma", Roles.Clinician);
        var id = (await AllAsync()).Single(one => one.UserName == "ma").Id;
        (await StatusAsync(ma)).Should().Be(200);
        (await PostAsync($"/admin/people/{id}/sessions", [])).Should().EndWith("done=ended");
        (await StatusAsync(ma)).Should().Be(302, "the session has ended");

        var to = await PostAsync($"/admin/people/{id}/password", []);
        var password = Secret().Match(await PageAsync(to)).Groups[1].Value;
        (await _server.TryAsync(ma, "ma", password)).Should().Be("/");
        (await PostAsync($"/admin/people/{id}/roles", [("roles", Roles.Researcher)])).Should().EndWith("done=roles");
        (await StatusAsync(ma)).Should().Be(302);
        (await AllAsync()).Single(one => one.Id == id).Roles.Should().Equal(Roles.Researcher);
        (await PostAsync($"/admin/people/{id}/close", [])).Should().EndWith("done=closed");
        (await _server.TryAsync(_server.Client(), "ma", password)).Should().Contain("closed");
        (await PostAsync($"/admin/people/{id}/open", [])).Should().EndWith("done=opened");
        (await _server.TryAsync(_server.Client(), "ma", password)).Should().Be("/");
        foreach (
            var action in new[]
            {
                AuditActions.SessionEnd,
                AuditActions.PasswordReset,
                AuditActions.RoleChange,
                AuditActions.UserClose,
                AuditActions.UserOpen,
            }
        )
        {
            Recorded(action).Should().Contain(entry => entry.Actor == "sun" && entry.Entity == $"Account/{id}", action);
        }
    }

    [Fact]
    public async Task An_administrator_could_lock_everybody_out_by_closing_the_own_account()
    {
        var id = (await AllAsync()).Single(one => one.UserName == "sun").Id;
        foreach (var what in new[] { "close", "password", "roles" })
        {
            (await PostAsync($"/admin/people/{id}/{what}", [("roles", Roles.Nurse)]))
                .Should()
                .EndWith("done=own", what);
        }
        (await AllAsync()).Single(one => one.Id == id).Roles.Should().Equal(Roles.Administrator);

        // Nor by the command line.
        await using var scope = _server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var closing = () => accounts.CloseAsync("sun");
        (await closing.Should().ThrowAsync<AccountRejectedException>())
            .Which.Message.Should()
            .Contain("last administrator");
        var changing = () => accounts.ChangeRolesAsync("sun", [Roles.Nurse], null);
        await changing.Should().ThrowAsync<AccountRejectedException>();
        (await _server.TryAsync(_server.Client(), "sun", _passwords["sun"])).Should().Be("/");
    }

    [Fact]
    public async Task A_token_is_made_with_scopes_shown_once_and_revoked()
    {
        var to = await PostAsync(
            "/admin/tokens",
            [("user", "lin"), ("purpose", "lab interface"), ("scopes", "system/Observation.rs"), ("days", "7")]
        );
        var token = Secret().Match(await PageAsync(to)).Groups[1].Value;
        token.Should().StartWith("xl_");
        using var program = _server.Client();
        program.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (await RunningServer.GetAsync(program, "/fhir/Observation?code=x")).Status.Should().Be(200);
        (await RunningServer.GetAsync(program, "/fhir/Patient")).Status.Should().Be(403);
        var page = await PageAsync("/admin/access");
        page.Should().Contain("lab interface").And.Contain("system/Observation.rs").And.NotContain(token);

        await using var scope = _server.Services.CreateAsyncScope();
        var id = (await scope.ServiceProvider.GetRequiredService<SessionsAndTokens>().TokensAsync())
            .Single(one => one.Token.Purpose == "lab interface")
            .Token.Id;
        (await PostAsync("/admin/tokens/revoke", [("token", id)])).Should().EndWith("done=revoked");
        (await RunningServer.GetAsync(program, "/fhir/Observation?code=x")).Status.Should().Be(401);
    }

    [Theory]
    [InlineData("/admin/people", "user", "lin", "已被使用", "already taken")]
    [InlineData("/admin/people", "user", "a b", "只能含字母", "invalid")]
    [InlineData("/admin/people", "user", "", "1 至 80", "1 to 80")]
    [InlineData("/admin/tokens", "scopes", "everything", "没有范围", "is none")]
    public async Task What_cannot_be_made_is_said_in_the_readers_language_and_nothing_is_made(
        string form,
        string field,
        string value,
        string zh,
        string en
    )
    {
        var before = (await AllAsync()).Count;
        foreach (var (language, words) in new[] { ("zh-CN", zh), ("en", en) })
        {
            List<(string, string)> fields = [("roles", Roles.Nurse), ("purpose", "x"), ("days", "1"), (field, value)];
            if (field != "user")
                fields.Add(("user", "lin"));
            var to = await PostAsync(form, fields);
            (await PageAsync($"{to}&culture={language}")).Should().Contain(words);
        }
        (await AllAsync()).Should().HaveCount(before);
    }

    [Fact]
    public async Task A_link_could_put_words_on_an_administrators_page()
    {
        var page = await PageAsync("/admin/people?done=Call%200800&shown=Call%200800&refused=Call%200800");
        page.Should().NotContain("Call 0800");
    }

    private readonly Dictionary<string, string> _passwords = [];

    private async Task<HttpClient> SignedInAsync(string user, string role)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        _passwords[user] = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .AddAsync(user, user, user, [role]);
        var client = _server.Client();
        await _server.SignInAsync(client, user, _passwords[user]);
        return client;
    }

    private async Task<IReadOnlyList<KnownAccount>> AllAsync()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Accounts>().AllAsync();
    }

    private static async Task<int> StatusAsync(HttpClient client) =>
        (await RunningServer.GetAsync(client, "/account", "text/html")).Status;

    private IEnumerable<(string? Actor, string Entity, string? Reason)> Recorded(string action) =>
        _server
            .Services.GetRequiredService<AccessTrail>()
            .Find(new(Count: 100))
            .Entries.Where(entry => entry.Action == action)
            .Select(entry => (entry.Actor.Name, entry.Entity, entry.Reason));

    private async Task<string> PageAsync(string address, HttpClient? client = null)
    {
        var answer = await RunningServer.GetAsync(client ?? _sun, address, "text/html");
        answer.Status.Should().Be(200, address);
        return WebUtility.HtmlDecode(answer.Body);
    }

    private async Task<string> PostAsync(string address, IEnumerable<(string Name, string Value)> fields)
    {
        var page = await _sun.GetStringAsync("/admin/people", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent([
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("__RequestVerificationToken", RunningServer.AntiforgeryTokenOf(page)),
        ]);
        using var answer = await _sun.PostAsync(address, form, TestContext.Current.CancellationToken);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    [GeneratedRegex("class=\"secret\">([^<]+)<")]
    private static partial Regex Secret();
}
