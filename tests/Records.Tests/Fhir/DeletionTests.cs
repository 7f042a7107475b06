using Hl7.Fhir.Model;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>Deletions of what is not there, versions that are asked for, and what a history says of them.</summary>
public sealed class DeletionTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_was_never_there_is_deleted_without_a_fault()
    {
        (await DeleteAsync("Basic/never")).Should().Be(204);
        foreach (var type in new[] { Bundle.BundleType.Batch, Bundle.BundleType.Transaction })
        {
            var bundle = Of(type, Delete("Basic/never"), Put("b1"));
            var answer = await (await _server.SendAsync("POST", "/fhir", bundle)).ResourceAsync<Bundle>();
            answer.Entry[0].Response.Status.Should().Be("204");
            answer.Entry[1].Response.Status.Should().StartWith("20");
        }
        _server.Store.Read<Basic>("b1").Should().NotBeNull();
    }

    [Fact]
    public async Task A_version_of_what_is_not_there_was_deleted()
    {
        await _server.SendAsync("PUT", "/fhir/Basic/b1", Named("b1"));
        (await DeleteAsync("Basic/b1", "W/\"2\"")).Should().Be(412);
        (await DeleteAsync("Basic/b1", "W/\"1\"")).Should().Be(204);
        foreach (var id in new[] { "b1", "never" })
        {
            (await DeleteAsync("Basic/" + id, "W/\"1\"")).Should().Be(412);
            (await DeleteAsync("Basic/" + id, "*")).Should().Be(412);
            var entry = Delete("Basic/" + id);
            entry.Request.IfMatch = "W/\"1\"";
            using var whole = await _server.SendAsync(
                "POST",
                "/fhir",
                Of(Bundle.BundleType.Transaction, entry, Put("b2"))
            );
            ((int)whole.StatusCode).Should().Be(412);
        }
        _server.Store.Read<Basic>("b2").Should().BeNull();
    }

    [Fact]
    public async Task Deleting_and_writing_the_same_was_allowed_once_it_was_deleted()
    {
        await _server.SendAsync("PUT", "/fhir/Basic/b1", Named("b1"));
        foreach (var id in new[] { "b1", "b1", "never" })
        {
            using var answer = await _server.SendAsync(
                "POST",
                "/fhir",
                Of(Bundle.BundleType.Transaction, Delete("Basic/" + id), Put(id))
            );
            ((int)answer.StatusCode).Should().Be(422);
            await DeleteAsync("Basic/b1");
        }
    }

    [Fact]
    public async Task No_version_and_version_0_stood_for_any()
    {
        (await PutAsync("e1", ("If-Match", "W/\"0\""))).Should().Be(412);
        (await PutAsync("e1", ("If-Match", ""))).Should().Be(400);
        (await PutAsync("e1", ("If-None-Match", ""))).Should().Be(400);
        (await PutAsync("e1", ("If-None-Match", "*"))).Should().Be(201);
        (await PutAsync("e1", ("If-Match", ""))).Should().Be(400);
        (await DeleteAsync("Basic/e1", "")).Should().Be(400);
        (await PutAsync("e1", ("If-Match", "W/\"0\", W/\"1\""))).Should().Be(200);
        (await DeleteAsync("Basic/e1")).Should().Be(204);
        (await PutAsync("e1", ("If-Match", "W/\"0\""))).Should().Be(412);
    }

    [Fact]
    public async Task A_history_said_POST_of_what_a_PUT_created()
    {
        await PutAsync("named");
        await PutAsync("ffffffff-ffff-7fff-bfff-ffffffffffff");
        using var created = await _server.SendAsync("POST", "/fhir/Basic", Named(null));
        var given = (await created.ResourceAsync<Basic>()).Id;
        var bundle = Of(Bundle.BundleType.Transaction, Put("by-bundle"));
        bundle.Entry.Add(
            new()
            {
                Resource = Named(null),
                Request = new() { Method = Bundle.HTTPVerb.POST, Url = "Basic" },
            }
        );
        var stored = await (await _server.SendAsync("POST", "/fhir", bundle)).ResourceAsync<Bundle>();

        foreach (var id in new[] { "named", "ffffffff-ffff-7fff-bfff-ffffffffffff", "by-bundle" })
            (await OriginAsync(id)).Should().Be($"PUT Basic/{id}");
        (await OriginAsync(given)).Should().Be("POST Basic");
        (await OriginAsync(stored.Entry[1].Resource.Id)).Should().Be("POST Basic");
    }

    [Fact]
    public async Task A_uuid_that_names_an_entry_was_made_a_reference()
    {
        const string Urn = "urn:uuid:5a9f4f2e-6a0e-4d1c-8f1e-000000000001";
        var basic = Put("b1");
        basic.FullUrl = Urn;
        basic.Resource.As<Basic>().Extension =
        [
            new("http://example.org/uuid", new Uuid(Urn)),
            new("http://example.org/uri", new FhirUri(Urn)),
        ];

        using var answer = await _server.SendAsync("POST", "/fhir", Of(Bundle.BundleType.Transaction, basic));
        ((int)answer.StatusCode).Should().Be(200);

        var read = _server.Store.Read<Basic>("b1")!;
        read.Extension[0].Value.As<Uuid>().Value.Should().Be(Urn);
        read.Extension[1].Value.As<FhirUri>().Value.Should().Be("Basic/b1");
        using var again = await _server.SendAsync("PUT", "/fhir/Basic/b1", read);
        ((int)again.StatusCode).Should().Be(200);
    }

    private async Task<string> OriginAsync(string id)
    {
        var history = await (await _server.GetAsync($"/fhir/Basic/{id}/_history")).ResourceAsync<Bundle>();
        var request = history.Entry[^1].Request;
        return $"{request.Method} {request.Url}";
    }

    private async Task<int> DeleteAsync(string place, string? versions = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/fhir/" + place);
        if (versions is not null)
            request.Headers.TryAddWithoutValidation("If-Match", versions);
        using var answer = await _server.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private async Task<int> PutAsync(string id, params (string, string)[] headers)
    {
        using var answer = await _server.SendAsync("PUT", "/fhir/Basic/" + id, Named(id), headers);
        return (int)answer.StatusCode;
    }

    private static Bundle Of(Bundle.BundleType type, params Bundle.EntryComponent[] entries) =>
        new() { Type = type, Entry = [.. entries] };

    private static Basic Named(string? id) =>
        new()
        {
            Id = id,
            Code = new CodeableConcept { Text = "x" },
        };

    private static Bundle.EntryComponent Put(string id) =>
        new()
        {
            Resource = Named(id),
            Request = new() { Method = Bundle.HTTPVerb.PUT, Url = "Basic/" + id },
        };

    private static Bundle.EntryComponent Delete(string place) =>
        new()
        {
            Request = new() { Method = Bundle.HTTPVerb.DELETE, Url = place },
        };
}
