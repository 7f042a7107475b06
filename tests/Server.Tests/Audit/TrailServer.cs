using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Hosting;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.Audit;

/// <summary>The whole server on a loopback port of its own, with one patient, one clinician and one program.</summary>
public sealed partial class TrailServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-trail-").FullName;
    private ReservedPort? _port;
    private WebApplication? _app;

    public string Folder => Path.Combine(_folder, "data");
    public IServiceProvider Services => _app!.Services;
    public FhirStore Store => Services.GetRequiredService<FhirStore>();
    public AccessTrail Trail => Services.GetRequiredService<AccessTrail>();
    public string Password { get; private set; } = "";
    public string Token { get; private set; } = "";
    public Uri Address => new(_port!.Url);

    public async ValueTask InitializeAsync()
    {
        _port = ReservedPort.From(20_000 + Environment.ProcessId % 20_000);
        _app = await WebHost.BuildAsync(
            new ServerOptions(Folder, Folders.Models, _port.Url, Demonstration: false, Reserved: _port)
        );
        await using (var scope = Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
            Password = await accounts.AddAsync("lin", "林医生", "Dr. Lin", Roles.All);
            Token = await accounts.AddTokenAsync("lin", "lab interface", TimeSpan.FromDays(1));
        }
        await _app.StartAsync();
        await Services.GetRequiredService<Xinglin.Server.ModelUse.ModelPromotions>().PromoteForDemonstrationAsync();
        await Store.CommitAsync(
            Origin.Command("test"),
            [
                new Write(new Patient { Id = "p1", Name = [new HumanName { Text = "Canary Example" }] }),
                new Write(
                    new Observation
                    {
                        Id = "o1",
                        Status = ObservationStatus.Final,
                        Subject = new("Patient/p1"),
                        Code = new("http://loinc.org", "8480-6"),
                        Value = new Quantity(150, "mm[Hg]"),
                    }
                ),
                new Write(
                    new ImagingStudy
                    {
                        Id = "s1",
                        Status = ImagingStudy.ImagingStudyStatus.Available,
                        Subject = new("Patient/p1"),
                        Series =
                        [
                            new()
                            {
                                Uid = "1.2.3.1",
                                Modality = new("http://dicom.nema.org/resources/ontology/DCM", "DX"),
                                Instance =
                                [
                                    new()
                                    {
                                        Uid = "1.2.3.4",
                                        SopClass = new("urn:ietf:rfc:3986", "urn:oid:1.2.840.10008.5.1.4.1.1.1.1"),
                                    },
                                ],
                            },
                        ],
                    }
                ),
            ]
        );
    }

    /// <summary>A client without a session.</summary>
    public HttpClient Stranger() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    public HttpClient Program(string? token = null)
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        return client;
    }

    /// <summary>Types a name and a password into the form of the sign-in page.</summary>
    public async Task<(HttpClient Client, HttpResponseMessage Answer)> SignInAsync(string user, string password)
    {
        var client = new HttpClient(
            new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
        )
        {
            BaseAddress = Address,
        };
        var page = await client.GetStringAsync("/sign-in");
        var answer = await client.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["user"] = user,
                    ["password"] = password,
                    ["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value,
                }
            )
        );
        return (client, answer);
    }

    public async Task<HttpClient> PersonAsync() => (await SignInAsync("lin", Password)).Client;

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/fhir+json");

    /// <summary>Entries that were recorded while something was done, oldest first; of one request when its id is known.</summary>
    public async Task<IReadOnlyList<AuditEntry>> DuringAsync(Func<Task> act)
    {
        var before = Newest(1).Select(entry => entry.Number).FirstOrDefault();
        await act();
        return [.. Newest(200).Where(entry => entry.Number > before).Reverse()];
    }

    public IReadOnlyList<AuditEntry> Newest(int count) => Trail.Find(new(Count: count)).Entries;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _port?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    public static partial Regex FormToken();
}
