using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Fhir;

public sealed class ClientRuleTests : IAsyncLifetime
{
    private static readonly Coding Ai = new("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "AIAST");
    private static readonly Coding Synthetic = new("http://terminology.hl7.org/CodeSystem/v3-ActReason", "HTEST");
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public Task A_program_cannot_make_a_report_with_the_AI_label_final() =>
        _server
            .SendAsync("POST", "/fhir/DiagnosticReport", Report(DiagnosticReport.DiagnosticReportStatus.Final))
            .ShouldRefuseAsync(
                422,
                Issue.BusinessRule,
                "This DiagnosticReport cannot be stored: a report that carries the AI label becomes final by a person's signature on the page only.",
                "DiagnosticReport.status"
            );

    [Fact]
    public Task A_program_cannot_send_in_a_draft()
    {
        var report = Report(DiagnosticReport.DiagnosticReportStatus.Preliminary);
        report.PresentedForm.Add(new() { ContentType = "application/vnd.xinglin.draft+json", Data = [1] });
        return _server
            .SendAsync("PUT", "/fhir/DiagnosticReport/r1", report)
            .ShouldRefuseAsync(
                422,
                Issue.BusinessRule,
                "This DiagnosticReport cannot be stored: a draft is written by the server from its evidence, not sent in.",
                "DiagnosticReport.presentedForm"
            );
    }

    [Fact]
    public async Task A_program_cannot_change_or_delete_a_draft_not_even_inside_a_transaction()
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            [new Write(Report(DiagnosticReport.DiagnosticReportStatus.Preliminary))]
        );
        const string Reason =
            "DiagnosticReport/r1 cannot be changed by a program: drafts and signed reports are changed by a clinician on the page only.";
        var plain = Report(DiagnosticReport.DiagnosticReportStatus.Final);
        plain.Meta = null;

        await _server
            .SendAsync("PUT", "/fhir/DiagnosticReport/r1", plain)
            .ShouldRefuseAsync(403, Issue.Forbidden, Reason);
        await _server.Client.DeleteAsync("/fhir/DiagnosticReport/r1").ShouldRefuseAsync(403, Issue.Forbidden, Reason);
        var bundle = new Bundle
        {
            Type = Bundle.BundleType.Transaction,
            Entry =
            [
                new()
                {
                    Resource = plain,
                    Request = new() { Method = Bundle.HTTPVerb.PUT, Url = "DiagnosticReport/r1" },
                },
            ],
        };
        await _server
            .SendAsync("POST", "/fhir", bundle)
            .ShouldRefuseAsync(403, Issue.Forbidden, "Bundle.entry[0]: " + Reason, "Bundle.entry[0]");
        _server
            .Store.Read<DiagnosticReport>("r1")!
            .Status.Should()
            .Be(DiagnosticReport.DiagnosticReportStatus.Preliminary);
    }

    [Fact]
    public Task A_program_cannot_sign() =>
        _server
            .SendAsync(
                "POST",
                "/fhir/Provenance",
                new Provenance
                {
                    Target = [new("DiagnosticReport/r1")],
                    Recorded = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
                    Agent = [new() { Who = new("Practitioner/d1") }],
                    Signature =
                    [
                        new()
                        {
                            Type = [new("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.1")],
                            When = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
                            Who = new ResourceReference("Practitioner/d1"),
                        },
                    ],
                }
            )
            .ShouldRefuseAsync(
                422,
                Issue.BusinessRule,
                "This Provenance cannot be stored: signatures are made by a person on the page only.",
                "Provenance.signature"
            );

    [Fact]
    public async Task A_synthetic_patient_stays_marked_as_synthetic()
    {
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [
                new Write(
                    new Patient
                    {
                        Id = "p1",
                        Meta = new() { Tag = [Synthetic] },
                    }
                ),
            ]
        );

        await _server
            .SendAsync("PUT", "/fhir/Patient/p1", new Patient { Id = "p1" })
            .ShouldRefuseAsync(
                422,
                Issue.BusinessRule,
                "Patient/p1 is synthetic and keeps the label HTEST: leave it in meta.",
                "Patient.meta"
            );
    }

    [Fact]
    public async Task What_was_generated_stays_as_it_was_generated()
    {
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(
                    new RiskAssessment
                    {
                        Id = "a1",
                        Meta = new() { Security = [Ai] },
                        Status = ObservationStatus.Preliminary,
                        Subject = new("Patient/p1"),
                    }
                ),
                new Write(
                    new Binary
                    {
                        Id = "b1",
                        ContentType = "application/vnd.xinglin.reading+json",
                        Data = [1],
                    }
                ),
            ]
        );
        var risk = new RiskAssessment
        {
            Id = "a1",
            Status = ObservationStatus.Final,
            Subject = new("Patient/p1"),
        };

        await _server
            .SendAsync("PUT", "/fhir/RiskAssessment/a1", risk)
            .ShouldRefuseAsync(
                403,
                Issue.Forbidden,
                "RiskAssessment/a1 cannot be changed by a program: this server made it, and what it made stays as it was made."
            );
        await _server
            .SendAsync(
                "PUT",
                "/fhir/Binary/b1",
                new Binary
                {
                    Id = "b1",
                    ContentType = "text/plain",
                    Data = [2],
                }
            )
            .ShouldRefuseAsync(
                403,
                Issue.Forbidden,
                "Binary/b1 cannot be changed by a program: it holds a reading or a document of this server."
            );
        await _server
            .SendAsync(
                "POST",
                "/fhir/Binary",
                new Binary { ContentType = "application/vnd.xinglin.draft+json", Data = [2] }
            )
            .ShouldRefuseAsync(
                422,
                Issue.BusinessRule,
                "This Binary cannot be stored: readings and drafts are written by the server from their evidence, not sent in.",
                "Binary.contentType"
            );
    }

    private static DiagnosticReport Report(DiagnosticReport.DiagnosticReportStatus status) =>
        new()
        {
            Id = "r1",
            Meta = new() { Security = [Ai] },
            Status = status,
            Code = new() { Text = "Chest film" },
            Subject = new("Patient/p1"),
        };
}
