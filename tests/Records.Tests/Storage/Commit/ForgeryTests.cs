using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Tasks;
using Xinglin.Records.Tests.Fhir;
using Xinglin.Terminology.Codes;
using static Xinglin.Records.Tests.Storage.Commit.Forgery;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>What a program, an upload or a command once could plant, at every door: the interface, a Bundle, an import, the store itself.</summary>
public sealed class ForgeryTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

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
    [MemberData(nameof(Forgery.Kinds), MemberType = typeof(Forgery))]
    public async Task What_says_it_was_made_here_is_refused_at_every_door(string forgery)
    {
        var resource = Forgery.Of(forgery);
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
        var report = (DiagnosticReport)Forgery.Of("final-ai-report");
        var bundle = new Bundle { Type = Bundle.BundleType.Transaction };
        foreach (
            var part in new[]
            {
                Forgery.Of("draft-text"),
                report,
                Forgery.Of("signature"),
                Forgery.Of("pdf-of-a-draft"),
            }
        )
        {
            bundle.Entry.AddRange(Put(Bundle.BundleType.Transaction, part).Entry);
        }

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
            Meta = new() { Security = [new(CodeSystems.ObservationValue, "AIAST")] },
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
}
