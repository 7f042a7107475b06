using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.Running;

/// <summary>A demonstration hospital of its own, started once for the tests that share it.</summary>
public sealed partial class DemonstrationServer : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("xinglin-demo-");
    private XinglinProcess? _process;

    public string Address { get; private set; } = "";
    public string Password { get; private set; } = "";

    /// <summary>Of the other people of the demonstration, by the name they sign in with.</summary>
    public IReadOnlyDictionary<string, string> Passwords { get; private set; } = new Dictionary<string, string>();
    public string DataFolder => _data.FullName;
    public XinglinProcess Process => _process ?? throw new InvalidOperationException("The server is not started.");

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        using var client = await SignedInAsync();
        await UntilDoneAsync(client);
    }

    public async Task StartAsync()
    {
        _process = XinglinProcess.Start("demo", "--data", DataFolder, "--port", "18080");
        Address = await _process.LineAfterAsync("Address", TimeSpan.FromMinutes(3));
        Password = (await _process.LineAfterAsync("Password", TimeSpan.FromSeconds(10))).Split(' ')[0];
        await _process.LineAfterAsync("Ready", TimeSpan.FromSeconds(30));
        var others = new Dictionary<string, string>();
        foreach (var user in new[] { "chen", "wu", "sun", "zhao" })
        {
            var line = await _process.LineAfterAsync($"          {user} ", TimeSpan.FromSeconds(10));
            others[user] = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        }
        Passwords = others;
    }

    /// <summary>A client that signed in as a person does, by the form.</summary>
    /// <param name="user">One of the demonstration's people; the clinician when null.</param>
    public async Task<HttpClient> SignedInAsync(string? user = null)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(Address),
        };
        var page = await client.GetStringAsync("/sign-in");
        var token = AntiforgeryToken().Match(page).Groups[1].Value;
        var answer = await client.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["user"] = user ?? "lin",
                    ["password"] = user is null ? Password : Passwords[user],
                    ["__RequestVerificationToken"] = token,
                }
            )
        );
        answer.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/fhir+json"));
        // As a page of the server asks.
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    /// <summary>Ids of drafts that nobody signed, in order.</summary>
    public async Task<IReadOnlyList<string>> DraftsAsync()
    {
        using var client = await SignedInAsync();
        using var bundle = JsonDocument.Parse(await client.GetStringAsync("/fhir/DiagnosticReport?_count=200"));
        return
        [
            .. bundle
                .RootElement.GetProperty("entry")
                .EnumerateArray()
                .Select(entry => entry.GetProperty("resource"))
                .Where(report => report.GetProperty("status").GetString() == "preliminary")
                .Select(report => report.GetProperty("id").GetString()!)
                .Where(id => id.StartsWith("draft-", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Waits until no Task is waiting or running.</summary>
    public static async Task UntilDoneAsync(HttpClient client)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var open = 0;
            foreach (var status in new[] { "requested", "in-progress" })
            {
                var text = await client.GetStringAsync($"/fhir/Task?status={status}&_summary=count");
                open += JsonDocument.Parse(text).RootElement.GetProperty("total").GetInt32();
            }
            if (open == 0)
                return;
            await Task.Delay(500);
        }
        throw new TimeoutException("The work of the demonstration hospital did not end within five minutes.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
