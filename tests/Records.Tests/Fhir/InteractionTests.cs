using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Fhir;

public sealed class InteractionTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_created_resource_answers_with_its_address_version_and_time()
    {
        using var answer = await _server.SendAsync(
            "POST",
            "/fhir/Patient",
            new Patient { Gender = AdministrativeGender.Female }
        );

        ((int)answer.StatusCode).Should().Be(201);
        var created = await answer.ResourceAsync<Patient>();
        answer.Headers.Location.Should().Be($"{_server.Address}fhir/Patient/{created.Id}/_history/1");
        answer.Headers.ETag!.ToString().Should().Be("W/\"1\"");
        answer.Content.Headers.LastModified.Should().Be(_server.Temporary.Clock.GetUtcNow());

        using var read = await _server.GetAsync($"/fhir/Patient/{created.Id}");
        read.Headers.ETag!.ToString().Should().Be("W/\"1\"");
        read.Content.Headers.LastModified.Should().Be(_server.Temporary.Clock.GetUtcNow());
        FhirText.ToJson(await read.ResourceAsync<Patient>()).Should().Be(FhirText.ToJson(created));
    }

    [Fact]
    public async Task A_conditional_create_makes_one_resource_however_often_it_is_sent()
    {
        var patient = new Patient { Identifier = [new("urn:oid:1.2.3", "A|7")] };
        var condition = ("If-None-Exist", "identifier=urn:oid:1.2.3|A%5C%7C7");

        using var first = await _server.SendAsync("POST", "/fhir/Patient", patient, condition);
        using var second = await _server.SendAsync("POST", "/fhir/Patient", patient, condition);

        ((int)first.StatusCode).Should().Be(201);
        ((int)second.StatusCode).Should().Be(200);
        second.Headers.Location.Should().Be(first.Headers.Location);
        _server.Store.Search(new("Patient", [])).Total.Should().Be(1);
    }

    [Fact]
    public async Task An_update_makes_a_version_and_each_version_can_be_read()
    {
        using var created = await _server.SendAsync(
            "PUT",
            "/fhir/Patient/p1",
            new Patient { Id = "p1", Active = true }
        );
        using var updated = await _server.SendAsync(
            "PUT",
            "/fhir/Patient/p1",
            new Patient { Id = "p1", Active = false },
            ("If-Match", "W/\"1\"")
        );

        ((int)created.StatusCode).Should().Be(201);
        ((int)updated.StatusCode).Should().Be(200);
        updated.Headers.ETag!.ToString().Should().Be("W/\"2\"");
        (await (await _server.GetAsync("/fhir/Patient/p1/_history/1")).ResourceAsync<Patient>())
            .Active.Should()
            .BeTrue();
        var history = await (await _server.GetAsync("/fhir/Patient/p1/_history")).ResourceAsync<Bundle>();
        history.Entry.Select(e => e.Response.Etag).Should().Equal("W/\"2\"", "W/\"1\"");
        history.Entry.Select(e => e.Request.Method).Should().Equal(Bundle.HTTPVerb.PUT, Bundle.HTTPVerb.PUT);
    }

    [Fact]
    public async Task A_client_that_has_the_current_version_is_not_sent_it_again()
    {
        await _server.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" })]);
        var request = new HttpRequestMessage(HttpMethod.Get, "/fhir/Patient/p1");
        request.Headers.TryAddWithoutValidation("If-None-Match", "W/\"1\"");

        using var answer = await _server.Client.SendAsync(request);

        ((int)answer.StatusCode).Should().Be(304);
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("/fhir/Patient/p1", "application/fhir+xml")]
    [InlineData("/fhir/Patient/p1?_format=xml", "application/fhir+json")]
    public async Task Xml_is_answered_to_those_who_ask(string address, string accept)
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p1", Name = [new() { Family = "王", Given = ["秀英"] }] })]
        );

        using var answer = await _server.GetAsync(address, accept);

        answer.Content.Headers.ContentType!.ToString().Should().Be("application/fhir+xml; charset=utf-8");
        var xml = await answer.Content.ReadAsStringAsync();
        xml.Should().StartWith("<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"p1\"");
        ((Patient)FhirText.ParseXml(xml)).Name[0].Family.Should().Be("王");
    }

    [Fact]
    public async Task Xml_is_accepted_and_broken_xml_is_refused_with_its_place()
    {
        const string Xml = "<Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"female\"/></Patient>";
        using var created = await _server.SendAsync("POST", "/fhir/Patient", Xml, "application/fhir+xml");
        ((int)created.StatusCode).Should().Be(201);

        await _server
            .SendAsync("POST", "/fhir/Patient", Xml[..^3], "application/fhir+xml")
            .ShouldRefuseAsync(
                400,
                Issue.Structure,
                "The text is not well-formed XML at line 1, column 69: check that the file was not cut off or edited by hand."
            );
    }

    [Fact]
    public async Task A_document_type_in_xml_is_refused()
    {
        using var answer = await _server.SendAsync(
            "POST",
            "/fhir/Patient",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><Patient xmlns=\"http://hl7.org/fhir\"><id value=\"&e;\"/></Patient>",
            "application/fhir+xml"
        );

        ((int)answer.StatusCode).Should().Be(400);
    }

    [Fact]
    public async Task Prefer_chooses_what_a_write_answers()
    {
        using var minimal = await _server.SendAsync(
            "POST",
            "/fhir/Patient",
            new Patient { Active = true },
            ("Prefer", "return=minimal")
        );
        using var outcome = await _server.SendAsync(
            "POST",
            "/fhir/Patient",
            new Patient { Active = true },
            ("Prefer", "return=OperationOutcome")
        );

        (await minimal.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        minimal.Headers.Location.Should().NotBeNull();
        (await outcome.ResourceAsync<OperationOutcome>())
            .Issue[0]
            .Severity.Should()
            .Be(OperationOutcome.IssueSeverity.Information);
    }

    [Fact]
    public async Task A_binary_is_downloaded_as_its_bytes_by_those_who_accept_its_type()
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(
                    new Binary
                    {
                        Id = "b1",
                        ContentType = "application/pdf",
                        Data = [37, 80, 68, 70],
                    }
                ),
            ]
        );

        using var bytes = await _server.GetAsync("/fhir/Binary/b1", "application/pdf");
        using var resource = await _server.GetAsync("/fhir/Binary/b1", "application/pdf, application/fhir+json;q=0.5");

        bytes.Content.Headers.ContentType!.ToString().Should().Be("application/pdf");
        bytes.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        (await bytes.Content.ReadAsByteArrayAsync()).Should().Equal(37, 80, 68, 70);
        (await resource.ResourceAsync<Binary>()).Data.Should().Equal(37, 80, 68, 70);
        await _server
            .GetAsync("/fhir/Binary/b1", "text/html")
            .ShouldRefuseAsync(
                406,
                Issue.NotSupported,
                "Binary/b1 is application/pdf: accept its content type, or application/fhir+json."
            );
    }

    [Fact]
    public async Task Everything_of_a_patient_comes_in_one_bundle()
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Patient { Id = "p1" }),
                new Write(FhirStoreTests.Observation("o1", "Patient/p1", "8480-6", 150)),
                new Write(FhirStoreTests.Observation("o2", "Patient/p2", "8480-6", 150)),
            ]
        );

        var bundle = await (await _server.GetAsync("/fhir/Patient/p1/$everything")).ResourceAsync<Bundle>();

        bundle
            .Entry.Select(e => e.FullUrl)
            .Should()
            .BeEquivalentTo($"{_server.Address}fhir/Patient/p1", $"{_server.Address}fhir/Observation/o1");
    }

    [Fact]
    public async Task The_capability_statement_says_only_what_is_served()
    {
        var statement = await (await _server.GetAsync("/fhir/metadata")).ResourceAsync<CapabilityStatement>();

        statement.FhirVersion.Should().Be(FHIRVersion.N4_0_1);
        statement.Implementation.Url.Should().Be($"{_server.Address}fhir");
        var observation = statement.Rest[0].Resource.Single(r => r.Type == "Observation");
        observation.SearchParam.Select(p => p.Name).Should().Contain(["patient", "code", "date", "category", "status"]);
        observation
            .SearchParam.Select(p => p.Name)
            .Should()
            .NotContain("code-value-quantity", "composite parameters are not served");
        foreach (var parameter in observation.SearchParam.Where(p => p.Type == SearchParamType.Token))
        {
            (await _server.GetAsync($"/fhir/Observation?{parameter.Name}=x"))
                .IsSuccessStatusCode.Should()
                .BeTrue(parameter.Name);
        }

        statement
            .Rest[0]
            .Resource.Single(r => r.Type == "AuditEvent")
            .Interaction.Should()
            .NotContain(i => i.Code == CapabilityStatement.TypeRestfulInteraction.Create);
    }

    [Fact]
    public async Task Reads_and_writes_by_clients_are_in_the_audit_trail()
    {
        using var created = await _server.SendAsync("PUT", "/fhir/Patient/p1", new Patient { Id = "p1" });
        using var read = await _server.GetAsync("/fhir/Patient/p1");

        _server
            .Temporary.Accesses.Find(new(Patient: "p1"))
            .Entries.Select(e => (e.Actor.Id, e.Action, e.Entity, e.Result))
            .Should()
            .Equal(
                ("anonymous", "read", "Patient/p1/_history/1", "ok"),
                ("anonymous", "update", "Patient/p1/_history/1", "ok")
            );
        _server
            .Store.Audit.Latest(10)
            .Select(e => (e.Actor.Id, e.Action, e.Entity))
            .Should()
            .Equal(("anonymous", "create", "Patient/p1/_history/1"));
    }
}
