using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Care;

/// <summary>Whoever is bound by the rule of whose patients they may open cannot write themselves out of it.</summary>
public sealed class OwnClaimsTests : IAsyncLifetime
{
    private TwoTeams _teams = null!;

    public async ValueTask InitializeAsync() => _teams = await TwoTeams.StartAsync();

    public ValueTask DisposeAsync() => _teams.DisposeAsync();

    /// <summary>What once opened the chart of a patient of respiratory medicine to a doctor of cardiology.</summary>
    public static TheoryData<string, string, string?> Claims =>
        new()
        {
            {
                "PUT",
                "PractitionerRole/mine",
                """{"resourceType":"PractitionerRole","id":"mine","practitioner":{"reference":"Practitioner/dr-lin"},"organization":{"reference":"Organization/respiratory"}}"""
            },
            {
                "PUT",
                "PractitionerRole/mine",
                """{"resourceType":"PractitionerRole","id":"mine","practitioner":{"reference":"Practitioner/dr-lin"},"location":[{"reference":"Location/bed-r1"}]}"""
            },
            {
                "PUT",
                "Organization/respiratory",
                """{"resourceType":"Organization","id":"respiratory","name":"R","partOf":{"reference":"Organization/cardiology"}}"""
            },
            {
                "PUT",
                "Location/bed-r1",
                """{"resourceType":"Location","id":"bed-r1","name":"R1","managingOrganization":{"reference":"Organization/cardiology"}}"""
            },
            { "DELETE", "Organization/respiratory", null },
            { "DELETE", "Location/bed-r1", null },
            {
                "POST",
                "Patient",
                """{"resourceType":"Patient","generalPractitioner":[{"reference":"Practitioner/dr-lin"}],"link":[{"type":"seealso","other":{"reference":"http://elsewhere.example/fhir/Patient/p"}}]}"""
            },
            {
                "PUT",
                "Patient/own",
                """{"resourceType":"Patient","id":"own","link":[{"type":"seealso","other":{"reference":"http://elsewhere.example/fhir/Patient/p"}}]}"""
            },
        };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task A_session_wrote_itself_into_the_care_of_another_teams_patient(
        string method,
        string address,
        string? body
    )
    {
        (await TwoTeams.AskAsync(_teams.Lin, "/fhir/Patient/p")).Status.Should().Be(403);

        await TwoTeams.AskAsync(_teams.Lin, $"/fhir/{address}", method, body);

        (await TwoTeams.AskAsync(_teams.Lin, "/fhir/Patient/p")).Status.Should().Be(403);
        (await TwoTeams.AskAsync(_teams.Lin, "/patients/p")).Status.Should().Be(303);
        (await TwoTeams.AskAsync(_teams.Lin, "/fhir/Patient/own")).Status.Should().Be(200, "and keeps what was open");
    }

    [Fact]
    public async Task The_last_role_of_a_unit_was_deleted_by_a_session_and_its_charts_stood_open_to_all()
    {
        var roles = _teams
            .Server.Store.Search(new("PractitionerRole", []))
            .Resources.OfType<PractitionerRole>()
            .Select(role => role.Id!)
            .ToList();
        roles.Should().NotBeEmpty();

        foreach (var role in roles)
        {
            (await TwoTeams.AskAsync(_teams.Lin, $"/fhir/PractitionerRole/{role}", "DELETE"))
                .Status.Should()
                .Be(403, role);
        }

        (await TwoTeams.AskAsync(_teams.Lin, "/fhir/Patient/p")).Status.Should().Be(403);
    }

    [Fact]
    public async Task A_program_moves_a_patient_between_units_as_before()
    {
        var visit = CareExamples.Visit("visit-other", TwoTeams.Other, "Location/bed-c1");
        var (status, _, said) = await TwoTeams.AskAsync(
            _teams.Server.Program,
            "/fhir/Encounter/visit-other",
            "PUT",
            Records.Fhir.Text.FhirText.ToJson(visit)
        );

        status.Should().Be(200, said);
        (await TwoTeams.AskAsync(_teams.Lin, "/fhir/Patient/p")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_nurse_overwrote_by_an_upload_what_her_role_does_not_write()
    {
        await _teams.Server.Store.CommitAsync(
            Origin.Program("t"),
            [new Write(new AllergyIntolerance { Id = "a", Patient = new("Patient/own") })]
        );
        var nurse = await NurseAsync();
        var bundle =
            """{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/own"},"note":[{"text":"hers"}]}},{"resource":{"resourceType":"PractitionerRole","id":"hers","practitioner":{"reference":"Practitioner/dr-lin"}}},{"resource":{"resourceType":"Observation","id":"fine","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/own"}}}]}""";

        var report = await ImportAsync(nurse, bundle);

        ((int)report["resources"]!).Should().Be(1, report.ToJsonString());
        _teams.Server.Store.Read<AllergyIntolerance>("a")!.Note.Should().BeEmpty();
        _teams.Server.Store.Read<PractitionerRole>("hers").Should().BeNull();
        _teams.Server.Store.Read<Observation>("fine").Should().NotBeNull();
    }

    [Fact]
    public async Task An_upload_moved_a_value_of_another_teams_patient_into_the_senders_own_chart()
    {
        var bundle =
            """{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Observation","id":"o-other","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/own"}}}]}""";

        var report = await ImportAsync(await NurseAsync(), bundle);

        ((int)report["resources"]!).Should().Be(0, report.ToJsonString());
        _teams.Server.Store.Read<Observation>("o-other")!.Subject!.Reference.Should().Be("Patient/p");
    }

    [Fact]
    public async Task The_total_of_a_search_told_of_values_of_another_teams_patient()
    {
        foreach (var bound in new[] { "gt149", "gt151" })
        {
            foreach (var end in new[] { "", "&_count=1&_sort=_id", "&_summary=count" })
            {
                var address = $"/fhir/Observation?value-quantity={bound}{end}";
                var he = Total(await TwoTeams.AskAsync(_teams.He, address));
                var lin = Total(await TwoTeams.AskAsync(_teams.Lin, address));
                var all = Total(await TwoTeams.AskAsync(_teams.Server.Program, address));
                (lin + he).Should().Be(all, address);
            }
        }
        var named = await TwoTeams.AskAsync(_teams.Lin, "/fhir/Observation?_id=o-own,o-other&_count=1");
        named.Status.Should().Be(403, "it names a record of another team's patient, whatever else it asks");
    }

    [Fact]
    public async Task What_is_attached_to_a_closed_chart_was_read_as_a_binary()
    {
        await _teams.Server.Store.CommitAsync(
            Origin.Program("t"),
            [
                new Write(
                    new Binary
                    {
                        Id = "scan",
                        ContentType = "text/plain",
                        Data = "canary"u8.ToArray(),
                    }
                ),
                new Write(
                    new DocumentReference
                    {
                        Id = "of-scan",
                        Status = DocumentReferenceStatus.Current,
                        Subject = new("Patient/p"),
                        Content = [new() { Attachment = new() { Url = "Binary/scan" } }],
                    }
                ),
            ]
        );

        foreach (var address in new[] { "/fhir/Binary/scan", "/fhir/Binary/scan/_history", "/fhir/Binary?_id=scan" })
        {
            var (status, _, body) = await TwoTeams.AskAsync(_teams.Lin, address);
            status.Should().Be(403, address);
            body.Should().NotContain("Y2FuYXJ5");
            (await TwoTeams.AskAsync(_teams.He, address)).Status.Should().Be(200, address);
        }
        (await TwoTeams.AskAsync(_teams.Lin, "/fhir/Binary/scan", "DELETE")).Status.Should().Be(403);
    }

    [Fact]
    public async Task Break_glass_was_made_to_last_by_joining_the_team()
    {
        await _teams.OpenAsync(_teams.Lin, "p", "consultation");
        var page = (await TwoTeams.AskAsync(_teams.Lin, "/patients/p/team?culture=en")).Body;
        page.Should().Contain("by break-glass only").And.NotContain("name=\"add\"");

        var to = await TwoTeams.PostAsync(
            _teams.Lin,
            "/patients/p/team",
            new()
            {
                ["add"] = "dr-lin",
                ["__RequestVerificationToken"] = RunningServer.AntiforgeryTokenOf(
                    (await TwoTeams.AskAsync(_teams.Lin, "/patients/own/team")).Body
                ),
            }
        );

        to.Should().EndWith("done=closed");
        _teams.Server.Store.Search(new("CareTeam", [new("patient", "p")])).Total.Should().Be(0);
    }

    [Fact]
    public async Task Who_saw_a_closed_chart_told_what_was_done_with_it()
    {
        (await TwoTeams.AskAsync(_teams.Lin, "/patients/p/access")).Status.Should().Be(303);
        var auditor = await _teams.Server.AuditorAsync();
        (await TwoTeams.AskAsync(auditor, "/patients/p/access")).Status.Should().Be(200);
    }

    private static int Total((int Status, string To, string Body) answer)
    {
        answer.Status.Should().Be(200, answer.Body);
        return (int)JsonNode.Parse(answer.Body)!["total"]!;
    }

    private async Task<HttpClient> NurseAsync()
    {
        await using var scope = _teams.Server.Services.CreateAsyncScope();
        var password = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .AddAsync("wu", "吴护士", "Nurse Wu", [Roles.Nurse]);
        await _teams.LinkAsync("wu", "dr-lin");
        var nurse = _teams.Server.Client();
        await RunningServer.SignInAsync(nurse, "wu", password, "text/html");
        return nurse;
    }

    private static async Task<JsonNode> ImportAsync(HttpClient person, string bundle)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(bundle));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        using var form = new MultipartFormDataContent { { file, "files", "bundle.json" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/import") { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await person.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
