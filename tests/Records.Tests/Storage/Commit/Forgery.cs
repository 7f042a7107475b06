using Hl7.Fhir.Model;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>Resources from outside that say, in one way or another, that this server or a person at its pages made them.</summary>
internal static class Forgery
{
    private static readonly Coding Ai = new(CodeSystems.ObservationValue, "AIAST");

    /// <summary>One forgery of each kind. Each once got in by at least one door.</summary>
    public static TheoryData<string> Kinds =>
        [
            "draft-text",
            "draft-report",
            "draft-in-document-reference",
            "final-ai-report",
            "preliminary-ai-report",
            "ai-observation",
            "ai-risk",
            "ai-device",
            "ai-patient-by-tag",
            "ai-inside-contained",
            "ai-inside-bundle",
            "signature",
            "work",
            "audit-event",
            "pdf-of-a-draft",
            "signature-id",
            "prediction-id",
            "task-id",
            "active-ai-prescription",
            "signature-inside-bundle",
            "work-inside-contained",
            "ai-in-a-part-of-a-parameter",
            "signature-in-the-answer-of-an-entry",
            "audit-event-deep-in-a-contained-bundle",
            "draft-text-in-other-letters",
            "ai-in-small-letters",
            "task-id-in-capitals",
            "signature-of-a-bundle",
            "signature-of-a-contract",
            "signature-in-an-extension",
            "signature-in-a-contained-resource",
            "work-with-a-fragment",
            "work-with-a-version",
            "work-with-a-question",
            "work-at-a-port",
        ];

    public static Bundle Put(Bundle.BundleType type, Resource resource) =>
        new()
        {
            Type = type,
            Entry =
            [
                new()
                {
                    Resource = resource,
                    Request =
                        type is Bundle.BundleType.Collection
                            ? null
                            : new() { Method = Bundle.HTTPVerb.PUT, Url = $"{resource.TypeName}/{resource.Id}" },
                },
            ],
        };

    public static Observation Plain(string id, string? patient = null) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Code = new CodeableConcept { Text = "x" },
            Subject = patient is null ? null : new ResourceReference("Patient/" + patient),
        };

    public static ImagingStudy Study(string patient) =>
        new()
        {
            Id = "s1",
            Status = ImagingStudy.ImagingStudyStatus.Available,
            Subject = new ResourceReference("Patient/" + patient),
        };

    public static DiagnosticReport SignedReport() =>
        new()
        {
            Id = "r1",
            Status = DiagnosticReport.DiagnosticReportStatus.Final,
            Code = new CodeableConcept { Text = "x" },
            Subject = new ResourceReference("Patient/p1"),
            ImagingStudy = [new ResourceReference("ImagingStudy/s1")],
            Meta = new() { Security = [Ai] },
        };

    public static Provenance Signature() =>
        new()
        {
            Id = "v1",
            Target = [new ResourceReference("DiagnosticReport/r1")],
            Recorded = DateTimeOffset.UnixEpoch,
            Agent = [new() { Who = new ResourceReference("Practitioner/d1") }],
            Entity =
            [
                new() { Role = Provenance.ProvenanceEntityRole.Source, What = new ResourceReference("Observation/o1") },
            ],
            Signature =
            [
                new()
                {
                    Type = [new("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.1")],
                    When = DateTimeOffset.UnixEpoch,
                    Who = new ResourceReference("Practitioner/d1"),
                },
            ],
        };

    public static Signature OneSignature() =>
        new()
        {
            Type = [new("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.1")],
            When = DateTimeOffset.UnixEpoch,
            Who = new ResourceReference("Practitioner/d1"),
        };

    public static DomainResource Signed(DomainResource resource)
    {
        resource.AddExtension("http://example.org/signed", OneSignature());
        return resource;
    }

    public static FhirTask Work(string behind) =>
        new()
        {
            Id = "f1",
            Status = FhirTask.TaskStatus.Completed,
            Intent = FhirTask.TaskIntent.Order,
            Code = new CodeableConcept(CodeSystems.Work + behind, "imaging"),
        };

    public static Bundle Holding(Resource inner) =>
        new()
        {
            Id = "f1",
            Type = Bundle.BundleType.Collection,
            Entry = [new() { FullUrl = "http://example.org/inside/1", Resource = inner }],
        };

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static Resource Of(string kind)
    {
        Meta Labelled() => new() { Security = [Ai] };
        const string Draft = "application/vnd.xinglin.draft+json";
        const string Task = "forecast-0123456789abcdef01234567";
        var signed = SignedReport();
        var plain = Plain("f1");
        return kind switch
        {
            "draft-text" => new Binary
            {
                Id = "f1",
                ContentType = Draft,
                Data = [1],
            },
            "draft-report" => new DiagnosticReport
            {
                Id = "f1",
                Status = DiagnosticReport.DiagnosticReportStatus.Preliminary,
                Code = new CodeableConcept { Text = "x" },
                PresentedForm = [new() { ContentType = Draft, Url = "Binary/f1" }],
            },
            "draft-in-document-reference" => new DocumentReference
            {
                Id = "f1",
                Status = DocumentReferenceStatus.Current,
                Content =
                [
                    new()
                    {
                        Attachment = new() { ContentType = Draft, Url = "Binary/f1" },
                    },
                ],
            },
            "final-ai-report" => signed,
            "preliminary-ai-report" => new DiagnosticReport
            {
                Id = "f1",
                Status = DiagnosticReport.DiagnosticReportStatus.Preliminary,
                Code = new CodeableConcept { Text = "x" },
                Meta = Labelled(),
            },
            "ai-observation" => Plain("f1").Labelled(Labelled()),
            "ai-risk" => new RiskAssessment
            {
                Id = "f1",
                Status = ObservationStatus.Final,
                Subject = new ResourceReference("Patient/p1"),
                Meta = Labelled(),
            },
            "ai-device" => new Device { Id = "f1", Meta = Labelled() },
            "ai-patient-by-tag" => new Patient
            {
                Id = "f1",
                Meta = new() { Tag = [Ai] },
            },
            "ai-inside-contained" => plain.Containing(new Device { Id = "d", Meta = Labelled() }),
            "ai-inside-bundle" => new Bundle
            {
                Id = "f1",
                Type = Bundle.BundleType.Collection,
                Entry =
                [
                    new()
                    {
                        FullUrl = "http://example.org/Device/d",
                        Resource = new Device { Id = "d", Meta = Labelled() },
                    },
                ],
            },
            "signature" => Signature(),
            "signature-of-a-bundle" => Holding(
                new Bundle
                {
                    Id = "b1",
                    Type = Bundle.BundleType.Collection,
                    Signature = OneSignature(),
                }
            ),
            "signature-of-a-contract" => new Contract
            {
                Id = "f1",
                Signer =
                [
                    new()
                    {
                        Type = new Coding("http://terminology.hl7.org/CodeSystem/contractsignertypecodes", "AUTHN"),
                        Party = new ResourceReference("Practitioner/d1"),
                        Signature = [OneSignature()],
                    },
                ],
            },
            "signature-in-an-extension" => Signed(plain),
            "signature-in-a-contained-resource" => plain.Containing(Signed(new Device { Id = "d" })),
            "work-with-a-fragment" => Work("#imaging"),
            "work-with-a-version" => Work("|1.0"),
            "work-with-a-question" => Work("/?a=b"),
            "work-at-a-port" => new FhirTask
            {
                Id = "f1",
                Status = FhirTask.TaskStatus.Completed,
                Intent = FhirTask.TaskIntent.Order,
                Code = new CodeableConcept(
                    CodeSystems.Work.Replace(".example/", ".example:443//", StringComparison.Ordinal),
                    "imaging"
                ),
            },
            "work" => new FhirTask
            {
                Id = "f1",
                Status = FhirTask.TaskStatus.Completed,
                Intent = FhirTask.TaskIntent.Order,
                Code = new CodeableConcept(CodeSystems.Work, "imaging"),
            },
            "audit-event" => new AuditEvent
            {
                Id = "f1",
                Type = new("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest"),
                Recorded = DateTimeOffset.UnixEpoch,
                Agent = [new() { Requestor = true }],
                Source = new() { Observer = new ResourceReference("Device/d") },
            },
            "pdf-of-a-draft" => new Binary
            {
                Id = $"draft-reading-{Task}-pdf",
                ContentType = "application/pdf",
                Data = [1],
            },
            "signature-id" => new Provenance
            {
                Id = $"draft-reading-{Task}-signature",
                Target = [new ResourceReference("DiagnosticReport/r1")],
                Recorded = DateTimeOffset.UnixEpoch,
                Agent = [new() { Who = new ResourceReference("Practitioner/d1") }],
            },
            "prediction-id" => new Binary
            {
                Id = $"reading-{Task}",
                ContentType = "text/plain",
                Data = [1],
            },
            "task-id" => new FhirTask
            {
                Id = Task,
                Status = FhirTask.TaskStatus.Completed,
                Intent = FhirTask.TaskIntent.Order,
            },
            "active-ai-prescription" => new MedicationRequest
            {
                Id = "f1",
                Status = MedicationRequest.MedicationrequestStatus.Active,
                Intent = MedicationRequest.MedicationRequestIntent.Order,
                Medication = new CodeableConcept { Text = "x" },
                Subject = new ResourceReference("Patient/p1"),
                Meta = Labelled(),
            },
            "signature-inside-bundle" => new Bundle
            {
                Id = "f1",
                Type = Bundle.BundleType.Collection,
                Entry = [new() { FullUrl = "http://example.org/Provenance/v1", Resource = Signature() }],
            },
            "ai-in-a-part-of-a-parameter" => Holding(
                new Parameters
                {
                    Parameter =
                    [
                        new()
                        {
                            Name = "a",
                            Part =
                            [
                                new()
                                {
                                    Name = "b",
                                    Part =
                                    [
                                        new()
                                        {
                                            Name = "c",
                                            Resource = new Device { Meta = Labelled() },
                                        },
                                    ],
                                },
                            ],
                        },
                    ],
                }
            ),
            "signature-in-the-answer-of-an-entry" => Holding(
                new Bundle
                {
                    Id = "f2",
                    Type = Bundle.BundleType.BatchResponse,
                    Entry =
                    [
                        new()
                        {
                            Response = new() { Status = "200", Outcome = Signature() },
                        },
                    ],
                }
            ),
            "audit-event-deep-in-a-contained-bundle" => plain.Containing(
                Holding(
                    new Bundle
                    {
                        Type = Bundle.BundleType.BatchResponse,
                        Entry =
                        [
                            new()
                            {
                                Response = new()
                                {
                                    Status = "200",
                                    Outcome = new Parameters
                                    {
                                        Parameter =
                                        [
                                            new()
                                            {
                                                Name = "a",
                                                Part = [new() { Name = "b", Resource = Of("audit-event") }],
                                            },
                                        ],
                                    },
                                },
                            },
                        ],
                    }
                )
            ),
            "work-inside-contained" => plain.Containing(
                new FhirTask
                {
                    Id = "t",
                    Status = FhirTask.TaskStatus.Completed,
                    Intent = FhirTask.TaskIntent.Order,
                    Code = new CodeableConcept("HTTPS" + CodeSystems.Work[5..] + "/", "imaging"),
                }
            ),
            "draft-text-in-other-letters" => new Binary
            {
                Id = "f1",
                ContentType = "application/\uff36nd.xinglin.draft+json",
                Data = [1],
            },
            "ai-in-small-letters" => plain.Labelled(new() { Tag = [new("urn:x", "aiast")] }),
            "task-id-in-capitals" => new FhirTask
            {
                Id = Task.ToUpperInvariant(),
                Status = FhirTask.TaskStatus.Completed,
                Intent = FhirTask.TaskIntent.Order,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}

internal static class Made
{
    public static Observation Labelled(this Observation observation, Meta meta)
    {
        observation.Meta = meta;
        return observation;
    }

    public static Observation Containing(this Observation observation, Resource inner)
    {
        observation.Contained.Add(inner);
        observation.Device = new ResourceReference("#" + inner.Id);
        return observation;
    }
}
