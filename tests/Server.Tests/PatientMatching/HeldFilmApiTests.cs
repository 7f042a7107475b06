using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Dicom.DataSets;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.PatientMatching;

/// <summary>Whose a doubtful film is: asked of a person who may say it, shown side by side, filed once.</summary>
public sealed class HeldFilmApiTests
{
    [Fact]
    public async Task A_held_film_is_filed_when_an_informatics_account_says_whose_it_is()
    {
        await using var server = await RunningServer.StartAsync();
        var informatics = await SignedInAsync(server, "wu", Roles.Informatics);
        var known = await PatientAsync(server);
        await ImportAsync(server, Film("seed 2", "Li^Si", "M"));

        var page = await PageAsync(informatics, "/held?culture=en");
        page.Should().Contain("Li Si").And.Contain("Wang Xiuying").And.Contain("differs").And.Contain("1950-07-08");
        var waiting = (JsonArray)(await informatics.GetFromJsonAsync<JsonNode>("/api/held"))!;
        var id = (string)waiting.Single()!["id"]!;

        (await PostAsync(informatics, id, new { patient = known, reason = " " })).Should().Be(422);
        (await PostAsync(informatics, id, new { patient = "somebody-else", reason = "x" })).Should().Be(422);
        (
            await PostAsync(
                informatics,
                id,
                new
                {
                    patient = known,
                    correct = true,
                    reason = "wristband",
                }
            )
        ).Should().Be(200);
        (await PostAsync(informatics, id, new { patient = known, reason = "again" })).Should().Be(404);

        server.Store.ByPatient<ImagingStudy>(known).Should().ContainSingle();
        var corrected = server.Store.Read<Patient>(known)!;
        corrected.Name[0].Text.Should().Be("Si Li");
        corrected.Gender.Should().Be(AdministrativeGender.Male);
        server.Store.History("Patient", known).Should().HaveCount(2, "what the chart said before is kept");
        server
            .Services.GetRequiredService<AccessTrail>()
            .Find(new(Action: AuditActions.IdentityDecision, Patient: known))
            .Entries.Should()
            .NotBeEmpty();
    }

    [Fact]
    public async Task Another_person_gets_a_chart_of_their_own()
    {
        await using var server = await RunningServer.StartAsync();
        var informatics = await SignedInAsync(server, "wu", Roles.Informatics);
        var known = await PatientAsync(server);
        await ImportAsync(server, Film("seed 2", "Li^Si", "M"));
        var id = server.Services.GetRequiredService<DicomArchive>().Held.Waiting().Single().Id;

        (await PostAsync(informatics, id, new { patient = (string?)null, reason = "identity card" })).Should().Be(200);

        server.Store.ByPatient<ImagingStudy>(known).Should().BeEmpty();
        server.Store.Search(new SearchRequest("Patient", [])).Total.Should().Be(2);
    }

    [Fact]
    public async Task Neither_a_clinician_nor_a_program_decides_whose_a_film_is()
    {
        await using var server = await RunningServer.StartAsync();
        await PatientAsync(server);
        await ImportAsync(server, Film("seed 2", "Li^Si", "M"));
        var id = server.Services.GetRequiredService<DicomArchive>().Held.Waiting().Single().Id;

        (await PostAsync(server.Person, id, new { reason = "x" })).Should().Be(403);
        (await PostAsync(server.Program, id, new { reason = "x" })).Should().Be(403);
        using var list = await server.Program.GetAsync("/api/held");
        ((int)list.StatusCode).Should().Be(403);
        server.Services.GetRequiredService<DicomArchive>().Held.Waiting().Should().ContainSingle();
    }

    [Fact]
    public async Task The_bytes_of_a_held_film_are_served_to_nobody()
    {
        await using var server = await RunningServer.StartAsync();
        await PatientAsync(server);
        var film = Film("seed 2", "Li^Si", "M");
        await ImportAsync(server, film);

        var sop = DicomFile.Read(new MemoryStream(film)).DataSet.GetString(Tags.SOPInstanceUID);
        using var answer = await server.Person.GetAsync($"/files/frames/{sop}");
        ((int)answer.StatusCode).Should().Be(404);
    }

    private static async Task<string> PatientAsync(RunningServer server)
    {
        await server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(
                    new Patient
                    {
                        Id = "known",
                        Name =
                        [
                            new HumanName
                            {
                                Text = "Wang Xiuying",
                                Family = "Wang",
                                Given = ["Xiuying"],
                            },
                        ],
                        Gender = AdministrativeGender.Female,
                        BirthDate = "1950-07-08",
                        Identifier = [new("urn:h", "P-1")],
                    }
                ),
            ]
        );
        return "known";
    }

    private static async Task<HttpClient> SignedInAsync(RunningServer server, string name, string role)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var password = await scope.ServiceProvider.GetRequiredService<Accounts>().AddAsync(name, name, name, [role]);
        var client = server.Client();
        await RunningServer.SignInAsync(client, name, password, null);
        return client;
    }

    private static async Task<string> PageAsync(HttpClient client, string address) =>
        System.Net.WebUtility.HtmlDecode(await client.GetStringAsync(address));

    private static async Task ImportAsync(RunningServer server, byte[] film)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(film), "files", "film.dcm" } };
        using var answer = await server.Program.PostAsync("/api/import", form);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("patient-contradicts");
    }

    private static async Task<int> PostAsync(HttpClient client, string id, object answer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/held/{id}")
        {
            Content = JsonContent.Create(answer),
        };
        // As a page of this server asks.
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var sent = await client.SendAsync(request);
        return (int)sent.StatusCode;
    }

    private static byte[] Film(string seed, string name, string sex) => SmallFilm.Of(seed, new PersonName(name), sex);
}
