using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Tests.Fhir.Bundles;

/// <summary>Bundles of which an entry is no valid FHIR.</summary>
public sealed class BundlePartsTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_invalid_entry_rejected_a_whole_batch(bool xml)
    {
        using var answer = xml
            ? await _server.SendAsync("POST", "/fhir", BatchXml, "application/fhir+xml")
            : await _server.SendAsync("POST", "/fhir", Bundle("batch"));

        ((int)answer.StatusCode).Should().Be(200);
        var response = await answer.ResourceAsync<Bundle>();
        response.Entry.Select(entry => entry.Response.Status).Should().Equal("201", "422", "201");
        var issue = ((OperationOutcome)response.Entry[1].Response.Outcome).Issue[0];
        if (!xml)
            issue.Expression.Should().Equal("Bundle.entry[1].resource.gender");
        issue.Diagnostics.Should().NotContain("line ").And.Contain("entry[1]");
        _server.Store.Read<Patient>("whole-1").Should().NotBeNull();
        _server.Store.Read<Patient>("whole-3").Should().NotBeNull();
        _server.Store.Read<Patient>("broken").Should().BeNull();
    }

    [Fact]
    public async Task A_rejected_transaction_named_none_of_its_patients_in_the_trail()
    {
        foreach (var id in (string[])["whole-1", "broken", "whole-3", "subject"])
            await _server.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = id })]);

        using var answer = await _server.SendAsync("POST", "/fhir", Bundle("transaction"));

        ((int)answer.StatusCode).Should().Be(422);
        var entry = _server.Temporary.Accesses.Find(new AuditQuery()).Entries[0];
        entry.Patients.Should().BeEquivalentTo("whole-1", "broken", "whole-3", "subject");
    }

    [Theory]
    [InlineData("""{"resourceType":"Bundle","ty\ud800pe":"batch","entry":[{"resource":{"resourceType":"Patient"}}]}""")]
    [InlineData("""{"resourceType":"Bundle","type":"bat\ud800ch","entry":[]}""")]
    [InlineData("""{"resourceType":"Bun\udc00dle","type":"batch","entry":[]}""")]
    [InlineData("""{"resourceType":"Bundle","type":"batch","ent\ud800ry":[]}""")]
    [InlineData(
        """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient"},"re\ud800quest":{}}]}"""
    )]
    public async Task Half_a_character_in_a_name_beside_the_resources_was_a_fault_of_the_server(string bundle)
    {
        foreach (var entries in new[] { 0, 60_000 })
        {
            // A Bundle of that many values is read entry by entry.
            var text = bundle.Replace(
                "\"resourceType\"",
                $"\"link\":[{string.Join(',', Enumerable.Repeat("""{"relation":"self","url":"urn:x"}""", entries / 2))}],\"resourceType\"",
                StringComparison.Ordinal
            );
            using var answer = await _server.SendAsync("POST", "/fhir", text);

            ((int)answer.StatusCode).Should().BeInRange(400, 422);
            (await answer.ResourceAsync<OperationOutcome>()).Issue.Should().NotBeEmpty();
        }
    }

    [Fact]
    public async Task An_update_that_created_anew_was_no_creation_in_the_history()
    {
        foreach (var method in (string[])["PUT", "DELETE", "PUT"])
        {
            using (
                await _server.SendAsync(
                    method,
                    "/fhir/Patient/again",
                    method == "PUT" ? """{"resourceType":"Patient","id":"again"}""" : ""
                )
            ) { }
        }

        using var answer = await _server.GetAsync("/fhir/Patient/again/_history");

        (await answer.ResourceAsync<Bundle>())
            .Entry.Select(entry => entry.Response.Status)
            .Should()
            .Equal("201", "204", "201");
    }

    [Fact]
    public async Task What_was_as_deep_as_XML_allows_could_not_be_sent_back_as_JSON()
    {
        var deep = "<valueString value=\"x\"/>";
        for (var level = 0; level < 58; level++)
            deep = $"<extension url=\"http://example.org/e\">{deep}</extension>";
        using var stored = await _server.SendAsync(
            "PUT",
            "/fhir/Patient/deep",
            $"<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"deep\"/>{deep}</Patient>",
            "application/fhir+xml"
        );
        ((int)stored.StatusCode).Should().Be(201);

        using var read = await _server.GetAsync("/fhir/Patient/deep");
        using var again = await _server.SendAsync("PUT", "/fhir/Patient/deep", await read.Content.ReadAsStringAsync());

        ((int)again.StatusCode).Should().Be(200);
    }

    [Theory]
    [InlineData("urn:uuid:8ce7db7b-9b9b-41ae-b1d7-3f2d1c728a13#A")]
    [InlineData("urn:oid:1.2.3#A")]
    [InlineData("http:////acme.com/x")]
    public async Task A_legal_address_was_rejected(string address)
    {
        using var answer = await _server.SendAsync(
            "POST",
            "/fhir/Patient",
            $$"""{"resourceType":"Patient","extension":[{"url":"http://example.org/e","valueUri":"{{address}}"}]}"""
        );

        ((int)answer.StatusCode).Should().Be(201);
    }

    private static string Bundle(string type)
    {
        var entries = new List<string> { Put("whole-1", ""), Put("broken", ",\"gender\":\"x\""), Put("whole-3", "") };
        if (type == "transaction")
            entries.Add(Observation);
        return "{\"resourceType\":\"Bundle\",\"type\":\""
            + type
            + "\",\"entry\":[\n"
            + string.Join(",\n", entries)
            + "]}";
    }

    private static string Put(string id, string more) =>
        "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\""
        + id
        + "\""
        + more
        + "},\"request\":{\"method\":\"PUT\",\"url\":\"Patient/"
        + id
        + "\"}}";

    private const string Observation =
        """{"resource":{"resourceType":"Observation","status":"final","code":{"text":"c"},"subject":{"reference":"Patient/subject"}},"request":{"method":"POST","url":"Observation"}}""";

    private const string BatchXml = """
        <Bundle xmlns="http://hl7.org/fhir"><type value="batch"/>
        <entry><resource><Patient><id value="whole-1"/></Patient></resource><request><method value="PUT"/><url value="Patient/whole-1"/></request></entry>
        <entry><resource><Patient><id value="broken"/><gender value="x"/></Patient></resource><request><method value="PUT"/><url value="Patient/broken"/></request></entry>
        <entry><resource><Patient><id value="whole-3"/></Patient></resource><request><method value="PUT"/><url value="Patient/whole-3"/></request></entry>
        </Bundle>
        """;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(3, 1)]
    [InlineData(21, 10)]
    [InlineData(1, 0)]
    public async Task An_entry_that_was_null_was_named_by_the_number_of_entries(int entries, int empty)
    {
        var good = """{"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}""";
        var all = Enumerable.Range(0, entries).Select(i => i == empty ? "null" : good);
        var text = $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', all)}}]}""";

        using var answer = await _server.SendAsync("POST", "/fhir", text);

        ((int)answer.StatusCode).Should().Be(422);
        (await answer.ResourceAsync<OperationOutcome>()).Issue[0].Expression.Should().Equal($"Bundle.entry[{empty}]");
        using var batch = await _server.SendAsync("POST", "/fhir", text.Replace("transaction", "batch"));
        var response = await batch.ResourceAsync<Bundle>();
        response.Entry.Should().HaveCount(entries);
        response.Entry[empty].Response.Status.Should().Be("422");
        ((OperationOutcome)response.Entry[empty].Response.Outcome)
            .Issue[0]
            .Diagnostics.Should()
            .Contain($"entry[{empty}]");
    }

    [Fact]
    public async Task A_name_that_was_null_was_named_by_the_number_of_names()
    {
        using var answer = await _server.SendAsync(
            "POST",
            "/fhir/Patient",
            """{"resourceType":"Patient","name":[{"family":"a"},null,{"given":[null,"b"],"_given":[{"id":"x"},null]}]}"""
        );

        ((int)answer.StatusCode).Should().Be(422);
        (await answer.ResourceAsync<OperationOutcome>())
            .Issue.Should()
            .ContainSingle()
            .Which.Expression.Should()
            .Equal("Patient.name[1]");
    }

    [Theory]
    [InlineData("\"x\"", "")]
    [InlineData("""{"resourceType":"Patient","gender":"neither"}""", ".gender")]
    public async Task Of_five_thousand_entries_the_wrong_one_was_not_named(string wrong, string place)
    {
        static string Entry(string resource) =>
            """{"resource":R,"request":{"method":"POST","url":"Patient"}}""".Replace("R,", resource + ",");
        var good = Enumerable.Repeat(
            Entry("""{"resourceType":"Patient","name":[{"family":"a","given":["b"]}],"birthDate":"1960-01-01"}"""),
            2_500
        );
        var text =
            $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', [.. good, Entry(wrong), .. good])}}]}""";

        using var answer = await _server.SendAsync("POST", "/fhir", text);

        ((int)answer.StatusCode).Should().Be(422);
        var issue = (await answer.ResourceAsync<OperationOutcome>()).Issue[0];
        issue.Expression.Should().Equal("Bundle.entry[2500].resource" + place);
    }
}
