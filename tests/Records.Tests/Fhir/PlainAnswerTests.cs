using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>What was answered with 200, and was not what had been asked for.</summary>
public sealed class PlainAnswerTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        await StoreAsync(new Patient { Id = "p" });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("{\"resourceType\":")]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("{\"resourceType\":\"Observation\"}")]
    public async Task A_damaged_resource_was_answered_with_its_raw_text(string text)
    {
        _server.Temporary.Damage("Patient", "p", text);

        foreach (var address in new[] { "/fhir/Patient/p", "/fhir/Patient/p/_history/1" })
        {
            foreach (var form in new[] { "application/fhir+json", "application/fhir+xml" })
            {
                using var answer = await _server.GetAsync(address, form);
                ((int)answer.StatusCode).Should().Be(500);
                answer.Headers.ETag.Should().BeNull();
                ShouldSayDamaged(await OutcomeAsync(answer, form));
            }
        }

        _server
            .Temporary.Accesses.Find(new())
            .Entries.Should()
            .Contain(entry => entry.Entity == "Patient/p/_history/1" && entry.Patients.Contains("p"));
    }

    [Fact]
    public async Task A_damaged_long_resource_was_answered_with_its_raw_text()
    {
        await StoreAsync(
            new Binary
            {
                Id = "b",
                ContentType = "text/plain",
                Data = new byte[20_000],
            }
        );
        using (var whole = await _server.GetAsync("/fhir/Binary/b"))
            ((int)whole.StatusCode).Should().Be(200);
        _server.Temporary.Damage("Binary", "b", new string('x', 20_000));

        using var json = await _server.GetAsync("/fhir/Binary/b");
        using var bytes = await _server.GetAsync("/fhir/Binary/b", "text/plain");

        ((int)json.StatusCode).Should().Be(500);
        ShouldSayDamaged(await OutcomeAsync(json, "application/fhir+json"));
        ((int)bytes.StatusCode).Should().Be(500);
    }

    [Fact]
    public async Task A_damaged_version_says_so_in_the_history_and_in_bundles()
    {
        _server.Temporary.Damage("Patient", "p");

        using var history = await _server.GetAsync("/fhir/Patient/p/_history");
        using var batch = await _server.SendAsync("POST", "/fhir", Asked("batch", "Patient/p", "Patient/p/_history"));
        using var transaction = await _server.SendAsync("POST", "/fhir", Asked("transaction", "Patient/p"));

        ((int)history.StatusCode).Should().Be(200);
        ShouldSayDamaged((OperationOutcome)(await history.ResourceAsync<Bundle>()).Entry[0].Resource);
        var answered = (await batch.ResourceAsync<Bundle>()).Entry;
        answered[0].Response.Status.Should().Be("500");
        ShouldSayDamaged((OperationOutcome)answered[0].Response.Outcome);
        ShouldSayDamaged((OperationOutcome)((Bundle)answered[1].Resource).Entry[0].Resource);
        ((int)transaction.StatusCode).Should().Be(500);
        ShouldSayDamaged(await transaction.ResourceAsync<OperationOutcome>());
    }

    [Theory]
    [InlineData("01")]
    [InlineData("0")]
    [InlineData("+1")]
    [InlineData("1.0")]
    public async Task A_version_with_zeroes_before_it_was_answered(string version)
    {
        await _server
            .GetAsync("/fhir/Patient/p/_history/" + Uri.EscapeDataString(version))
            .ShouldRefuseAsync(404, Issue.NotFound, $"Patient/p/_history/{version.Replace('+', '?')} is not here.");
        using var batch = await _server.SendAsync("POST", "/fhir", Asked("batch", "Patient/p/_history/" + version));
        (await batch.ResourceAsync<Bundle>()).Entry[0].Response.Status.Should().Be("404");
        _server.Store.ReadVersion("Patient", "p", version).Should().BeNull();
        _server.Store.ReadVersion("Patient", "p", "1").Should().NotBeNull();
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("batch")]
    public async Task A_Bundle_answered_with_resources_that_nobody_wanted(string type)
    {
        var bundle = $$$"""
            {"resourceType":"Bundle","type":"{{{type}}}","entry":[
            {"resource":{"resourceType":"Patient","active":true},"request":{"method":"POST","url":"Patient"}},
            {"resource":{"resourceType":"Patient","active":true},"request":{"method":"POST","url":"Patient","ifNoneExist":"_id=p"}},
            {"request":{"method":"GET","url":"Patient/p"}}]}
            """;
        async Task<List<Bundle.EntryComponent>> SentAsync(string prefer)
        {
            using var answer = await _server.SendAsync(
                "POST",
                "/fhir",
                bundle,
                "application/fhir+json",
                ("Prefer", prefer)
            );
            return (await answer.ResourceAsync<Bundle>()).Entry;
        }

        var minimal = await SentAsync("return=minimal");
        minimal.Select(entry => entry.Response.Status).Should().Equal("201", "200", "200");
        minimal.Select(entry => entry.Resource is null).Should().Equal(true, true, false);
        minimal[0].Response.Location.Should().EndWith("/_history/1");
        minimal[0].Response.Outcome.Should().BeNull();
        var outcome = await SentAsync("return=OperationOutcome");
        outcome.Select(entry => entry.Resource is null).Should().Equal(true, true, false);
        outcome[0].Response.Outcome.Should().BeOfType<OperationOutcome>();
        var whole = await SentAsync("return=representation");
        whole.Should().OnlyContain(entry => entry.Resource != null);
    }

    [Theory]
    [InlineData("Patient/p", "foo")]
    [InlineData("Patient/p", "_elements")]
    [InlineData("Patient/p", "_summary")]
    [InlineData("Patient/p/_history", "_count")]
    [InlineData("Patient/p/_history", "_since")]
    [InlineData("Patient/p/_history/1", "foo")]
    [InlineData("Patient/p/$everything", "_type")]
    [InlineData("Patient/p/$everything", "_since")]
    public async Task A_parameter_that_is_not_served_was_left_out_unsaid(string address, string name)
    {
        await _server
            .GetAsync($"/fhir/{address}?_format=json&{name}=1")
            .ShouldRefuseAsync(
                400,
                Issue.NotSupported,
                $"{name}: is not served at this address, only _format and _pretty are: leave it out.",
                name
            );
        using var batch = await _server.SendAsync("POST", "/fhir", Asked("batch", $"{address}?{name}=1"));
        (await batch.ResourceAsync<Bundle>()).Entry[0].Response.Status.Should().Be("400");
        using var known = await _server.GetAsync($"/fhir/{address}?_format=json&_pretty=true");
        ((int)known.StatusCode).Should().Be(200);
        var lenient = new HttpRequestMessage(HttpMethod.Get, $"/fhir/{address}?{name}=1");
        lenient.Headers.Add("Prefer", "handling=lenient");
        using var left = await _server.Client.SendAsync(lenient);
        ((int)left.StatusCode).Should().Be(200);
    }

    [Theory]
    [InlineData("Patient?identifier=7", "conditional reference (Type?criteria)")]
    [InlineData("urn:uuid:91562621-cc8f-4731-b97d-9ff78bcb055c", "urn: address")]
    public async Task A_reference_that_only_a_transaction_resolves_was_stored_as_it_was(string reference, string said)
    {
        var reading = FhirStoreTests.Observation("o", reference, "8480-6", 120);

        foreach (var (method, address) in new[] { ("POST", "/fhir/Observation"), ("PUT", "/fhir/Observation/o") })
        {
            using var answer = await _server.SendAsync(method, address, reading);
            ((int)answer.StatusCode).Should().Be(422);
            (await answer.ResourceAsync<OperationOutcome>()).Issue[0].Diagnostics.Should().Contain(said);
        }
        _server.Store.Search(new("Observation", [])).Total.Should().Be(0);
    }

    [Fact]
    public async Task A_document_that_is_kept_as_a_whole_keeps_the_links_between_its_entries()
    {
        const string Urn = "urn:uuid:91562621-cc8f-4731-b97d-9ff78bcb055c";
        var document = new Bundle
        {
            Type = Bundle.BundleType.Collection,
            Entry =
            [
                new()
                {
                    FullUrl = Urn,
                    Resource = new Patient { Active = true },
                },
                new() { Resource = FhirStoreTests.Observation("o", Urn, "8480-6", 120) },
            ],
        };

        using var answer = await _server.SendAsync("POST", "/fhir/Bundle", document);

        ((int)answer.StatusCode).Should().Be(201);
    }

    private static void ShouldSayDamaged(OperationOutcome outcome)
    {
        var issue = outcome.Issue.Should().ContainSingle().Which;
        issue.Code.Should().Be(Issue.Exception);
        issue.Details.Coding[0].Code.Should().Be("damaged");
        issue.Details.Coding[0].System.Should().Be(Damage.Url);
        issue.Diagnostics.Should().Contain("is damaged in the store");
    }

    private static async Task<OperationOutcome> OutcomeAsync(HttpResponseMessage answer, string form)
    {
        answer.Content.Headers.ContentType!.MediaType.Should().Be(form);
        var text = await answer.Content.ReadAsStringAsync();
        return (OperationOutcome)(form.EndsWith("xml") ? FhirText.ParseXml(text) : FhirText.ParseJson(text));
    }

    private static string Asked(string type, params string[] addresses)
    {
        var entries = addresses.Select(address => $"{{\"request\":{{\"method\":\"GET\",\"url\":\"{address}\"}}}}");
        return $"{{\"resourceType\":\"Bundle\",\"type\":\"{type}\",\"entry\":[{string.Join(',', entries)}]}}";
    }

    private Task StoreAsync(Resource resource) => _server.Store.CommitAsync(Origin.Product, [new Write(resource)]);
}
