using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Hosting;

/// <summary>A cookie is worth as much as the session that the server keeps, and no more.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_cookie_that_was_copied_before_the_sign_out_answered_after_it()
    {
        var (client, cookie) = await _server.SignedInAsync();
        (await StatusAsync(cookie)).Should().Be(200);

        await _server.SignOutAsync(client);

        (await StatusAsync(cookie)).Should().Be(302, "it leads to sign-in");
        (await RunningServer.GetAsync(_server.Person, "/")).Status.Should().Be(200, "another session of the person");
    }

    [Fact]
    public async Task A_new_password_left_sessions_and_tokens_of_the_old_one_open()
    {
        var (_, cookie) = await _server.SignedInAsync();
        await using var scope = _server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Accounts>().ResetAsync("lin");

        (await StatusAsync(cookie)).Should().Be(302);
        (await RunningServer.GetAsync(_server.Program, "/fhir/Patient")).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_held_until_the_next_sign_in()
    {
        var auditor = await _server.AuditorAsync();
        (await RunningServer.GetAsync(auditor, "/audit")).Status.Should().Be(200);
        await using var scope = _server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await users.RemoveFromRoleAsync((await users.FindByNameAsync("zhao"))!, Roles.Auditor);

        (await RunningServer.GetAsync(auditor, "/audit")).Status.Should().NotBe(200);
    }

    [Fact]
    public async Task Whoever_signs_in_where_somebody_else_is_signed_in_has_a_session_of_their_own()
    {
        var (client, cookie) = await _server.SignedInAsync();
        await _server.SignInAsync(client, "lin", _server.Password);

        (await StatusAsync(cookie)).Should().Be(302, "the session of before has ended");
        (await RunningServer.GetAsync(client, "/")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_session_in_a_damaged_file_is_none()
    {
        var (_, cookie) = await _server.SignedInAsync();
        await using (var accounts = new SqliteConnection($"Data Source={_server.DataFolder}/accounts.db;Pooling=False"))
        {
            await accounts.OpenAsync(TestContext.Current.CancellationToken);
            await using var change = accounts.CreateCommand();
            change.CommandText = "UPDATE Sessions SET Expires='tomorrow'";
            await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await StatusAsync(cookie)).Should().Be(302);
    }

    [Fact]
    public async Task An_idle_session_and_one_that_is_too_old_end()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        var limits = new SessionLimits(TimeSpan.FromMinutes(30), TimeSpan.FromHours(2));
        var sessions = new SessionStore(_server.Services.GetRequiredService<IServiceScopeFactory>(), limits, clock);
        await using var scope = _server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var lin = (await users.FindByNameAsync("lin"))!.Id;

        var idle = await sessions.BeginAsync(lin, "", "");
        (await sessions.PersonOfAsync(idle)).Should().NotBeNull();
        clock.Advance(TimeSpan.FromMinutes(31));
        (await sessions.PersonOfAsync(idle)).Should().BeNull();

        var busy = await sessions.BeginAsync(lin, "", "");
        for (var minutes = 0; minutes < 100; minutes += 20)
        {
            (await sessions.IsOpenAsync(busy, used: true)).Should().BeTrue();
            clock.Advance(TimeSpan.FromMinutes(20));
        }
        (await sessions.IsOpenAsync(busy, used: true)).Should().BeTrue();
        clock.Advance(TimeSpan.FromMinutes(21));
        (await sessions.IsOpenAsync(busy, used: true)).Should().BeFalse();
    }

    private async Task<int> StatusAsync(string cookie)
    {
        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = _server.Person.BaseAddress,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("Accept", "text/html");
        using var answer = await thief.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
