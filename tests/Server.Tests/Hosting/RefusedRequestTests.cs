using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Hosting;

/// <summary>What is no request, or more than one may be.</summary>
public sealed class RefusedRequestTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/fhir/Patient?name=", "application/fhir+json", "OperationOutcome")]
    [InlineData("/api/import?name=", "application/problem+json", "/_search")]
    [InlineData("/patients/", "text/html", "</html>")]
    public async Task An_address_of_nine_kilobytes_was_an_empty_414_and_in_no_trail(
        string path,
        string type,
        string says
    )
    {
        var said = await SayAsync(
            $"GET {path}{new string('x', 9_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );

        said.Should().StartWith("HTTP/1.1 414").And.Contain("Content-Type: " + type).And.Contain(says);
        said.Should().Contain("at most 8 KiB");
        (await EntryAsync()).Should().Match<AuditEntry>(entry => entry.Result == "414" && entry.Action != "malformed");
    }

    [Theory]
    [InlineData("zh-CN", "请求地址过长")]
    [InlineData("en", "The address is too long")]
    public async Task A_refusal_speaks_the_language_that_was_asked_for_and_no_other(string language, string words)
    {
        foreach (var path in new[] { "/fhir/Patient", "/api/x" })
        {
            var said = await SayAsync(
                $"GET {path}?{new string('x', 9_000)} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: {language}\r\nConnection: close\r\n\r\n"
            );
            System
                .Text.RegularExpressions.Regex.Unescape(said.Replace("\\\"", "'", StringComparison.Ordinal))
                .Should()
                .Contain(words)
                .And.NotContain(language == "en" ? "请求" : "too long");
        }
    }

    [Theory]
    [InlineData("/fhir/Patient?name=", "")]
    [InlineData("/fhir/Patient", "X: ")]
    public async Task What_is_too_long_was_recorded_as_somebody_unknown_though_its_token_was_good(
        string path,
        string header
    )
    {
        var longText = new string('x', header.Length > 0 ? 40_000 : 9_000);
        var token = _server.Program.DefaultRequestHeaders.Authorization;
        await SayAsync(
            $"GET {path}{(header.Length > 0 ? "" : longText)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n"
                + $"{(header.Length > 0 ? header + longText + "\r\n" : "")}Connection: close\r\n\r\n"
        );

        (await EntryAsync()).Actor.Kind.Should().Be("program");
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(150, 10)]
    public async Task Headers_beyond_the_limit_were_an_empty_431_and_in_no_trail(int count, int bytes)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', bytes)}\r\n"));
        var said = await SayAsync(
            $"GET /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        );

        said.Should().StartWith("HTTP/1.1 431").And.Contain("OperationOutcome").And.Contain("at most 32 KiB");
        (await EntryAsync()).Result.Should().Be("431");
    }

    [Theory]
    [InlineData("GET /LONG HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "414")]
    [InlineData("GET /nosuch/LONG HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "414")]
    [InlineData("GET /favicon.svg?LONG HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "414")]
    [InlineData("GET /nosuch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: LONGLONGLONGLONG\r\n\r\n", "431")]
    public async Task Too_long_at_an_address_that_no_page_has_was_in_no_trail(string request, string status)
    {
        var said = await SayAsync(request.Replace("LONG", new string('A', 9_000), StringComparison.Ordinal));

        said.Should().StartWith("HTTP/1.1 " + status);
        var entry = await EntryAsync();
        (entry.Action, entry.Entity, entry.Result, entry.Actor.Kind)
            .Should()
            .Be(("malformed", "connection", status, "anonymous"));
    }

    [Fact]
    public async Task A_flood_of_addresses_that_no_page_has_is_counted()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_000),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (_, _) =>
                await SayAsync(
                    $"GET /{new string('A', 9_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                )
        );
        await CountedAsync();
    }

    [Fact]
    public async Task An_address_just_within_the_limit_is_answered()
    {
        var rest = 8 * 1024 - "GET /fhir/Patient?name= HTTP/1.1\r\n".Length;
        var answer = await RunningServer.GetAsync(_server.Program, "/fhir/Patient?name=" + new string('x', rest));

        answer.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400")]
    [InlineData("nonsense\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n", "400")]
    [InlineData("GET /LONG HTTP/1.1\r\nHost: localhost\r\n\r\n", "414")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: LONG\r\n\r\n", "431")]
    public async Task What_the_web_server_itself_refused_left_no_trace(string request, string status)
    {
        var said = await SayAsync(request.Replace("LONG", new string('x', 200_000), StringComparison.Ordinal));

        said.Should().StartWith("HTTP/1.1 " + status);
        var entry = await EntryAsync();
        (entry.Action, entry.Entity, entry.Result).Should().Be(("malformed", "connection", status));
        (entry.Actor.Kind, entry.Address).Should().Be(("anonymous", "127.0.0.1"));
        entry.Request.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_refusal_that_the_application_has_recorded_is_not_recorded_again()
    {
        var said = await SayAsync(
            "POST /fhir HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 99999999999\r\n\r\n"
        );

        said.Should().MatchRegex("^HTTP/1.1 4(01|13)");
        await EntryAsync();
        await Task.Delay(200);
        Newest(5).Should().NotContain(entry => entry.Action == "malformed");
    }

    [Fact]
    public async Task A_flood_of_nonsense_is_counted_rather_than_kept_one_by_one()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_000),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (_, _) => await SayAsync("nonsense\r\n\r\n")
        );
        await CountedAsync();
    }

    private async Task CountedAsync()
    {
        var seen = 0;
        for (var tries = 0; tries < 100 && seen < 1_000; tries++)
        {
            await Task.Delay(100);
            seen = Newest(2_000)
                .Where(entry => entry.Action == "malformed")
                .Sum(entry => 1 + (entry.Items is [var more, ..] ? int.Parse(more["count:".Length..], null) : 0));
        }
        seen.Should().BeGreaterThan(700, "of those that still wait for an entry to go with, the next one tells");
    }

    private async Task<AuditEntry> EntryAsync()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-10);
        for (var tries = 0; ; tries++)
        {
            var newest = Newest(1)[0];
            if (newest.Time > before && newest.Result is not "ok" || tries == 50)
                return newest;
            await Task.Delay(100);
        }
    }

    private IReadOnlyList<AuditEntry> Newest(int count) =>
        _server.Services.GetRequiredService<AccessTrail>().Find(new(Count: count)).Entries;

    private async Task<string> SayAsync(string request)
    {
        var address = _server.Program.BaseAddress!;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        }
        catch (SocketException)
        {
            // Answered and closed before all of it was sent.
        }
        var said = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
                said.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset after the answer, because the rest was not read.
        }
        return said.ToString();
    }
}
