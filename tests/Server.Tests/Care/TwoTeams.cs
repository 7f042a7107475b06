using System.Net;
using System.Security.Claims;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Care;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Pages;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Care;

/// <summary>A running hospital of two departments: Lin of cardiology, He of respiratory medicine, and a patient of each.</summary>
internal sealed class TwoTeams : IAsyncDisposable
{
    /// <summary>Lies in respiratory medicine, with one of everything that has an address.</summary>
    public const string Other = "p";

    public const string Own = "own";

    /// <summary>In no unit's care.</summary>
    public const string Nobodys = "nobodys";

    public RunningServer Server { get; private init; } = null!;
    public HttpClient Lin => Server.Person;
    public HttpClient He { get; private set; } = null!;
    public string Draft { get; private set; } = "";

    public static async Task<TwoTeams> StartAsync()
    {
        var teams = new TwoTeams { Server = await RunningServer.StartAsync() };
        // The draft's patient.
        teams.Draft = await DamageInItsPlaceTests.DraftAsync(teams.Server);
        await teams.Server.Store.CommitAsync(
            Origin.Command("test"),
            [.. CareExamples.Hospital().Concat(Records()).Select(resource => new Write(resource))]
        );
        await using var scope = teams.Server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var password = await accounts.AddAsync("he", "何医生", "Dr. He", [Roles.Clinician]);
        await teams.LinkAsync("lin", "dr-lin");
        await teams.LinkAsync("he", "dr-he");
        teams.He = teams.Server.Client();
        await RunningServer.SignInAsync(teams.He, "he", password, "text/html");
        return teams;
    }

    public async Task LinkAsync(string user, string? practitioner)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<PractitionerLinks>()
            .LinkAsync(user, practitioner, AuditActor.Command("test"));
    }

    /// <summary>A person as a live page knows them.</summary>
    public ClaimsPrincipal Who(string user)
    {
        using var scope = Server.Services.CreateScope();
        var id = scope
            .ServiceProvider.GetRequiredService<AccountsDatabase>()
            .Users.Single(account => account.UserName == user)
            .Id;
        return new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id), new(ClaimTypes.Name, user)], "test"));
    }

    public IReadOnlyList<AuditEntry> Trail(string action) =>
        Server.Services.GetRequiredService<AccessTrail>().Find(new(Action: action, Count: 200)).Entries;

    /// <summary>Writes the reason into the form, as a browser does; where it leads.</summary>
    public async Task<string> OpenAsync(
        HttpClient person,
        string patient,
        string? reason,
        string words = "",
        string back = ""
    )
    {
        var page = (
            await RunningServer.GetAsync(person, $"/patients/{patient}/break-glass?back={Uri.EscapeDataString(back)}")
        ).Body;
        var fields = new Dictionary<string, string>
        {
            ["words"] = words,
            ["back"] = back,
            ["__RequestVerificationToken"] = RunningServer.AntiforgeryTokenOf(page),
        };
        if (reason is not null)
            fields["reason"] = reason;
        return await PostAsync(person, $"/patients/{patient}/break-glass", fields);
    }

    public static async Task<string> PostAsync(HttpClient person, string address, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await person.SendAsync(request);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    /// <summary>Where a question leads or what it is answered.</summary>
    public static async Task<(int Status, string To, string Body)> AskAsync(
        HttpClient person,
        string address,
        string method = "GET",
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (address.StartsWith("/fhir", StringComparison.Ordinal))
            request.Headers.Add("Accept", "application/fhir+json");
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/fhir+json");
        using var answer = await person.SendAsync(request);
        return (
            (int)answer.StatusCode,
            answer.Headers.Location?.OriginalString ?? "",
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())
        );
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static IEnumerable<Resource> Records()
    {
        yield return new Patient { Id = Own, Name = [new HumanName { Text = "Own Example" }] };
        yield return new Patient { Id = Nobodys, Name = [new HumanName { Text = "Nobodys Example" }] };
        yield return CareExamples.Visit("visit-other", Other, "Location/bed-r1");
        yield return CareExamples.Visit("visit-own", Own, "Location/bed-c1");
        yield return CareExamples.Pressure("o-other", Other);
        yield return CareExamples.Pressure("o-own", Own);
        yield return new DocumentReference
        {
            Id = "letter",
            Status = DocumentReferenceStatus.Current,
            Subject = new($"Patient/{Other}"),
            Content =
            [
                new()
                {
                    Attachment = new Attachment { ContentType = "text/plain", Data = "canary letter"u8.ToArray() },
                },
            ],
        };
        yield return new ImagingStudy
        {
            Id = "study",
            Status = ImagingStudy.ImagingStudyStatus.Available,
            Subject = new($"Patient/{Other}"),
            Series =
            [
                new()
                {
                    Uid = "1.2.9.1",
                    Modality = new("http://dicom.nema.org/resources/ontology/DCM", "DX"),
                    Instance =
                    [
                        new()
                        {
                            Uid = "1.2.9.2",
                            SopClass = new("urn:ietf:rfc:3986", "urn:oid:1.2.840.10008.5.1.4.1.1.1.1"),
                        },
                    ],
                },
            ],
        };
    }
}
