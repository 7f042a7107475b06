using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>Claims about what this server made, in every form that FHIR has for one.</summary>
internal static class ClaimForms
{
    internal const string Replaces = "http://hl7.org/fhir/StructureDefinition/replaces";
    internal const string ReportReplaces = "http://hl7.org/fhir/StructureDefinition/diagnosticReport-replaces";
    internal const string Ours = "DiagnosticReport/draft-reading-1";

    public static TheoryData<string, string> Claims =>
        new()
        {
            { "report-replaces", Report(new Extension(ReportReplaces, new ResourceReference(Ours))) },
            {
                "report-replaces-by-version",
                Report(new Extension(ReportReplaces, new ResourceReference(Ours + "/_history/2")))
            },
            { "replaces-as-canonical", Report(new Extension(Replaces, new Canonical("https://h/fhir/" + Ours))) },
            { "replaces-as-uri", Report(new Extension(Replaces, new FhirUri("https://h/fhir/Observation/o1"))) },
            { "replaces-as-string", Report(new Extension(Replaces, new FhirString(Ours))) },
            {
                "replaces-as-identifier",
                Report(new Extension(Replaces, new Identifier("https://h/fhir/Observation", "o1")))
            },
            {
                "replaces-deep",
                Report(new Extension { Url = "urn:x", Extension = [new(Replaces, new ResourceReference(Ours))] })
            },
            {
                "replaces-as-modifier",
                Text(
                    new DiagnosticReport
                    {
                        Id = "f1",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Code = new() { Text = "x" },
                        ModifierExtension = [new(Replaces, new ResourceReference(Ours))],
                    }
                )
            },
            {
                "observation-replaces",
                Text(
                    new Observation
                    {
                        Id = "f1",
                        Status = ObservationStatus.Final,
                        Code = new() { Text = "x" },
                        Extension =
                        [
                            new(
                                "http://hl7.org/fhir/StructureDefinition/observation-replaces",
                                new ResourceReference("Observation/o1")
                            ),
                        ],
                    }
                )
            },
            {
                "appends-that-replaces",
                Text(
                    Document(
                        DocumentRelationshipType.Appends,
                        new ResourceReference("DocumentReference/d9")
                        {
                            Extension = [new(Replaces, new ResourceReference(Ours))],
                        }
                    )
                )
            },
            {
                "replaces-by-identifier",
                Text(
                    Document(
                        DocumentRelationshipType.Replaces,
                        new ResourceReference { Identifier = new("https://h/fhir", Ours) }
                    )
                )
            },
            {
                "replaces-by-extension",
                Text(
                    Document(
                        DocumentRelationshipType.Replaces,
                        new ResourceReference("DocumentReference/d9")
                        {
                            Extension = [new("urn:x", new ResourceReference(Ours))],
                        }
                    )
                )
            },
            {
                "provenance-by-identifier",
                Text(About(new ResourceReference { Identifier = new("urn:ietf:rfc:3986", "https://h/fhir/" + Ours) }))
            },
            {
                "provenance-by-type-and-identifier",
                Text(About(new ResourceReference { Type = "Observation", Identifier = new(null, "o1") }))
            },
            {
                "provenance-by-extension",
                Text(
                    About(
                        new ResourceReference("Observation/o9")
                        {
                            Extension = [new("urn:x", new ResourceReference(Ours))],
                        }
                    )
                )
            },
            { "provenance-of-a-revision", Text(Revision(Provenance.ProvenanceEntityRole.Revision)) },
            {
                "verified-at-a-place",
                Text(
                    new VerificationResult
                    {
                        Id = "f1",
                        Status = VerificationResult.StatusCode.Validated,
                        TargetLocation = [Ours + ".conclusion"],
                    }
                )
            },
            {
                "verified-by-identifier",
                Text(
                    new VerificationResult
                    {
                        Id = "f1",
                        Status = VerificationResult.StatusCode.Validated,
                        Target = [new ResourceReference { Identifier = new("urn:x", Ours) }],
                    }
                )
            },
            { "linked", Text(new Linkage { Id = "f1", Item = [Item("Observation/o9"), Item(Ours)] }) },
            {
                "plan-replaces",
                Text(
                    new CarePlan
                    {
                        Id = "f1",
                        Status = RequestStatus.Active,
                        Intent = CarePlan.CarePlanIntent.Plan,
                        Subject = new("Patient/p1"),
                        Replaces = [new(Ours)],
                    }
                )
            },
        };

    internal static ResourceReference Model() => new("Device/model-chest-1");

    internal static string Text(Resource resource) => FhirText.ToJson(resource);

    internal static string Report(Extension extension) =>
        Text(
            new DiagnosticReport
            {
                Id = "f1",
                Status = DiagnosticReport.DiagnosticReportStatus.Final,
                Code = new() { Text = "x" },
                Extension = [extension],
            }
        );

    internal static DocumentReference Document(DocumentRelationshipType relation, ResourceReference target) =>
        new()
        {
            Id = "f1",
            Status = DocumentReferenceStatus.Current,
            RelatesTo = [new() { Code = relation, Target = target }],
            Content = [new() { Attachment = new() { Url = "https://other.example/1.pdf" } }],
        };

    internal static Provenance About(ResourceReference target) =>
        new()
        {
            Id = "f1",
            Target = [target],
            Recorded = DateTimeOffset.UnixEpoch,
            Agent = [new() { Who = new("Practitioner/d1") }],
        };

    internal static Provenance Revision(Provenance.ProvenanceEntityRole role)
    {
        var made = About(new("Observation/o9"));
        made.Entity = [new() { Role = role, What = new(Ours) }];
        return made;
    }

    internal static Linkage.ItemComponent Item(string reference) =>
        new() { Type = Linkage.LinkageType.Alternate, Resource = new(reference) };
}
