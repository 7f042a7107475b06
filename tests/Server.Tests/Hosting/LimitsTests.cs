using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.Hosting;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.Hosting;

/// <summary>What one address, one account and one connection may cost.</summary>
public sealed class LimitsTests
{
    [Fact]
    public async Task An_account_that_asks_too_often_is_told_when_to_come_back_in_the_form_it_speaks()
    {
        await using var server = await ServeAsync(new ServerOptions("", "", "", false, RequestsPerSecond: 5));
        using var client = new HttpClient { BaseAddress = server.Address };
        using var fhir = await UntilAsync(client, "/fhir/Patient", HttpStatusCode.TooManyRequests, 60);
        fhir.Content.Headers.ContentType!.MediaType.Should().Be("application/fhir+json");
        (await fhir.Content.ReadAsStringAsync()).Should().Contain("\"throttled\"");
        fhir.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        using var other = await UntilAsync(client, "/api/import", HttpStatusCode.TooManyRequests, 60);
        other.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");

        await Task.Delay(other.Headers.RetryAfter!.Delta!.Value + TimeSpan.FromSeconds(0.5));
        using var later = await client.GetAsync("/fhir/Patient");
        later.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_busy_ward_and_a_benchmark_are_never_told_to_wait()
    {
        await using var server = await ServeAsync(new ServerOptions("", "", "", false));
        using var client = new HttpClient { BaseAddress = server.Address };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 3000),
            async (_, ct) =>
            {
                using var answer = await client.GetAsync("/fhir/Patient", ct);
                answer.StatusCode.Should().Be(HttpStatusCode.OK);
            }
        );
    }

    [Fact]
    public async Task The_eleventh_wrong_sign_in_of_a_minute_is_not_even_looked_at()
    {
        await using var server = await ServeAsync(new ServerOptions("", "", "", false));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = server.Address,
        };
        for (var i = 0; i < 30; i++)
        {
            using var right = await client.PostAsync(SignInModule.Page, new StringContent("right"));
            right.StatusCode.Should().Be(HttpStatusCode.Redirect, "right ones are not counted");
        }
        for (var i = 0; i < 10; i++)
        {
            using var wrong = await client.PostAsync(SignInModule.Page, new StringContent("wrong"));
            wrong.StatusCode.Should().Be(HttpStatusCode.Redirect);
        }
        using var refused = await client.PostAsync(SignInModule.Page, new StringContent("right"));
        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.Should().NotBeNull();
        server.SignIns.Should().Be(40);
    }

    [Fact]
    public async Task A_body_that_trickles_is_cut_off_and_others_are_served_meanwhile()
    {
        await using var server = await ServeAsync(
            new ServerOptions("", "", "", false),
            grace: TimeSpan.FromSeconds(1.5)
        );
        using var slow = await ConnectAsync(server.Address);
        await slow.SendAsync(
            Encoding.ASCII.GetBytes("POST /fhir/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{")
        );
        using var client = new HttpClient { BaseAddress = server.Address };
        (await client.GetAsync("/fhir/Patient")).StatusCode.Should().Be(HttpStatusCode.OK);
        var answer = await RestAsync(slow, TimeSpan.FromSeconds(20));
        answer.Should().StartWith("HTTP/1.1 408").And.Contain("OperationOutcome");
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        await using var server = await ServeAsync(
            new ServerOptions("", "", "", false),
            grace: TimeSpan.FromSeconds(1.5)
        );
        using var slow = await ConnectAsync(server.Address);
        await slow.SendAsync(Encoding.ASCII.GetBytes("GET /fhir/endless HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var watch = Stopwatch.StartNew();
        while (!server.EndlessEnded && watch.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(50);
        server.EndlessEnded.Should().BeTrue("the answer must not wait for ever");
    }

    [Theory]
    [InlineData("/fhir/echo", "application/fhir+json")]
    [InlineData("/api/echo", "application/problem+json")]
    public async Task A_body_beyond_the_limit_is_413_whether_its_length_is_announced_or_not(string path, string form)
    {
        await using var server = await ServeAsync(new ServerOptions("", "", "", false), mostBytes: 100_000);
        foreach (
            var head in new[]
            {
                "Content-Length: 5000000\r\n\r\n",
                $"Transfer-Encoding: chunked\r\n\r\n{200_000:x}\r\n{new string('x', 150_000)}",
            }
        )
        {
            using var socket = await ConnectAsync(server.Address);
            try
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\n{head}"));
            }
            catch (SocketException)
            {
                // Answered and closed before all of it was sent.
            }
            var answer = await RestAsync(socket, TimeSpan.FromSeconds(20));
            answer.Should().StartWith("HTTP/1.1 413").And.Contain(form);
        }
    }

    [Theory]
    [InlineData("/fhir/full")]
    [InlineData("/api/full")]
    public async Task A_full_disk_is_507_at_every_door(string path)
    {
        await using var server = await ServeAsync(new ServerOptions("", "", "", false));
        using var client = new HttpClient { BaseAddress = server.Address };
        using var answer = await client.GetAsync(path);
        ((int)answer.StatusCode).Should().Be(507);
    }

    [Fact]
    public void A_write_to_a_full_device_is_told_from_other_faults()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "only Linux has a device that is always full");
        var write = () =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            full.Write(new byte[10]);
        };
        DiskFull.Is(write.Should().Throw<IOException>().Which).Should().BeTrue();
        DiskFull.Is(new IOException("the cable was pulled")).Should().BeFalse();
        DiskFull.Is(new FileNotFoundException()).Should().BeFalse();
    }

    private static async Task<HttpResponseMessage> UntilAsync(
        HttpClient client,
        string path,
        HttpStatusCode wanted,
        int most
    )
    {
        for (var i = 0; ; i++)
        {
            var answer = await client.GetAsync(path);
            if (answer.StatusCode == wanted || i == most)
                return answer;
            answer.Dispose();
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    private static async Task<string> RestAsync(Socket socket, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        var text = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var read)
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset after the answer, because the rest of the body was not read.
        }
        return text.ToString();
    }

    private static async Task<Served> ServeAsync(ServerOptions options, TimeSpan? grace = null, long? mostBytes = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            ConnectionLimits.Apply(kestrel.Limits);
            kestrel.Limits.MaxRequestBodySize = mostBytes ?? kestrel.Limits.MaxRequestBodySize;
            if (grace is { } shorter)
            {
                kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(ConnectionLimits.LeastRate, shorter);
                // The network of one machine takes megabytes before a client reads one.
                kestrel.Limits.MinResponseDataRate = new MinDataRate(8 << 20, shorter);
            }
        });
        var app = builder.Build();
        var rates = new RateLimits(options);
        var served = new Served(app, rates);
        app.UseFaultAnswers();
        app.Use(rates.ByAddressAsync);
        app.Use(
            (context, next) =>
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "a1")], "test"));
                return next(context);
            }
        );
        app.Use(rates.ByAccountAsync);
        app.Run(served.AnswerAsync);
        await app.StartAsync();
        return served;
    }

    private sealed class Served(WebApplication app, RateLimits rates) : IAsyncDisposable
    {
        public Uri Address => new(app.Urls.First());
        public int SignIns { get; private set; }
        public bool EndlessEnded { get; private set; }

        public async Task AnswerAsync(HttpContext context)
        {
            var path = context.Request.Path.Value!;
            if (path == SignInModule.Page)
            {
                SignIns++;
                var isRight = await new StreamReader(context.Request.Body).ReadToEndAsync() == "right";
                context.Response.Redirect(isRight ? "/" : "/sign-in?failure=wrong");
            }
            else if (path.EndsWith("/echo", StringComparison.Ordinal))
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            }
            else if (path.EndsWith("/full", StringComparison.Ordinal))
            {
                throw new IOException("No space left on device", 28);
            }
            else if (path.EndsWith("/endless", StringComparison.Ordinal))
            {
                await EndlessAsync(context);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            rates.Dispose();
        }

        private async Task EndlessAsync(HttpContext context)
        {
            try
            {
                var piece = new byte[65_536];
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
            catch (OperationCanceledException) { }
            EndlessEnded = true;
        }
    }
}
