using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>What people see and change of their own account.</summary>
public sealed partial class OwnAccountTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_person_changes_the_password_and_other_sessions_end()
    {
        var (_, other) = await _server.SignedInAsync();
        other.Should().NotBeEmpty();
        const string New = "long enough 1";

        (await ChangeAsync("not the password", New, New)).Should().Be("/account?done=wrong");
        (await ChangeAsync(_server.Password, New, New + "2")).Should().Be("/account?done=differ");
        (await ChangeAsync(_server.Password, "short 1", "short 1")).Should().Be("/account?done=weak");
        (await SessionsAsync()).Should().Be(2);
        (await ChangeAsync(_server.Password, New, New)).Should().Be("/account?done=password");

        (await SessionsAsync()).Should().Be(1, "this one stays");
        (await _server.TryAsync(_server.Client(), "lin", _server.Password)).Should().Contain("wrong");
        (await _server.TryAsync(_server.Client(), "lin", New)).Should().Be("/");
    }

    [Theory]
    [InlineData("zh-CN", "角色: 医师", "clinician")]
    [InlineData("en", "Roles: clinician", "医师")]
    public async Task A_role_was_named_by_its_key_in_Chinese(string language, string named, string not) =>
        Regex
            .Match(await _server.PageAsync($"/account?culture={language}"), "<main.*</main>", RegexOptions.Singleline)
            .Value.Should()
            .Contain(named)
            .And.NotContain(not);

    [Fact]
    public async Task A_person_sees_sessions_and_tokens_and_ends_them()
    {
        await _server.SignedInAsync();
        var page = await _server.PageAsync("/account");
        page.Should().Contain("127.0.0.1").And.Contain("test");

        (await PostAsync("/account/sessions/end", new())).Should().Be("/account?done=sessions");
        (await SessionsAsync()).Should().Be(1);

        var token = TokenId().Match(page).Groups[1].Value;
        (await PostAsync("/account/tokens/revoke", new() { ["token"] = token })).Should().Be("/account?done=token");
        (await RunningServer.GetAsync(_server.Program, "/fhir/Patient")).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_token_of_somebody_else_could_be_ended()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        await accounts.AddAsync("zhao", "赵敏", "Zhao Min", [Roles.Auditor]);
        await accounts.AddTokenAsync("zhao", "hers", TimeSpan.FromHours(1));
        var credentials = scope.ServiceProvider.GetRequiredService<SessionsAndTokens>();
        var hers = (await credentials.TokensAsync()).Single(one => one.UserName == "zhao").Token.Id;

        await PostAsync("/account/tokens/revoke", new() { ["token"] = hers });

        (await credentials.TokensAsync()).Should().Contain(one => one.Token.Id == hers);
    }

    private Task<string> ChangeAsync(string old, string password, string again) =>
        PostAsync(
            "/account/password",
            new()
            {
                ["old"] = old,
                ["password"] = password,
                ["again"] = again,
            }
        );

    private async Task<string> PostAsync(string address, Dictionary<string, string> fields)
    {
        var page = await _server.Person.GetStringAsync("/account", TestContext.Current.CancellationToken);
        fields["__RequestVerificationToken"] = RunningServer.AntiforgeryTokenOf(page);
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _server.Person.PostAsync(address, form, TestContext.Current.CancellationToken);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    private async Task<int> SessionsAsync()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<SessionsAndTokens>().SessionsAsync("lin")).Count;
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenId();
}
