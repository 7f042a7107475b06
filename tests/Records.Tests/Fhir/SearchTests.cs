using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Tests.Fhir;

public sealed class SearchTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(
                    new Patient
                    {
                        Id = "p1",
                        Identifier = [new("urn:oid:1.2.3", "007")],
                        Name =
                        [
                            new() { Family = "王", Given = ["秀英"] },
                            new() { Family = "Müller", Given = ["Zoë"] },
                        ],
                        Gender = AdministrativeGender.Female,
                        BirthDate = "1954-03",
                    }
                ),
                new Write(
                    new Patient
                    {
                        Id = "p2",
                        Name = [new() { Family = "Zhang", Given = ["Wei"] }],
                        Gender = AdministrativeGender.Male,
                        BirthDate = "1968-01-20",
                        Deceased = new FhirBoolean(true),
                    }
                ),
                new Write(Reading("o1", "p1", "8480-6", 152, "2026-03-01T07:00:00+08:00", "vital-signs")),
                new Write(Reading("o2", "p1", "8480-6", 148, "2026-03-02T07:00:00+08:00", "vital-signs")),
                new Write(Reading("o3", "p1", "2339-0", 7.1m, "2026-02-10", "laboratory")),
                new Write(Reading("o4", "p2", "8480-6", 121, "2026-03-02T07:00:00+08:00", "vital-signs")),
            ]
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("Patient?_id=p1,p2", "p1 p2")]
    [InlineData("Patient?identifier=007", "p1")]
    [InlineData("Patient?identifier=urn:oid:1.2.3|007", "p1")]
    [InlineData("Patient?identifier=urn:oid:9|007", "")]
    [InlineData("Patient?identifier=urn:oid:1.2.3|", "p1")]
    [InlineData("Patient?name=王", "p1")]
    [InlineData("Patient?name=王秀英", "p1")]
    [InlineData("Patient?name=muller", "p1")]
    [InlineData("Patient?name=zoe", "p1")]
    [InlineData("Patient?name:contains=ulle", "p1")]
    [InlineData("Patient?name:exact=muller", "")]
    [InlineData("Patient?name:exact=M%C3%BCller", "p1")]
    [InlineData("Patient?family=zh,m%C3%BC", "p1 p2")]
    [InlineData("Patient?gender=male", "p2")]
    [InlineData("Patient?gender:not=male", "p1")]
    [InlineData("Patient?birthdate=1954", "p1")]
    [InlineData("Patient?birthdate=ge1960-01-01", "p2")]
    [InlineData("Patient?birthdate=1954-03-05", "")]
    [InlineData("Patient?birthdate=lt1954-03-05", "p1")]
    [InlineData("Patient?deceased=true", "p2")]
    [InlineData("Patient?deceased=false", "p1")]
    [InlineData("Patient?identifier:missing=true", "p2")]
    [InlineData("Observation?patient=p1", "o1 o2 o3")]
    [InlineData("Observation?patient=Patient/p1&code=8480-6", "o1 o2")]
    [InlineData("Observation?subject:Patient=p2", "o4")]
    [InlineData("Observation?code=http://loinc.org|2339-0,http://loinc.org|8480-6", "o1 o2 o3 o4")]
    [InlineData("Observation?category=laboratory", "o3")]
    [InlineData("Observation?status=preliminary", "")]
    [InlineData("Observation?date=2026-03-01", "o2 o4")]
    [InlineData("Observation?date=2026-03-02T07:00:00%2B08:00", "o2 o4")]
    [InlineData("Observation?date=ge2026-02&date=lt2026-02-28", "o3")]
    [InlineData("Observation?date=gt2026-02-10", "o1 o2 o4")]
    [InlineData("Observation?value-quantity=gt150", "o1")]
    [InlineData("Observation?value-quantity=7.1", "o3")]
    [InlineData("Observation?value-quantity=7", "o3")]
    [InlineData("Observation?value-quantity=152|http://unitsofmeasure.org|mm[Hg]", "o1")]
    [InlineData("Observation?value-quantity=152||kPa", "")]
    [InlineData("Observation?_lastUpdated=ge2026-03-02", "o1 o2 o3 o4")]
    [InlineData("Observation?_lastUpdated=lt2026-03-02", "")]
    [InlineData("Observation?_sort=-value-quantity&_count=2", "o1 o2")]
    [InlineData("Observation?_sort=date,-_id", "o3 o1 o4 o2")]
    [InlineData("Observation?_count=2&_offset=2", "o3 o4")]
    public async Task A_search_finds_what_it_describes(string address, string ids)
    {
        using var answer = await _server.GetAsync("/fhir/" + address);

        ((int)answer.StatusCode).Should().Be(200);
        var bundle = await answer.ResourceAsync<Bundle>();
        string.Join(' ', bundle.Entry.Select(e => e.Resource.Id)).Should().Be(ids);
        if (!address.Contains("_count"))
            bundle.Total.Should().Be(bundle.Entry.Count);
    }

    [Fact]
    public async Task Pages_are_linked_and_together_hold_everything_once()
    {
        var (ids, url) = (new List<string>(), "/fhir/Observation?patient=p1&_count=2");
        while (url is not null)
        {
            var page = await (await _server.GetAsync(url)).ResourceAsync<Bundle>();
            page.Total.Should().Be(3);
            ids.AddRange(page.Entry.Select(e => e.Resource.Id!));
            url = page.Link.FirstOrDefault(l => l.Relation == "next")?.Url;
        }

        ids.Should().Equal("o1", "o2", "o3");
    }

    [Fact]
    public async Task Only_the_number_is_answered_when_only_that_is_asked()
    {
        var bundle = await (await _server.GetAsync("/fhir/Observation?_summary=count")).ResourceAsync<Bundle>();

        bundle.Total.Should().Be(4);
        bundle.Entry.Should().BeEmpty();
    }

    [Fact]
    public async Task A_search_can_be_posted_as_a_form()
    {
        using var answer = await _server.SendAsync(
            "POST",
            "/fhir/Observation/_search?patient=p1",
            "code=http%3A%2F%2Floinc.org%7C8480-6&_sort=-date",
            "application/x-www-form-urlencoded"
        );

        (await answer.ResourceAsync<Bundle>()).Entry.Select(e => e.Resource.Id).Should().Equal("o2", "o1");
    }

    [Fact]
    public async Task A_client_may_ask_that_unknown_parameters_are_left_out_and_sees_that_they_were()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/fhir/Observation?patient=p2&nonsense=1");
        request.Headers.Add("Prefer", "handling=lenient");
        using var answer = await _server.Client.SendAsync(request);

        var bundle = await answer.ResourceAsync<Bundle>();
        bundle.Total.Should().Be(1);
        bundle
            .Link.Single(l => l.Relation == "self")
            .Url.Should()
            .Be($"{_server.Address}fhir/Observation?patient=p2&_count=50");
    }

    [Fact]
    public async Task An_updated_resource_is_found_by_its_new_values_only()
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            [new Write(Reading("o4", "p1", "8867-4", 71, "2026-03-03", "vital-signs"))]
        );

        _server.Store.Search(new("Observation", [new("patient", "p2")])).Total.Should().Be(0);
        _server.Store.Search(new("Observation", [new("code", "8867-4")])).Resources.Should().ContainSingle();
        _server.Store.ByPatient<Observation>("p1").Should().HaveCount(4);
    }

    private static Observation Reading(
        string id,
        string patient,
        string code,
        decimal value,
        string time,
        string category
    )
    {
        var observation = FhirStoreTests.Observation(id, "Patient/" + patient, code, value);
        observation.Effective = new FhirDateTime(time);
        observation.Category = [new("http://terminology.hl7.org/CodeSystem/observation-category", category)];
        return observation;
    }

    [Theory]
    [InlineData("/fhir/Patient?_id:not=p1", 400)]
    [InlineData("/fhir/Patient?_lastUpdated:not=2020", 400)]
    [InlineData("/fhir/patient", 404)]
    [InlineData("/fhir/Resource", 404)]
    [InlineData("/fhir/patient/p1", 404)]
    public async Task What_was_answered_as_something_else_is_refused(string address, int status)
    {
        using var answer = await _server.GetAsync(address);
        ((int)answer.StatusCode).Should().Be(status);
    }
}
