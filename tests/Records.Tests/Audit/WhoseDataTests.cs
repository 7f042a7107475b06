using System.Net.Http.Headers;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

/// <summary>An entry names the patients whose data the answer told of, whatever form the answer took.</summary>
public sealed class WhoseDataTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        foreach (var id in new[] { "a", "b", "c" })
            await StoreAsync(new Patient { Id = id, Gender = AdministrativeGender.Male });
        await StoreAsync(Pressure("moved", "a"));
        await StoreAsync(Pressure("moved", "b"));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("Observation/moved/_history/1", "a")]
    [InlineData("Observation/moved/_history/2", "b")]
    [InlineData("Observation/moved", "b")]
    [InlineData("Observation/moved/_history", "a b")]
    public async Task A_past_version_is_recorded_under_the_patient_whose_it_was(string address, string patients)
    {
        (await AfterAsync("GET", address)).Patients.Order().Should().Equal(patients.Split(' '));
        (await AfterAsync("POST", "", Batch("GET", address))).Patients.Order().Should().Equal(patients.Split(' '));
    }

    [Theory]
    [InlineData("Patient?_id=a&gender=male&_summary=count", "a", "count:1")]
    [InlineData("Patient?_id=a&gender=female&_summary=count", "a", "count:0")]
    [InlineData("Observation?patient=b&_count=0", "b", "count:1")]
    [InlineData("Observation?subject=Patient/b&code=nothing", "b", "count:0")]
    [InlineData("Observation?code=8480-6&_summary=count", "b", "count:1")]
    [InlineData("Observation?code=8480-6&_offset=5000", "b", "count:1")]
    [InlineData("Observation?_id=moved&code=nothing", "b", "count:0")]
    [InlineData("Patient?gender=male&_summary=count", "a b c", "count:3")]
    public async Task A_count_is_recorded_under_whom_it_counted(string question, string patients, string item)
    {
        foreach (
            var entry in new[]
            {
                await AfterAsync("GET", question),
                await AfterAsync("POST", "", Batch("GET", question)),
            }
        )
        {
            entry.Patients.Order().Should().Equal(patients.Split(' '));
            entry.Items.Should().Contain(item);
        }
    }

    [Fact]
    public async Task A_condition_is_recorded_under_whom_it_found()
    {
        var single = await AfterAsync("POST", "Patient", new Patient { Active = true }, ("If-None-Exist", "_id=a"));
        var several = await AfterAsync(
            "POST",
            "Patient",
            new Patient { Active = true },
            ("If-None-Exist", "gender=male")
        );
        var nobody = await AfterAsync(
            "POST",
            "Patient",
            new Patient { Active = true },
            ("If-None-Exist", "_id=a&gender=female")
        );
        var reference = Pressure("r", "a");
        reference.Subject = new ResourceReference("Patient?_id=c");
        var bundle = Batch("POST", "Observation", reference);
        bundle.Type = Bundle.BundleType.Transaction;
        var resolved = await AfterAsync("POST", "", bundle);
        bundle.Entry.Add(
            new()
            {
                Request = new() { Method = Bundle.HTTPVerb.GET, Url = "Patient/nope" },
            }
        );
        var undone = await AfterAsync("POST", "", bundle);

        (single.Result, single.Entity, string.Join(" ", single.Patients))
            .Should()
            .Be(("ok", "Patient/a/_history/1", "a"));
        (several.Patients.Count, several.Result).Should().Be((2, "412"));
        nobody.Patients.Should().Contain("a");
        resolved.Patients.Should().Contain("c");
        (undone.Patients.Contains("c"), undone.Result).Should().Be((true, "404"));
    }

    [Fact]
    public async Task An_import_that_is_refused_tells_of_whom_its_conditions_found()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("known", "7");
        var report = await hospital.Import(
            "b.json",
            """
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"request":{"method":"POST","url":"Condition"},
               "resource":{"resourceType":"Condition","subject":{"reference":"Patient?identifier=urn:hospital|7"}}},
              {"request":{"method":"POST","url":"Condition"},
               "resource":{"resourceType":"Condition","subject":{"reference":"Patient?identifier=urn:hospital|8"}}}]}
            """
        );

        report.Accepted.Should().BeEmpty();
        report.Patients.Should().Equal("known");
    }

    [Fact]
    public async Task What_was_refused_within_a_batch_is_listed_with_its_status()
    {
        var batch = Batch("PUT", "Observation/moved", Pressure("moved", "b"));
        batch.Entry[0].Request.IfMatch = "W/\"1\"";
        batch.Entry.Add(
            new()
            {
                Request = new() { Method = Bundle.HTTPVerb.GET, Url = "Patient/nope" },
            }
        );

        var entry = await AfterAsync("POST", "", batch);

        entry.Items.Should().Equal("Observation/moved#412", "Patient/nope#404");
        entry.Patients.Should().Equal("b");
    }

    [Theory]
    [InlineData("GET", "Observation/moved/_history/77", "404")]
    [InlineData("PUT", "Observation/moved", "412")]
    [InlineData("DELETE", "Observation/moved", "412")]
    public async Task A_refusal_is_recorded_under_the_patient_whose_data_was_asked_for(
        string method,
        string address,
        string result
    )
    {
        var body = method == "PUT" ? Pressure("moved", "b") : null;
        var entry = await AfterAsync(method, address, body, ("If-Match", "W/\"1\""));

        (entry.Result, string.Join(' ', entry.Patients)).Should().Be((result, "b"));
    }

    [Fact]
    public async Task Whoever_is_in_a_patients_compartment_is_in_everything_and_in_the_trail()
    {
        var toA = new ResourceReference("Patient/a");
        Resource[] all =
        [
            new Appointment
            {
                Id = "appointment",
                Status = Appointment.AppointmentStatus.Booked,
                Participant = [new() { Actor = toA, Status = ParticipationStatus.Accepted }],
            },
            new AppointmentResponse
            {
                Id = "answer",
                Appointment = new("Appointment/appointment"),
                Actor = toA,
                ParticipantStatus = ParticipationStatus.Accepted,
            },
            new Account
            {
                Id = "account",
                Status = Account.AccountStatus.Active,
                Subject = [toA],
            },
            new Group
            {
                Id = "group",
                Type = Group.GroupType.Person,
                Actual = true,
                Member = [new() { Entity = toA }, new() { Entity = new("Patient/c") }],
            },
            new Schedule { Id = "schedule", Actor = [toA] },
            new Person { Id = "person", Link = [new() { Target = toA }] },
            new SupplyRequest
            {
                Id = "supply",
                Item = new CodeableConcept { Text = "x" },
                Quantity = new Quantity(1, "1"),
                DeliverTo = toA,
            },
            new EnrollmentRequest { Id = "enrolment", Candidate = toA },
            Pressure("performed", "b", performer: "a"),
            new Bundle
            {
                Id = "letter",
                Type = Bundle.BundleType.Collection,
                Entry = [new() { Resource = new Patient { Id = "a" } }, new() { Resource = Pressure("in", "c") }],
            },
        ];
        foreach (var one in all)
            await StoreAsync(one);

        foreach (var one in all)
            (await AfterAsync("GET", $"{one.TypeName}/{one.Id}")).Patients.Should().Contain("a", $"of {one.TypeName}");
        var everything = await AfterAsync("GET", "Patient/a/$everything");
        var found = await _server.Client.GetStringAsync("/fhir/Patient/a/$everything");

        everything.Patients.Order().Should().Equal("a", "b", "c");
        foreach (var one in all)
            found.Should().Contain($"/{one.TypeName}/{one.Id}\"");
        _server
            .Store.Audit.Find(new("a", Count: 100))
            .Entries.Select(entry => entry.Entity)
            .Should()
            .Contain(all.Select(one => $"{one.TypeName}/{one.Id}/_history/1"));
        _server.Store.Compartment("a").Should().NotContain(one => one.Id == "performed", "it is in another's chart");
    }

    [Fact]
    public void Every_parameter_of_the_compartment_is_one_that_is_indexed()
    {
        foreach (var (type, codes) in Compartments.OfPatient)
            SearchParameters.Of(type).Keys.Should().Contain(codes, $"of {type}");
        Compartments.OfPatient.Should().HaveCount(66);
    }

    private static Observation Pressure(string id, string patient, string? performer = null) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = new ResourceReference($"Patient/{patient}"),
            Code = new CodeableConcept("http://loinc.org", "8480-6"),
            Performer = performer is null ? [] : [new ResourceReference($"Patient/{performer}")],
        };

    private static Bundle Batch(string method, string url, Resource? resource = null) =>
        new()
        {
            Type = Bundle.BundleType.Batch,
            Entry =
            [
                new()
                {
                    Resource = resource,
                    Request = new() { Method = Enum.Parse<Bundle.HTTPVerb>(method), Url = url },
                },
            ],
        };

    private Task StoreAsync(Resource resource) => _server.Store.CommitAsync(Origin.Program("t"), [new Write(resource)]);

    /// <summary>The entry that a request left.</summary>
    private async Task<AuditEntry> AfterAsync(
        string method,
        string address,
        Resource? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/fhir/{address}".TrimEnd('/'));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            request.Content = new StringContent(
                FhirText.ToJson(body),
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/fhir+json")
            );
        }

        using var answer = await _server.Client.SendAsync(request);
        await answer.Content.ReadAsStringAsync();
        return _server.Temporary.Accesses.Find(new(Count: 1)).Entries[0];
    }
}
