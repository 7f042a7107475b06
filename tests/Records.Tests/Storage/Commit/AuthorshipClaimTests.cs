using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Records.Tests.Fhir;
using static Xinglin.Records.Tests.Storage.Commit.Forgery;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>Claims from outside about what this server made: who made it, checked it, authenticated it or replaced it.</summary>
public sealed class AuthorshipClaimTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("LA", "assembler", 403)]
    [InlineData("UPDATE", "author", 403)]
    [InlineData("UPDATE", "VERIFIER", 403)]
    [InlineData("UPDATE", "assembler", 403)]
    [InlineData("UPDATE", "custodian", 403)]
    [InlineData("UPDATE", "composer", 403)]
    public async Task A_provenance_said_who_had_authenticated_a_report_of_this_server(
        string activity,
        string agent,
        int status
    )
    {
        await _server.Store.CommitAsync(Origin.Product, [new Write(Plain("o1"))]);
        await _server.Store.CommitAsync(Origin.Program("t1"), [new Write(Plain("o2"))]);
        Provenance Claim(string target) =>
            new()
            {
                Id = "v1",
                Target = [new ResourceReference(target)],
                Recorded = DateTimeOffset.UnixEpoch,
                Activity = new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion", activity),
                Agent =
                [
                    new()
                    {
                        Type = new CodeableConcept("urn:x", agent),
                        Who = new ResourceReference("Practitioner/d1"),
                    },
                ],
            };

        foreach (
            var target in new[]
            {
                "Observation/o1",
                "Observation/o1/_history/1",
                "http://old-name/fhir/Observation/o1",
                "Observation/o1/",
                " Observation/o1",
                "observation/o1",
                "Observation//o1",
            }
        )
        {
            using var answer = await _server.SendAsync("PUT", "/fhir/Provenance/v1", Claim(target));
            ((int)answer.StatusCode).Should().BeOneOf(status, status == 403 ? 403 : 200);
        }
        using var own = await _server.SendAsync("PUT", "/fhir/Provenance/v2", With(Claim("Observation/o2"), "v2"));
        ((int)own.StatusCode).Should().Be(201);

        static Provenance With(Provenance provenance, string id)
        {
            provenance.Id = id;
            return provenance;
        }
    }

    [Fact]
    public async Task A_name_without_any_part_stood_beside_a_report_of_this_server()
    {
        await _server.Store.CommitAsync(Origin.Product, [new Write(Plain("o1"))]);
        var mallory = new Provenance
        {
            Id = "v1",
            Target = [new ResourceReference("Observation/o1")],
            Recorded = DateTimeOffset.UnixEpoch,
            Agent = [new() { Who = new ResourceReference { Display = "Dr. Mallory" } }],
        };

        using var answer = await _server.SendAsync("PUT", "/fhir/Provenance/v1", mallory);

        ((int)answer.StatusCode).Should().Be(403);
    }

    [Theory]
    [InlineData("Observation/o1", "replaces", 403)]
    [InlineData("Observation/o1", "transforms", 403)]
    [InlineData("Observation/o1/_history/1", "signs", 403)]
    [InlineData("DiagnosticReport/draft-reading-1/", "replaces", 403)]
    [InlineData("Observation/o2", "replaces", 201)]
    [InlineData("Observation/o1", "appends", 201)]
    public async Task A_document_replaced_and_a_result_verified_a_report_of_this_server(
        string target,
        string relation,
        int status
    )
    {
        await _server.Store.CommitAsync(Origin.Product, [new Write(Plain("o1"))]);
        await _server.Store.CommitAsync(Origin.Program("t1"), [new Write(Plain("o2"))]);
        var code = EnumUtility.ParseLiteral<DocumentRelationshipType>(relation);
        var document = new DocumentReference
        {
            Id = "d1",
            Status = DocumentReferenceStatus.Current,
            RelatesTo = [new() { Code = code, Target = new ResourceReference(target) }],
            Content = [new() { Attachment = new() { Url = "https://other.example/1.pdf" } }],
        };
        var composition = new Composition
        {
            Id = "c1",
            Status = CompositionStatus.Final,
            Type = new CodeableConcept { Text = "Letter" },
            Date = "2026-05-01",
            Title = "Letter",
            Author = [new ResourceReference("Practitioner/d1")],
            RelatesTo = [new() { Code = code, Target = new ResourceReference(target) }],
        };
        var verified = new VerificationResult
        {
            Id = "r1",
            Status = VerificationResult.StatusCode.Validated,
            Target = [new ResourceReference(target)],
        };

        foreach (var resource in new Resource[] { document, composition, verified })
        {
            if (resource == verified && relation == "appends")
                continue;
            using var answer = await _server.SendAsync("PUT", $"/fhir/{resource.TypeName}/{resource.Id}", resource);
            ((int)answer.StatusCode).Should().Be(status, resource.TypeName);
        }
    }
}
