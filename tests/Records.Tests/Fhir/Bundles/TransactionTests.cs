using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Fhir.Bundles;

public sealed class TransactionTests : IAsyncLifetime
{
    private const string PatientUrn = "urn:uuid:91562621-cc8f-4731-b97d-9ff78bcb055c";
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task References_between_entries_point_to_what_was_stored()
    {
        using var answer = await _server.SendAsync("POST", "/fhir", Transaction(NewPatient(), NewReading(PatientUrn)));

        ((int)answer.StatusCode).Should().Be(200);
        var response = await answer.ResourceAsync<Bundle>();
        response.Type.Should().Be(Bundle.BundleType.TransactionResponse);
        response.Entry.Select(e => e.Response.Status).Should().Equal("201", "201");
        var patient = _server.Store.Search(new("Patient", [])).Resources.Should().ContainSingle().Which;
        response.Entry[0].Response.Location.Should().Be($"Patient/{patient.Id}/_history/1");
        _server
            .Store.ByPatient<Observation>(patient.Id!)
            .Should()
            .ContainSingle()
            .Which.Subject.Reference.Should()
            .Be($"Patient/{patient.Id}");
    }

    [Fact]
    public async Task A_bad_entry_undoes_the_whole_transaction_and_is_named()
    {
        await _server
            .SendAsync(
                "POST",
                "/fhir",
                Transaction(NewPatient(), NewReading("urn:uuid:00000000-0000-4000-8000-000000000000"))
            )
            .ShouldRefuseAsync(
                422,
                Issue.Invalid,
                "Bundle.entry[1]: The entry refers to 'urn:uuid:00000000-0000-4000-8000-000000000000', which no entry of this Bundle has as fullUrl.",
                "Bundle.entry[1]"
            );
        _server.Store.Search(new("Patient", [])).Total.Should().Be(0);
    }

    [Fact]
    public async Task An_invalid_resource_inside_a_bundle_is_refused_with_its_path_and_nothing_is_stored()
    {
        var text = FhirText
            .ToJson(Transaction(NewPatient(), NewReading(PatientUrn)))
            .Replace("\"final\"", "\"finished\"");

        using var answer = await _server.SendAsync("POST", "/fhir", text);

        ((int)answer.StatusCode).Should().Be(422);
        var issue = (await answer.ResourceAsync<OperationOutcome>()).Issue.Should().ContainSingle().Which;
        issue.Expression.Should().Equal("Bundle.entry[1].resource.status");
        _server.Store.Search(new("Patient", [])).Total.Should().Be(0);
    }

    [Fact]
    public async Task A_conflict_inside_a_transaction_undoes_it_all()
    {
        await _server.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" })]);
        var update = new Bundle.EntryComponent
        {
            Resource = new Patient { Id = "p1", Active = true },
            Request = new()
            {
                Method = Bundle.HTTPVerb.PUT,
                Url = "Patient/p1",
                IfMatch = "W/\"7\"",
            },
        };

        await _server
            .SendAsync("POST", "/fhir", Transaction(NewPatient(), update))
            .ShouldRefuseAsync(
                412,
                Issue.Conflict,
                "Patient/p1 is at version 1, not 7: read it again and repeat the change."
            );
        _server.Store.Search(new("Patient", [])).Total.Should().Be(1);
    }

    [Fact]
    public async Task In_a_batch_each_entry_stands_for_itself()
    {
        var bundle = Transaction(
            NewPatient(),
            new()
            {
                Resource = new Patient { Id = "x" },
                Request = new() { Method = Bundle.HTTPVerb.PUT, Url = "Patient/y" },
            },
            new()
            {
                Request = new() { Method = Bundle.HTTPVerb.GET, Url = "Patient?gender=female" },
            },
            new()
            {
                Request = new() { Method = Bundle.HTTPVerb.GET, Url = "Patient/none" },
            }
        );
        bundle.Type = Bundle.BundleType.Batch;

        var response = await (await _server.SendAsync("POST", "/fhir", bundle)).ResourceAsync<Bundle>();

        response.Entry.Select(e => e.Response.Status).Should().Equal("201", "422", "200", "404");
        ((OperationOutcome)response.Entry[1].Response.Outcome)
            .Issue[0]
            .Diagnostics.Should()
            .Be("Bundle.entry[1]: The entry has another id in its resource than in request.url.");
        ((Bundle)response.Entry[2].Resource).Total.Should().Be(1);
    }

    [Fact]
    public async Task A_conditional_reference_is_resolved_and_a_conditional_create_finds_what_is_there()
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p1", Identifier = [new("urn:oid:1.2.3", "007")] })]
        );
        var patient = NewPatient();
        patient.Request.IfNoneExist = "identifier=urn:oid:1.2.3|007";

        var response = await (
            await _server.SendAsync(
                "POST",
                "/fhir",
                Transaction(patient, NewReading(PatientUrn), NewReading("Patient?identifier=urn:oid:1.2.3|007"))
            )
        ).ResourceAsync<Bundle>();

        response.Entry.Select(e => e.Response.Status).Should().Equal("200", "201", "201");
        _server.Store.ByPatient<Observation>("p1").Should().HaveCount(2);
    }

    [Fact]
    public Task A_bundle_that_is_no_transaction_is_refused() =>
        _server
            .SendAsync("POST", "/fhir", new Bundle { Type = Bundle.BundleType.Collection })
            .ShouldRefuseAsync(
                422,
                Issue.Invalid,
                "Only a Bundle of type transaction or batch is carried out here; store anything else at /fhir/{its type}.",
                "Bundle.type"
            );

    [Fact]
    public async Task Other_peoples_transactions_are_stored_whole()
    {
        var file = Directory.GetFiles(SharedData.Folder("fhir/synthea_r4"), "*-*.json").Order().First();
        using var answer = await _server.SendAsync("POST", "/fhir", await File.ReadAllTextAsync(file));

        ((int)answer.StatusCode).Should().Be(200);
        var response = await answer.ResourceAsync<Bundle>();
        response.Entry.Should().OnlyContain(e => e.Response.Status == "201");
        var patient = _server.Store.Search(new("Patient", [])).Resources.Single();
        _server
            .Store.Search(new("Observation", [], 0))
            .Total.Should()
            .Be(_server.Store.ByPatient<Observation>(patient.Id).Count);
    }

    private static Bundle Transaction(params Bundle.EntryComponent[] entries) =>
        new() { Type = Bundle.BundleType.Transaction, Entry = [.. entries] };

    private static Bundle.EntryComponent NewPatient() =>
        new()
        {
            FullUrl = PatientUrn,
            Resource = new Patient { Gender = AdministrativeGender.Female },
            Request = new() { Method = Bundle.HTTPVerb.POST, Url = "Patient" },
        };

    private static Bundle.EntryComponent NewReading(string patient)
    {
        var reading = FhirStoreTests.Observation("", patient, "8480-6", 152);
        reading.Id = null;
        return new()
        {
            Resource = reading,
            Request = new() { Method = Bundle.HTTPVerb.POST, Url = "Observation" },
        };
    }
}
