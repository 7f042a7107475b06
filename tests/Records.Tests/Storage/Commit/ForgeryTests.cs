using System.Text;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Tasks;
using Xinglin.Records.Tests.Fhir;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>What a program, an upload or a command once could plant, at every door: the interface, a Bundle, an import, the store itself.</summary>
public sealed class ForgeryTests : IAsyncLifetime
{
    private static readonly Coding Ai = new(CodeSystems.ObservationValue, "AIAST");
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>One forgery of each kind. Each once got in by at least one door.</summary>
    public static TheoryData<string> Forgeries =>
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

    /// <summary>不得自动生成处方.</summary>
    [Fact]
    public async Task A_prescription_was_made_by_a_program()
    {
        var subject = new ResourceReference("Patient/p1");
        var medicine = new CodeableConcept { Text = "amoxicillin 500 mg" };
        foreach (
            var status in new[]
            {
                MedicationRequest.MedicationrequestStatus.Active,
                MedicationRequest.MedicationrequestStatus.Draft,
            }
        )
        {
            var order = new MedicationRequest
            {
                Id = "rx",
                Status = status,
                Intent = MedicationRequest.MedicationRequestIntent.Order,
                Medication = medicine,
                Subject = subject,
            };
            var write = () => _server.Store.CommitAsync(Origin.Product, [new Write(order)]);
            (await write.Should().ThrowAsync<WriteRejectedException>()).WithMessage("*prescribes nothing*");
        }
        var request = new ServiceRequest { Id = "sr", Subject = subject };
        var asked = () => _server.Store.CommitAsync(Origin.Product, [new Write(request)]);
        await asked.Should().ThrowAsync<WriteRejectedException>();
        _server.Store.Read<MedicationRequest>("rx").Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task What_says_it_was_made_here_is_refused_at_every_door(string forgery)
    {
        var resource = Forged(forgery);
        foreach (var method in new[] { "POST", "PUT" })
        {
            var address = method == "POST" ? $"/fhir/{resource.TypeName}" : $"/fhir/{resource.TypeName}/{resource.Id}";
            // A POST gives an id of its own, so a forged id is no forgery there.
            if (
                method == "POST"
                && forgery
                    is "pdf-of-a-draft"
                        or "signature-id"
                        or "prediction-id"
                        or "task-id"
                        or "task-id-in-capitals"
            )
            {
                continue;
            }

            using var answer = await _server.SendAsync(method, address, resource);
            ((int)answer.StatusCode).Should().Be(422, $"{method} of {forgery}");
        }
        foreach (var type in new[] { Bundle.BundleType.Transaction, Bundle.BundleType.Batch })
        {
            using var answer = await _server.SendAsync("POST", "/fhir", Put(type, resource));
            if (type == Bundle.BundleType.Transaction)
                ((int)answer.StatusCode).Should().Be(422);
            else
                (await answer.ResourceAsync<Bundle>()).Entry.Single().Response.Status.Should().Be("422");
        }
        foreach (var origin in new[] { Origin.Program("t1"), Origin.Sender("lin"), Origin.Command("import") })
        {
            var file = FhirText.ToJson(resource);
            foreach (
                var (name, text) in new[]
                {
                    ("one.json", file),
                    ("lines.ndjson", file + "\n" + file),
                    ("collection.json", FhirText.ToJson(Put(Bundle.BundleType.Collection, resource))),
                    ("transaction.json", FhirText.ToJson(Put(Bundle.BundleType.Transaction, resource))),
                }
            )
            {
                var report = await Importer.ImportAsync(origin, [Source(name, text)]);
                report.Accepted.Should().BeEmpty($"{name} by {origin.Kind}");
                report.Refused.Should().Contain(refused => refused.Code == RejectionCodes.Protected);
            }
            var commit = () => _server.Store.CommitAsync(origin, [new Write(resource)]);
            await commit.Should().ThrowAsync<WriteRejectedException>();
        }
        _server.Store.Find(resource.TypeName, resource.Id).Should().BeNull();
    }

    [Fact]
    public async Task A_bundle_with_a_forged_signed_report_is_refused_whole_and_nothing_of_it_counts()
    {
        var report = (DiagnosticReport)Forged("final-ai-report");
        var bundle = new Bundle { Type = Bundle.BundleType.Transaction };
        foreach (var part in new[] { Forged("draft-text"), report, Forged("signature"), Forged("pdf-of-a-draft") })
            bundle.Entry.AddRange(Put(Bundle.BundleType.Transaction, part).Entry);

        var imported = await Importer.ImportAsync(
            Origin.Program("t1"),
            [Source("forged.json", FhirText.ToJson(bundle))]
        );

        imported.Accepted.Should().BeEmpty();
        imported.Refused.Count(refused => refused.Code == RejectionCodes.Protected).Should().Be(4);
        foreach (var entry in bundle.Entry)
            _server.Store.Find(entry.Resource.TypeName, entry.Resource.Id).Should().BeNull();
    }

    [Fact]
    public async Task A_pdf_planted_under_the_id_of_an_unsigned_draft_is_refused_before_and_after_the_draft_is_there()
    {
        var planted = new Binary
        {
            Id = "draft-reading-forecast-0123456789abcdef01234567-pdf",
            ContentType = "application/pdf",
            Data = [1],
        };
        using var before = await _server.SendAsync("PUT", $"/fhir/Binary/{planted.Id}", planted);
        ((int)before.StatusCode).Should().Be(422);
        var report = new DiagnosticReport
        {
            Id = planted.Id[..^4],
            Status = DiagnosticReport.DiagnosticReportStatus.Preliminary,
            Code = new CodeableConcept { Text = "x" },
            Meta = new() { Security = [Ai] },
        };
        await _server.Store.CommitAsync(Origin.Product, [new Write(report)]);
        using var after = await _server.SendAsync("PUT", $"/fhir/Binary/{planted.Id}", planted);
        ((int)after.StatusCode).Should().Be(422);
    }

    [Fact]
    public async Task The_mark_of_synthetic_data_does_not_come_off_by_delete_and_create_nor_by_import()
    {
        var synthetic = Labels.MarkSynthetic(new Patient { Id = "p1" });
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(synthetic)]);
        var plain = new Patient { Id = "p1" };

        (await _server.Client.DeleteAsync("/fhir/Patient/p1")).EnsureSuccessStatusCode();
        using var created = await _server.SendAsync("PUT", "/fhir/Patient/p1", plain);
        ((int)created.StatusCode).Should().Be(422);
        var imported = await Importer.ImportAsync(Origin.Program("t1"), [Source("p.json", FhirText.ToJson(plain))]);
        imported.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.Protected);

        using var again = await _server.SendAsync("PUT", "/fhir/Patient/p1", Labels.MarkSynthetic(plain));
        ((int)again.StatusCode).Should().Be(201);
    }

    [Fact]
    public async Task What_was_made_here_is_known_by_its_origin_even_without_any_label()
    {
        await _server.Store.CommitAsync(Origin.Product, [new Write(Plain("o1"))]);

        using var answer = await _server.SendAsync("PUT", "/fhir/Observation/o1", Plain("o1"));

        ((int)answer.StatusCode).Should().Be(403);
        _server.Store.Read<Observation>("o1")!.IsOwn().Should().BeTrue();
    }

    [Fact]
    public async Task The_origin_survives_deletion_and_stands_beside_every_version()
    {
        await _server.Store.CommitAsync(Origin.Program("token-7"), [new Write(new Patient { Id = "p1" })]);
        await _server.Store.CommitAsync(Origin.Sender("lin"), [new Write(new Patient { Id = "p1", Active = true })]);
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "p1" }, Delete: true)]);

        _server
            .Store.Versions("Patient", "p1")
            .Select(version => version.Authorship)
            .Should()
            .Equal(
                new Authorship(OriginKind.Command, "test"),
                new Authorship(OriginKind.Sender, "lin"),
                new Authorship(OriginKind.Program, "token-7")
            );
    }

    [Fact]
    public async Task Patient_study_and_evidence_of_a_signed_report_are_neither_deleted_nor_moved()
    {
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [
                new Write(new Patient { Id = "p1" }),
                new Write(new Patient { Id = "p2" }),
                new Write(Study("p1")),
                new Write(Plain("o1", "p1")),
                new Write(Plain("o2", "p1")),
            ]
        );
        await _server.Store.CommitAsync(Origin.Person("lin"), [new Write(SignedReport()), new Write(Signature())]);

        foreach (var held in new[] { "Patient/p1", "ImagingStudy/s1", "Observation/o1" })
        {
            using var answer = await _server.Client.DeleteAsync("/fhir/" + held);
            ((int)answer.StatusCode).Should().Be(409, held);
            _server.Store.Read(held.Split('/')[0], held.Split('/')[1]).Should().NotBeNull();
        }
        using var moved = await _server.SendAsync("PUT", "/fhir/Observation/o1", Plain("o1", "p2"));
        ((int)moved.StatusCode).Should().Be(409);
        using var corrected = await _server.SendAsync("PUT", "/fhir/Observation/o1", Plain("o1", "p1"));
        ((int)corrected.StatusCode).Should().Be(200);
        using var free = await _server.Client.DeleteAsync("/fhir/Observation/o2");
        ((int)free.StatusCode).Should().Be(204);
    }

    [Fact]
    public async Task The_patient_under_a_signed_report_does_not_become_somebody_else()
    {
        Patient Numbered(string number, string name) =>
            new()
            {
                Id = "p1",
                Identifier = [new("urn:n", number)],
                Name = [new() { Family = name }],
            };
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(Numbered("1", "Wang"))]);
        await _server.Store.CommitAsync(Origin.Person("lin"), [new Write(SignedReport())]);

        using var another = await _server.SendAsync("PUT", "/fhir/Patient/p1", Numbered("2", "Else"));
        using var corrected = await _server.SendAsync("PUT", "/fhir/Patient/p1", Numbered("1", "Wong"));

        ((int)another.StatusCode).Should().Be(409);
        ((int)corrected.StatusCode).Should().Be(200);
    }

    [Theory]
    [InlineData("AIAST\u200B")]
    [InlineData("\uFF21\uFF29\uFF21\uFF33\uFF34")]
    [InlineData("A\u00ADIAST")]
    [InlineData("AI\u034FAST")]
    [InlineData("AI\uFE0FAST\u3164")]
    [InlineData("A\U000E0041IAST")]
    [InlineData("AI\u2060A\u0301ST")]
    [InlineData("\U0001D400IAST")]
    public async Task A_code_that_looks_like_the_label_of_a_model_was_stored(string code)
    {
        var look = Plain("f1").Labelled(new() { Security = [new(CodeSystems.ObservationValue, code)] });
        using var answer = await _server.SendAsync("PUT", "/fhir/Observation/f1", look);
        ((int)answer.StatusCode).Should().Be(422);
        var other = Plain("f1")
            .Labelled(new() { Security = [new("http://example.org/\u5206\u7C7B", "\u7532-AIASTX")] });
        using var fine = await _server.SendAsync("PUT", "/fhir/Observation/f1", other);
        ((int)fine.StatusCode).Should().Be(201);
    }

    [Fact]
    public async Task A_bundle_that_was_signed_by_somebody_was_kept_as_a_whole()
    {
        var bundle = Holding(Plain("o1"));
        bundle.Signature = OneSignature();

        using var answer = await _server.SendAsync("PUT", "/fhir/Bundle/f1", bundle);

        ((int)answer.StatusCode).Should().Be(422);
    }

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

    [Fact]
    public async Task The_product_itself_can_sign_nothing()
    {
        var commit = () => _server.Store.CommitAsync(Origin.Product, [new Write(SignedReport())]);

        await commit
            .Should()
            .ThrowAsync<WriteRejectedException>()
            .WithMessage("*a person's signature on the page only.");
    }

    [Fact]
    public async Task A_resource_taken_away_from_a_patient_leaves_that_patients_chart()
    {
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [new Write(new Patient { Id = "b" }), new Write(Plain("o1", "b"))]
        );
        using var answer = await _server.SendAsync("PUT", "/fhir/Observation/o1", Plain("o1"));

        _server.Store.Compartment("b").Select(resource => resource.Id).Should().Equal("b");
    }

    private Importer Importer =>
        new(
            _server.Store,
            DicomArchive.Open(_server.Temporary.Folder),
            new TaskQueue(_server.Store, _server.Temporary.Clock),
            _server.Temporary.Clock
        );

    private static ImportSource Source(string name, string text) =>
        new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static Bundle Put(Bundle.BundleType type, Resource resource) =>
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

    private static Observation Plain(string id, string? patient = null) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Code = new CodeableConcept { Text = "x" },
            Subject = patient is null ? null : new ResourceReference("Patient/" + patient),
        };

    private static ImagingStudy Study(string patient) =>
        new()
        {
            Id = "s1",
            Status = ImagingStudy.ImagingStudyStatus.Available,
            Subject = new ResourceReference("Patient/" + patient),
        };

    private static DiagnosticReport SignedReport() =>
        new()
        {
            Id = "r1",
            Status = DiagnosticReport.DiagnosticReportStatus.Final,
            Code = new CodeableConcept { Text = "x" },
            Subject = new ResourceReference("Patient/p1"),
            ImagingStudy = [new ResourceReference("ImagingStudy/s1")],
            Meta = new() { Security = [Ai] },
        };

    private static Provenance Signature() =>
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

    private static Signature OneSignature() =>
        new()
        {
            Type = [new("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.1")],
            When = DateTimeOffset.UnixEpoch,
            Who = new ResourceReference("Practitioner/d1"),
        };

    private static DomainResource Signed(DomainResource resource)
    {
        resource.AddExtension("http://example.org/signed", OneSignature());
        return resource;
    }

    private static FhirTask Work(string behind) =>
        new()
        {
            Id = "f1",
            Status = FhirTask.TaskStatus.Completed,
            Intent = FhirTask.TaskIntent.Order,
            Code = new CodeableConcept(CodeSystems.Work + behind, "imaging"),
        };

    private static Bundle Holding(Resource inner) =>
        new()
        {
            Id = "f1",
            Type = Bundle.BundleType.Collection,
            Entry = [new() { FullUrl = "http://example.org/inside/1", Resource = inner }],
        };

    private static Resource Forged(string kind)
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
                                                Part = [new() { Name = "b", Resource = Forged("audit-event") }],
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
