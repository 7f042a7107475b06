using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Hosting;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.Running;

/// <summary>The whole server in this process, on a free loopback port, over an empty folder of its own and without models.</summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-server-");
    private readonly List<HttpClient> _clients = [];
    private WebApplication _app = null!;
    private string _address = "";
    private string _password = "";

    public FhirStore Store => _app.Services.GetRequiredService<FhirStore>();

    public IServiceProvider Services => _app.Services;

    public string DataFolder => Path.Combine(_folder.FullName, "data");

    /// <summary>A program with a token.</summary>
    public HttpClient Program { get; private set; } = null!;

    /// <summary>A person with a session, who reads pages.</summary>
    public HttpClient Person { get; private set; } = null!;

    /// <param name="map">Further routes, such as one that fails.</param>
    /// <param name="change">Other options than the usual.</param>
    public static async Task<RunningServer> StartAsync(
        Action<WebApplication>? map = null,
        Func<ServerOptions, ServerOptions>? change = null
    )
    {
        var server = new RunningServer();
        var models = server._folder.CreateSubdirectory("models").FullName;
        var data = Path.Combine(server._folder.FullName, "data");
        var port = ReservedPort.From(20_000 + Random.Shared.Next(20_000));
        server._address = port.Url;
        var options = new ServerOptions(data, models, port.Url, false, Reserved: port);
        server._app = await WebHost.BuildAsync(change?.Invoke(options) ?? options);
        map?.Invoke(server._app);
        await server._app.StartAsync();
        await using (var scope = server._app.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
            server._password = await accounts.AddAsync("lin", "林文", "Dr. Lin", [Roles.Clinician]);
            server.Program = server.Client();
            server.Program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                await accounts.AddTokenAsync("lin", "test", TimeSpan.FromHours(1))
            );
        }
        server.Person = server.Client();
        await server.SignInAsync(server.Person);
        return server;
    }

    /// <summary>
    /// Puts other text under a resource: none that can be read, as a bad sector leaves it, or one without its code or, as whoever
    /// has the key would, with it.
    /// </summary>
    public void Damage(string type, string id, string? json = null, bool coded = false)
    {
        using var database = Database.OpenWriter(Path.Combine(_folder.FullName, "data", "records.db"));
        using var change = database.PrepareOnce("UPDATE resource SET json=?3,code=?4 WHERE type=?1 AND id=?2");
        byte[]? code = null;
        if (json is not null && coded)
        {
            using var codes = new RowCodes(Services.GetRequiredService<AccessTrail>().Keys);
            using var row = database.PrepareOnce(
                "SELECT type,id,version,last_updated,deleted,origin,actor FROM resource WHERE type=?1 AND id=?2"
            );
            if (row.Bind(1, type).Bind(2, id).Step())
                code = codes.Of(Encoding.UTF8.GetBytes(json), VersionColumns.FactsOf(row, 0, 5, 6));
        }
        change.Bind(1, type).Bind(2, id).Bind(3, json ?? "{\"resourceType\":").BindBytes(4, code).Run();
    }

    /// <summary>Puts something into columns of a row by hand, of all versions: <c>json=NULL</c>.</summary>
    public void Alter(string type, string id, string columns, string table = "resource")
    {
        using var database = Database.OpenWriter(Path.Combine(_folder.FullName, "data", "records.db"));
        var of = table == "resource" ? "key" : "resource";
        using var change = database.PrepareOnce(
            $"UPDATE {table} SET {columns} WHERE {of}=(SELECT key FROM resource WHERE type=?1 AND id=?2)"
        );
        change.Bind(1, type).Bind(2, id).Run();
    }

    /// <summary>A page that a person opens, its marks decoded.</summary>
    public async Task<string> PageAsync(string address, int status = 200)
    {
        var answer = await GetAsync(Person, address);
        answer.Status.Should().Be(status, address);
        return WebUtility.HtmlDecode(answer.Body);
    }

    /// <summary>Of the person.</summary>
    public string Password => _password;

    /// <summary>Nobody: no session, no token.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient(
            new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }
        )
        {
            BaseAddress = new Uri(_address),
            Timeout = TimeSpan.FromSeconds(60),
        };
        _clients.Add(client);
        return client;
    }

    public static async Task<(int Status, string Type, string Body)> SendAsync(
        HttpClient client,
        HttpMethod method,
        string address,
        byte[]? body = null,
        string type = "application/fhir+json",
        string? accept = null
    )
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await client.SendAsync(request);
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", text);
    }

    public static Task<(int Status, string Type, string Body)> GetAsync(
        HttpClient client,
        string address,
        string? accept = null
    ) => SendAsync(client, HttpMethod.Get, address, accept: accept);

    /// <summary>A file by the upload that the page and programs use.</summary>
    public Task<(int Status, string Type, string Body)> ImportAsync(string name, byte[] bytes)
    {
        const string Boundary = "----file";
        var head = Encoding.UTF8.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
        );
        var tail = Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n");
        return SendAsync(
            Program,
            HttpMethod.Post,
            "/api/import",
            [.. head, .. bytes, .. tail],
            $"multipart/form-data; boundary={Boundary}"
        );
    }

    /// <summary>A person who may look through the audit trail.</summary>
    public Task<HttpClient> AuditorAsync() => PersonAsync("zhao", Roles.Auditor);

    /// <summary>Another person, signed in.</summary>
    public async Task<HttpClient> PersonAsync(string user, params string[] roles)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var password = await accounts.AddAsync(user, "赵敏", "Zhao Min", roles);
        var client = Client();
        await SignInAsync(client, user, password, accept: null);
        return client;
    }

    /// <summary>Where a sign-in leads.</summary>
    public async Task<string> SignInAgainAsync()
    {
        var client = Client();
        var page = await client.GetStringAsync("/sign-in");
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["user"] = "lin",
                ["password"] = _password,
                ["__RequestVerificationToken"] = AntiforgeryToken().Match(page).Groups[1].Value,
            }
        );
        using var answer = await client.PostAsync("/sign-in", form);
        return $"{(int)answer.StatusCode} {answer.Headers.Location}";
    }

    private Task SignInAsync(HttpClient client) => SignInAsync(client, "lin", _password, "text/html");

    /// <summary>One more session of the person, and the cookie that names it.</summary>
    public async Task<(HttpClient Client, string Cookie)> SignedInAsync()
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(_address),
        };
        _clients.Add(client);
        await SignInAsync(client);
        return (client, string.Join("; ", cookies.GetCookies(client.BaseAddress)));
    }

    public Task SignInAsync(HttpClient client, string user, string password) =>
        SignInAsync(client, user, password, accept: null);

    public async Task SignOutAsync(HttpClient client)
    {
        var page = await client.GetStringAsync("/");
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = AntiforgeryToken().Match(page).Groups[1].Value,
            }
        );
        using var answer = await client.PostAsync("/sign-out", form);
        ((int)answer.StatusCode).Should().Be(302);
    }

    /// <summary>Signs a person in who has an account.</summary>
    public static async Task SignInAsync(HttpClient client, string user, string password, string? accept)
    {
        var page = await client.GetStringAsync("/sign-in");
        var answer = await client.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["user"] = user,
                    ["password"] = password,
                    ["__RequestVerificationToken"] = AntiforgeryToken().Match(page).Groups[1].Value,
                }
            )
        );
        ((int)answer.StatusCode).Should().Be(302);
        if (accept is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
    }

    /// <summary>Where an attempt to sign in leads.</summary>
    public async Task<string> TryAsync(HttpClient client, string user, string password)
    {
        var page = await client.GetStringAsync("/sign-in");
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["user"] = user,
                ["password"] = password,
                ["__RequestVerificationToken"] = AntiforgeryTokenOf(page),
            }
        );
        using var answer = await client.PostAsync("/sign-in", form);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    /// <summary>The secret that a page's forms carry.</summary>
    public static string AntiforgeryTokenOf(string page) => AntiforgeryToken().Match(page).Groups[1].Value;

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
