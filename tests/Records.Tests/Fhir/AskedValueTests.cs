using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>Values of a search in forms that R4 has and that once found nothing, or the wrong things.</summary>
public sealed class AskedValueTests : IAsyncLifetime
{
    private const string Gender = "http://hl7.org/fhir/administrative-gender";
    private FhirServer _server = null!;

    private string Base => $"{_server.Address}fhir";

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        var reading = FhirStoreTests.Observation("o", "Patient/p", "8480-6", 120);
        reading.Value = new Quantity(120, "mmHg", "http://unitsofmeasure.org") { Code = "mm[Hg]" };
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(
                    new Patient
                    {
                        Id = "p",
                        Active = true,
                        Gender = AdministrativeGender.Male,
                        Identifier = [new(null, "7"), new("urn:oid:1.2", "8")],
                        Deceased = new FhirBoolean(false),
                    }
                ),
                new Write(new Patient { Id = "q", Gender = AdministrativeGender.Female }),
                new Write(reading),
                new Write(
                    new Observation
                    {
                        Id = "far",
                        Status = ObservationStatus.Final,
                        Code = new CodeableConcept("http://loinc.org", "1"),
                        Subject = new("http://elsewhere.example/fhir/Patient/p"),
                    }
                ),
                new Write(
                    new CarePlan
                    {
                        Id = "c",
                        Status = RequestStatus.Active,
                        Intent = CarePlan.CarePlanIntent.Plan,
                        Subject = new("Patient/p"),
                        InstantiatesCanonical = [$"{Base}/PlanDefinition/d"],
                    }
                ),
            ]
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("Observation?subject={0}/Patient/p", "o")]
    [InlineData("Observation?patient={0}/Patient/p", "o")]
    [InlineData("Observation?subject:Patient={0}/Patient/p", "o")]
    [InlineData("Observation?subject=Patient/none,{0}/Patient/p", "o")]
    [InlineData("Observation?subject={0}/Patient/none", "")]
    [InlineData("Observation?subject=http://elsewhere.example/fhir/Patient/p", "far")]
    [InlineData("CarePlan?instantiates-canonical={0}/PlanDefinition/d", "c")]
    public async Task A_search_by_this_server_s_own_address_found_nothing(string address, string ids) =>
        (await FoundAsync(string.Format(null, address, Base))).Should().Be(ids);

    [Fact]
    public async Task A_condition_with_this_server_s_own_address_created_twice()
    {
        using var posted = await _server.SendAsync(
            "POST",
            "/fhir/Observation",
            FhirStoreTests.Observation("x", "Patient/p", "8480-6", 1),
            ("If-None-Exist", $"subject={Base}/Patient/p&code=8480-6")
        );
        using var asked = await _server.SendAsync(
            "POST",
            "/fhir",
            $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
            {"resource":{"resourceType":"DiagnosticReport","status":"final","code":{"text":"a"},"result":[{"reference":"Observation?subject={{{Base}}}/Patient/p&code=8480-6"}]},"request":{"method":"POST","url":"DiagnosticReport"}},
            {"request":{"method":"GET","url":"Observation?subject={{{Base}}}/Patient/p"}}]}
            """
        );

        ((int)posted.StatusCode).Should().Be(200);
        var bundle = await asked.ResourceAsync<Bundle>();
        ((DiagnosticReport)bundle.Entry[0].Resource).Result[0].Reference.Should().Be("Observation/o");
        ((Bundle)bundle.Entry[1].Resource).Total.Should().Be(1);
    }

    [Theory]
    [InlineData("Patient?gender=" + Gender + "|male", "p")]
    [InlineData("Patient?gender=" + Gender + "|other", "")]
    [InlineData("Patient?gender=http://elsewhere.example|male", "")]
    [InlineData("Patient?gender=" + Gender + "|", "p q")]
    [InlineData("Patient?gender=http://elsewhere.example|", "")]
    [InlineData("Patient?gender=|male", "")]
    [InlineData("Patient?gender=male", "p")]
    [InlineData("Patient?gender:not=" + Gender + "|male", "q")]
    [InlineData("Patient?gender:not=http://elsewhere.example|male", "p q")]
    [InlineData("Patient?active=http://terminology.hl7.org/CodeSystem/special-values|true", "p")]
    [InlineData("Patient?active=true", "p")]
    [InlineData("Patient?deceased=false", "p q")]
    [InlineData("Patient?identifier=|7", "p")]
    [InlineData("Patient?identifier=|8", "")]
    [InlineData("Observation?status=http://hl7.org/fhir/observation-status|final", "o far")]
    [InlineData("Observation?status=http://hl7.org/fhir/observation-status|amended", "")]
    [InlineData("Observation?code=|8480-6", "")]
    [InlineData("CarePlan?status=http://hl7.org/fhir/request-status|active", "c")]
    public async Task The_system_that_a_binding_implies_found_nothing(string address, string ids) =>
        (await FoundAsync(address)).Should().Be(ids);

    [Fact]
    public async Task Many_values_with_implied_systems_are_one_question()
    {
        var many = string.Join(',', Enumerable.Repeat($"|male,{Gender}|male,{Gender}|", 20));

        (await FoundAsync("Patient?gender=" + many)).Should().Be("p q");
    }

    [Theory]
    [InlineData("active=yes")]
    [InlineData("active=|1")]
    [InlineData("deceased=no")]
    public Task A_truth_that_is_none_found_nothing(string asked) =>
        _server
            .GetAsync("/fhir/Patient?" + asked)
            .ShouldRefuseAsync(400, Issue.Value, $"{asked.Split('=')[0]}: takes true or false.", asked.Split('=')[0]);

    [Theory]
    [InlineData("120||mmHg", "o")]
    [InlineData("120||mm[Hg]", "o")]
    [InlineData("120|http://unitsofmeasure.org|mm[Hg]", "o")]
    [InlineData("120|http://unitsofmeasure.org|mmHg", "")]
    [InlineData("121||mmHg", "")]
    [InlineData("120", "o")]
    public async Task The_unit_that_people_read_was_not_searched(string asked, string ids) =>
        (await FoundAsync("Observation?value-quantity=" + asked)).Should().Be(ids);

    private async Task<string> FoundAsync(string address)
    {
        using var answer = await _server.GetAsync("/fhir/" + address);
        ((int)answer.StatusCode).Should().Be(200, await answer.Content.ReadAsStringAsync());
        var bundle = await answer.ResourceAsync<Bundle>();
        return string.Join(' ', bundle.Entry.Select(entry => entry.Resource.Id));
    }
}
