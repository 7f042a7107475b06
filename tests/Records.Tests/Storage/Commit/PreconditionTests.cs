using System.Net;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tests.Fhir;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Storage.Commit;

public sealed class PreconditionTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Of_sixteen_clients_that_create_the_same_if_it_is_not_there_one_creates_and_all_get_that_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var number = $"n{round}";
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(_ =>
                        Task.Run(() =>
                            _server.SendAsync(
                                "POST",
                                "/fhir/Patient",
                                Numbered(number),
                                ("If-None-Exist", $"identifier=urn:n|{number}")
                            )
                        )
                    )
            );

            answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).Should().Be(1);
            answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).Should().Be(15);
            var ids = await Task.WhenAll(answers.Select(async answer => (await answer.ResourceAsync<Patient>()).Id));
            ids.Distinct().Should().ContainSingle();
            _server.Store.Search(new("Patient", [new("identifier", $"urn:n|{number}")])).Total.Should().Be(1);
        }
    }

    [Fact]
    public async Task Of_sixteen_transactions_and_imports_of_the_same_new_patient_one_patient_comes()
    {
        var bundle = Transaction(
            Create(Numbered("tx"), "identifier=urn:n|tx", "urn:uuid:91562621-cc8f-4731-b97d-9ff78bcb055c")
        );
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => _server.SendAsync("POST", "/fhir", bundle)))
        );

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        _server.Store.Search(new("Patient", [new("identifier", "urn:n|tx")])).Total.Should().Be(1);
    }

    [Fact]
    public async Task Two_equal_conditional_creates_of_one_Bundle_make_one_resource()
    {
        var response = await (
            await _server.SendAsync(
                "POST",
                "/fhir",
                Transaction(
                    Create(Numbered("two"), "identifier=urn:n|two", "urn:uuid:00000001-0000-4000-8000-000000000000"),
                    Create(Numbered("two"), "identifier=urn:n|two", "urn:uuid:00000002-0000-4000-8000-000000000000"),
                    Create(Reading("urn:uuid:00000002-0000-4000-8000-000000000000"))
                )
            )
        ).ResourceAsync<Bundle>();

        response.Entry.Select(entry => entry.Response.Status).Should().Equal("201", "200", "201");
        var patient = _server.Store.Search(new("Patient", [])).Resources.Should().ContainSingle().Which;
        _server.Store.ByPatient<Observation>(patient.Id).Should().ContainSingle();
    }

    [Theory]
    [InlineData("If-None-Match", "*", false, 201)]
    [InlineData("If-None-Match", "*", true, 412)]
    [InlineData("If-Match", "*", false, 412)]
    [InlineData("If-Match", "*", true, 200)]
    [InlineData("If-Match", "W/\"7\", W/\"1\"", true, 200)]
    [InlineData("If-Match", "W/\"7\", W/\"8\"", true, 412)]
    [InlineData("If-Match", "W/\"1\"", false, 412)]
    [InlineData("If-None-Match", "W/\"1\"", true, 400)]
    public async Task A_conditional_update_asks_what_is_there(string header, string value, bool exists, int status)
    {
        if (exists)
            await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "p1" })]);

        using var alone = await _server.SendAsync(
            "PUT",
            "/fhir/Patient/p1",
            new Patient { Id = "p1" },
            (header, value)
        );

        ((int)alone.StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task The_same_conditions_hold_inside_a_Bundle()
    {
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "p1" })]);
        var entry = Put(new Patient { Id = "p1" });
        entry.Request.IfNoneMatch = "*";

        using var refused = await _server.SendAsync("POST", "/fhir", Transaction(entry));
        entry.Request.IfNoneMatch = null;
        entry.Request.IfMatch = "W/\"3\", W/\"1\"";
        using var accepted = await _server.SendAsync("POST", "/fhir", Transaction(entry));

        ((int)refused.StatusCode).Should().Be(412);
        ((int)accepted.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task A_failing_GET_undoes_its_transaction()
    {
        await _server
            .SendAsync("POST", "/fhir", Transaction(Create(Numbered("txb")), Get("Patient/h-nope")))
            .ShouldRefuseAsync(404, Issue.NotFound, "Bundle.entry[1]: Patient/h-nope is not here.", "Bundle.entry[1]");

        _server.Store.Search(new("Patient", [])).Total.Should().Be(0);
    }

    [Fact]
    public async Task A_transaction_deletes_creates_updates_and_reads_in_this_order_whatever_order_it_is_sent_in()
    {
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [new Write(Numbered("old", "gone")), new Write(new Patient { Id = "kept" })]
        );
        var kept = Put(new Patient { Id = "kept", Active = true });

        var response = await (
            await _server.SendAsync(
                "POST",
                "/fhir",
                Transaction(
                    Get("Patient?identifier=urn:n|old&_summary=count"),
                    Get("Patient/kept"),
                    kept,
                    Create(Numbered("old"), "identifier=urn:n|old"),
                    new()
                    {
                        Request = new() { Method = Bundle.HTTPVerb.DELETE, Url = "Patient/gone" },
                    }
                )
            )
        ).ResourceAsync<Bundle>();

        response.Entry.Select(entry => entry.Response.Status).Should().Equal("200", "200", "200", "201", "204");
        ((Bundle)response.Entry[0].Resource).Total.Should().Be(1);
        ((Patient)response.Entry[1].Resource).Active.Should().BeTrue();
        _server.Store.Read<Patient>("gone").Should().BeNull();
    }

    [Fact]
    public async Task A_conditional_reference_finds_what_the_same_Bundle_makes()
    {
        var organisation = new Organization { Name = "N", Identifier = [new("urn:o", "new1")] };
        var location = new Location
        {
            Name = "L",
            ManagingOrganization = new ResourceReference("Organization?identifier=urn:o|new1"),
        };

        var response = await (
            await _server.SendAsync(
                "POST",
                "/fhir",
                Transaction(Create(organisation, "identifier=urn:o|new1"), Create(location))
            )
        ).ResourceAsync<Bundle>();

        response.Entry.Select(entry => entry.Response.Status).Should().Equal("201", "201");
        var made = _server.Store.Search(new("Organization", [])).Resources.Single();
        ((Location)response.Entry[1].Resource).ManagingOrganization.Reference.Should().Be($"Organization/{made.Id}");
    }

    [Theory]
    [InlineData("http://s.example/mrn|777", "200", true)]
    [InlineData("http://s.example/mrn|nope", "422", false)]
    public async Task A_conditional_reference_whose_value_holds_an_address_was_taken_for_an_address(
        string identifier,
        string status,
        bool found
    )
    {
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [new Write(new Patient { Id = "cr1", Identifier = [new("http://s.example/mrn", "777")] })]
        );

        using var answer = await _server.SendAsync(
            "POST",
            "/fhir",
            Transaction(Create(Reading($"Patient?identifier={identifier}")))
        );

        ((int)answer.StatusCode).Should().Be(int.Parse(status));
        _server.Store.ByPatient<Observation>("cr1").Count.Should().Be(found ? 1 : 0);
    }

    [Fact]
    public async Task Links_in_attachments_narrative_uris_and_relative_references_lead_to_what_was_stored()
    {
        const string Urn = "urn:uuid:11111111-0000-4000-8000-000000000001";
        var document = new DocumentReference
        {
            Status = DocumentReferenceStatus.Current,
            Text = new()
            {
                Status = Narrative.NarrativeStatus.Generated,
                Div = $"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"{Urn}\">x</a></div>",
            },
            Content =
            [
                new()
                {
                    Attachment = new() { ContentType = "text/plain", Url = Urn },
                },
            ],
            Extension = [new("http://example.org/see", new FhirUri(Urn))],
        };
        var patient = Create(new Patient { Id = "foo" });
        patient.FullUrl = "http://example.org/fhir/Patient/foo";
        var reading = Create(Reading("Patient/foo"));
        reading.FullUrl = "http://example.org/fhir/Observation/o1";

        var response = await (
            await _server.SendAsync(
                "POST",
                "/fhir",
                Transaction(
                    Create(new Binary { ContentType = "text/plain", Data = [1] }, null, Urn),
                    Create(document),
                    patient,
                    reading
                )
            )
        ).ResourceAsync<Bundle>();

        var binary = $"Binary/{response.Entry[0].Resource.Id}";
        var stored = (DocumentReference)response.Entry[1].Resource;
        stored.Content[0].Attachment.Url.Should().Be(binary);
        stored.Text.Div.Should().Contain($"href=\"{binary}\"");
        stored.Extension[0].Value.ToString().Should().Be(binary);
        ((Observation)response.Entry[3].Resource)
            .Subject.Reference.Should()
            .Be($"Patient/{response.Entry[2].Resource.Id}");
    }

    [Fact]
    public async Task Every_kind_of_read_is_answered_inside_a_batch()
    {
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "v" })]);
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "v", Active = true })]);
        string[] urls =
        [
            "Patient/v/_history/1",
            "Patient/v/_history",
            "metadata",
            "Patient/v/$everything",
            "/Patient/v",
            "Patient/_search?active=true",
            "Patient/v/_history/9",
        ];
        var bundle = Transaction([.. urls.Select(Get)]);
        bundle.Type = Bundle.BundleType.Batch;

        var response = await (await _server.SendAsync("POST", "/fhir", bundle)).ResourceAsync<Bundle>();

        response
            .Entry.Select(entry => entry.Response.Status)
            .Should()
            .Equal("200", "200", "200", "200", "200", "200", "404");
        response.Entry[0].Resource.Meta.VersionId.Should().Be("1");
        ((Bundle)response.Entry[1].Resource).Entry.Should().HaveCount(2);
        response.Entry[2].Resource.Should().BeOfType<CapabilityStatement>();
        ((Bundle)response.Entry[3].Resource).Total.Should().Be(1);
        response.Entry[4].Resource.Meta.VersionId.Should().Be("2");
        ((Bundle)response.Entry[5].Resource).Total.Should().Be(1);
    }

    private static Patient Numbered(string number, string? id = null) =>
        new() { Id = id, Identifier = [new("urn:n", number)] };

    private static Observation Reading(string patient)
    {
        var reading = FhirStoreTests.Observation("", patient, "8480-6", 152);
        reading.Id = null;
        return reading;
    }

    private static Bundle Transaction(params Bundle.EntryComponent[] entries) =>
        new() { Type = Bundle.BundleType.Transaction, Entry = [.. entries] };

    private static Bundle.EntryComponent Create(
        Resource resource,
        string? ifNoneExist = null,
        string? fullUrl = null
    ) =>
        new()
        {
            FullUrl = fullUrl,
            Resource = resource,
            Request = new()
            {
                Method = Bundle.HTTPVerb.POST,
                Url = resource.TypeName,
                IfNoneExist = ifNoneExist,
            },
        };

    private static Bundle.EntryComponent Put(Resource resource) =>
        new()
        {
            Resource = resource,
            Request = new() { Method = Bundle.HTTPVerb.PUT, Url = $"{resource.TypeName}/{resource.Id}" },
        };

    private static Bundle.EntryComponent Get(string url) =>
        new()
        {
            Request = new() { Method = Bundle.HTTPVerb.GET, Url = url },
        };
}
