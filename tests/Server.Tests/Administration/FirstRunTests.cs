using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Server.Administration;
using Xinglin.Server.Hosting;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Administration;

/// <summary>A server without any account, and the link that makes its first administrator.</summary>
public sealed class FirstRunTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-first-");
    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private string _path = "";

    public async ValueTask InitializeAsync()
    {
        var port = ReservedPort.From(20_000 + Random.Shared.Next(20_000));
        var models = _folder.CreateSubdirectory("models").FullName;
        _app = await WebHost.BuildAsync(
            new(Path.Combine(_folder.FullName, "data"), models, port.Url, false, Reserved: port)
        );
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = new(), AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(port.Url),
        };
        _path = _app.Services.GetRequiredService<FirstRun>().Begin();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_link_makes_one_administrator_and_then_opens_nothing()
    {
        var key = _path.Split("key=")[1];
        (await RunningServer.GetAsync(_client, FirstRun.Page + "?key=xl_00", "text/html")).Status.Should().Be(404);
        (await RunningServer.GetAsync(_client, _path, "text/html")).Status.Should().Be(200);
        (await PostAsync("xl_00", "sun", "long enough 1", "long enough 1")).Should().Be("/first-run");
        (await PostAsync(key, "sun", "long enough 1", "another 12345")).Should().Contain("failure=differ");
        (await PostAsync(key, "sun", "short", "short")).Should().Contain("failure=weak");
        (await AllAsync()).Should().BeEmpty();

        (await PostAsync(key, "sun", "long enough 1", "long enough 1")).Should().Be("/sign-in");
        var sun = (await AllAsync()).Should().ContainSingle().Subject;
        (sun.UserName, sun.Roles[0]).Should().Be(("sun", Roles.Administrator));
        (await RunningServer.GetAsync(_client, _path, "text/html")).Status.Should().Be(404);
        (await PostAsync(key, "thief", "long enough 1", "long enough 1")).Should().Be("/first-run");
        (await AllAsync()).Should().ContainSingle();
        await RunningServer.SignInAsync(_client, "sun", "long enough 1", null);
        (await RunningServer.GetAsync(_client, "/admin", "text/html")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Two_different_passwords_left_unchanged_a_password_that_did_not_exist_and_the_names_were_lost()
    {
        var key = _path.Split("key=")[1];
        foreach (var (language, words) in new[] { ("en", "no account was made yet"), ("zh-CN", "账户尚未建立") })
        {
            var to = await PostAsync(key, "sun", "long enough 1", "another 12345");
            var page = System.Net.WebUtility.HtmlDecode(
                (await RunningServer.GetAsync(_client, $"{to}&culture={language}", "text/html")).Body
            );
            page.Should().Contain(words).And.Contain("value=\"sun\"").And.Contain("value=\"孙\"");
            page.Should()
                .NotContain("密码未更改")
                .And.NotContain("nothing was changed")
                .And.NotContain("long enough 1");
        }
    }

    [Fact]
    public async Task Of_many_who_use_the_link_at_once_one_becomes_administrator()
    {
        var key = _path.Split("key=")[1];
        var first = _app.Services.GetRequiredService<FirstRun>();
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async number =>
                {
                    await using var scope = _app.Services.CreateAsyncScope();
                    var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
                    return await first.MakeAsync(
                        key,
                        accounts,
                        () => accounts.AddAsync($"n{number}", "n", "n", [Roles.Administrator])
                    );
                })
        );
        made.Count(one => one).Should().Be(1);
        (await AllAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task The_link_has_ended_after_a_day()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var first = new FirstRun(clock);
        var key = first.Begin().Split("key=")[1];
        await using var scope = _app.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        (await first.IsOpenAsync(key, accounts)).Should().BeTrue();
        clock.Advance(FirstRun.Lifetime);
        (await first.IsOpenAsync(key, accounts)).Should().BeFalse();
    }

    private async Task<string> PostAsync(string key, string user, string password, string again)
    {
        var page = await _client.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["key"] = key,
                ["user"] = user,
                ["nameZh"] = "孙",
                ["nameEn"] = "Sun",
                ["password"] = password,
                ["again"] = again,
                ["__RequestVerificationToken"] = RunningServer.AntiforgeryTokenOf(page),
            }
        );
        using var answer = await _client.PostAsync(FirstRun.Page, form, TestContext.Current.CancellationToken);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    private async Task<IReadOnlyList<KnownAccount>> AllAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Accounts>().AllAsync();
    }
}
