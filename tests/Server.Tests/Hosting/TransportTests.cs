using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Xinglin.Formats;
using Xinglin.Server.Hosting;
using Xinglin.Server.Hosting.Transport;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Hosting;

/// <summary>TLS, names and proxies.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-tls-");

    [Theory]
    [InlineData("one.pem")]
    [InlineData("two files.pem")]
    [InlineData("own.pfx")]
    public async Task A_cookie_went_in_clear_and_the_chain_was_not_shown(string kind)
    {
        var options = Write(kind, "xinglin.test");
        await using var app = await StartAsync(options);
        using var seen = new Seen();
        using var client = seen.Client(app);

        using var page = await client.GetAsync("/sign-in", TestContext.Current.CancellationToken);

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        page.Headers.GetValues("Strict-Transport-Security").Should().ContainSingle();
        page.Headers.GetValues("Set-Cookie").Should().OnlyContain(cookie => cookie.Contains("secure"));
        seen.Names.Should().Equal(kind == "own.pfx" ? ["CN=xinglin.test"] : ["CN=xinglin.test", "CN=hospital CA"]);
    }

    [Fact]
    public void A_renewed_certificate_was_not_shown_before_a_restart()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        var options = Write("one.pem", "old.test");
        var certificate = new ServerCertificate(options, clock);

        Write("one.pem", "new.test");
        File.SetLastWriteTimeUtc(options.CertificateFile!, DateTime.UtcNow.AddMinutes(1));
        certificate.Current.TargetCertificate.Subject.Should().Be("CN=old.test");
        clock.Advance(TimeSpan.FromMinutes(2));
        certificate.Current.TargetCertificate.Subject.Should().Be("CN=new.test");

        File.WriteAllText(options.CertificateFile!, "half a fi");
        clock.Advance(TimeSpan.FromMinutes(2));
        certificate.Current.TargetCertificate.Subject.Should().Be("CN=new.test", "half a file is none");
    }

    [Fact]
    public async Task An_address_and_a_certificate_that_do_not_go_together_are_told()
    {
        var plain = () => StartAsync(TransportOptions.None, "https://localhost:0");
        (await plain.Should().ThrowAsync<InvalidInputException>()).WithMessage("*--certificate*");
        var secure = () => StartAsync(Write("one.pem", "xinglin.test"), "http://localhost:0");
        (await secure.Should().ThrowAsync<InvalidInputException>()).WithMessage("*https*");
        var lost = () => StartAsync(new TransportOptions("/nowhere.pem"));
        (await lost.Should().ThrowAsync<InvalidInputException>()).WithMessage("*--certificate*cannot be read*");
        var old = () => StartAsync(Write("one.pem", "old.test", ended: true));
        (await old.Should().ThrowAsync<InvalidInputException>()).WithMessage("*ended on*");
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("localhost", 200)]
    [InlineData("xinglin.localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    public async Task A_page_of_elsewhere_reached_the_server_under_a_name_of_its_own(string host, int status)
    {
        await using var server = await RunningServer.StartAsync();
        (await AsAsync(server, host)).Should().Be(status);
    }

    [Theory]
    [InlineData("xinglin.hospital.org", 200)]
    [InlineData("ward.hospital.org", 200)]
    [InlineData("hospital.org", 400)]
    [InlineData("evil-hospital.org", 400)]
    public async Task The_names_of_the_setting_are_answered(string host, int status)
    {
        var transport = new TransportOptions(AllowedHosts: ["xinglin.hospital.org", "*.hospital.org"]);
        await using var server = await RunningServer.StartAsync(change: options =>
            options with
            {
                Transport = transport,
            }
        );
        (await AsAsync(server, host)).Should().Be(status);
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    public async Task Anybody_could_say_where_a_request_came_from(string proxy, bool isTrusted)
    {
        var transport = new TransportOptions(TrustedProxies: [proxy]);
        await using var server = await RunningServer.StartAsync(
            app =>
                app.MapGet(
                        "/whence",
                        (Microsoft.AspNetCore.Http.HttpContext context) =>
                            $"{context.Connection.RemoteIpAddress} {context.Request.Scheme}"
                    )
                    .AllowAnonymous(),
            options => options with { Transport = transport }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, "/whence");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await server.Client().SendAsync(request, TestContext.Current.CancellationToken);

        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        said.Contains("203.0.113.9 https", StringComparison.Ordinal).Should().Be(isTrusted, said);
    }

    [Fact]
    public async Task Scripts_and_styles_within_a_page_were_allowed()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var (client, address) in new[] { (server.Client(), "/sign-in"), (server.Person, "/") })
        {
            using var page = await client.GetAsync(address, TestContext.Current.CancellationToken);
            var policy = page.Headers.GetValues("Content-Security-Policy").Single();
            policy.Should().NotContain("unsafe-inline").And.NotContain("unsafe-hashes").And.NotContain("ws:");
            var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            text.Should().NotMatchRegex("<[^>]+ (style|onclick|onload|onsubmit)=");
            foreach (
                System.Text.RegularExpressions.Match part in System.Text.RegularExpressions.Regex.Matches(
                    text,
                    "<(style|script)>(.*?)</",
                    System.Text.RegularExpressions.RegexOptions.Singleline
                )
            )
            {
                var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(part.Groups[2].Value));
                policy.Should().Contain($"'sha256-{Convert.ToBase64String(hash)}'");
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<int> AsAsync(RunningServer server, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = host;
        using var answer = await server.Client().SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    private async Task<WebApplication> StartAsync(TransportOptions transport, string url = "https://localhost:0")
    {
        var data = Path.Combine(_folder.FullName, "data");
        var models = _folder.CreateSubdirectory("models").FullName;
        using var free = ReservedPort.From(20_000 + Random.Shared.Next(20_000));
        var port = new Uri(free.Url).Port;
        free.Dispose();
        var address = url.Replace(":0", $":{port}", StringComparison.Ordinal);
        var app = await WebHost.BuildAsync(new ServerOptions(data, models, address, false, Transport: transport));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private TransportOptions Write(string kind, string name, bool ended = false)
    {
        var from = DateTimeOffset.UtcNow.AddDays(-10);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var top = Authority("CN=root", rootKey).CreateSelfSigned(from, from.AddYears(3));
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middle = Authority("CN=hospital CA", middleKey).Create(top, from, from.AddYears(2), [9]);
        using var root = middle.CopyWithPrivateKey(middleKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ask = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var bare = ask.Create(root, from, ended ? from.AddDays(9) : from.AddYears(1), [1, 2, 3, 4]);
        using var own = bare.CopyWithPrivateKey(key);
        string At(string file) => Path.Combine(_folder.FullName, file);
        var pem = own.ExportCertificatePem() + "\n" + root.ExportCertificatePem() + "\n";
        switch (kind)
        {
            case "own.pfx":
                File.WriteAllBytes(At(kind), own.Export(X509ContentType.Pfx, "of the ward"));
                File.WriteAllText(At("password"), "of the ward\n");
                return new(At(kind), PasswordFile: At("password"));
            case "one.pem":
                File.WriteAllText(At(kind), pem + key.ExportPkcs8PrivateKeyPem());
                return new(At(kind));
            default:
                File.WriteAllText(At(kind), pem);
                File.WriteAllText(At("key.pem"), key.ExportPkcs8PrivateKeyPem());
                return new(At(kind), At("key.pem"));
        }
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var ask = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        ask.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return ask;
    }

    /// <summary>The certificates that a client was shown.</summary>
    private sealed class Seen : IDisposable
    {
        private SocketsHttpHandler? _handler;

        public IReadOnlyList<string> Names { get; private set; } = [];

        public HttpClient Client(WebApplication app)
        {
            _handler = new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, own, chain, _) =>
                    {
                        Names =
                        [
                            own!.Subject,
                            .. chain!
                                .ChainPolicy.ExtraStore.Select(one => one.Subject)
                                .Where(one => one != own.Subject),
                        ];
                        return true;
                    },
                },
            };
            return new HttpClient(_handler) { BaseAddress = new Uri(app.Urls.First()) };
        }

        public void Dispose() => _handler?.Dispose();
    }
}
