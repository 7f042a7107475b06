using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Api;

/// <summary>
/// What a program may not write: AI drafts, and everything that says a person has signed. Signing is done by a person on
/// the page and nowhere else; generated content keeps its label.
/// </summary>
internal static class ClientRules
{
    private const string OurContent = "application/vnd.xinglin.";
    private const string ValueSystem = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    private const string ReasonSystem = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private const string WorkSystem = "https://xinglin.example/fhir/CodeSystem/work";

    /// <summary>Refuses a resource that a client may not create, and a change of one that it may not touch.</summary>
    /// <exception cref="FhirRefusal">403 or 422 with the reason.</exception>
    public static void Check(Resource resource, FhirStore store)
    {
        CheckNew(resource);
        if (resource.Id is not { } id || store.Read(resource.TypeName, id) is not { } stored)
            return;
        CheckUntouched(stored);
        if (Has(stored, ReasonSystem, "HTEST") && !Has(resource, ReasonSystem, "HTEST"))
            throw new FhirRefusal(
                422,
                OperationOutcome.IssueType.BusinessRule,
                $"{resource.TypeName}/{id} is synthetic and keeps the label HTEST: leave it in meta.",
                $"{resource.TypeName}.meta"
            );
    }

    /// <summary>Refuses to change or delete what was drafted or signed here.</summary>
    /// <exception cref="FhirRefusal">403 with the reason.</exception>
    public static void CheckUntouched(Resource stored)
    {
        var reason = stored switch
        {
            AuditEvent => "the audit trail is append-only",
            DiagnosticReport report when IsDraft(report) || Has(report, ValueSystem, "AIAST") =>
                "drafts and signed reports are changed by a clinician on the page only",
            Binary binary when IsOurs(binary.ContentType) => "it holds a reading or a draft of this server",
            _ when Has(stored, ValueSystem, "AIAST") =>
                "it carries the AI label, and generated content stays as it was generated",
            Provenance { Signature.Count: > 0 } => "signatures are never changed",
            FhirTask task when IsOurWork(task) => "work is carried out by the server",
            _ => null,
        };
        if (reason is not null)
            throw new FhirRefusal(
                403,
                OperationOutcome.IssueType.Forbidden,
                $"{stored.TypeName}/{stored.Id} cannot be changed by a program: {reason}."
            );
    }

    private static void CheckNew(Resource resource)
    {
        switch (resource)
        {
            case DiagnosticReport report when IsDraft(report):
                throw Refused("a draft is written by the server from its evidence, not sent in", "presentedForm");
            case Binary binary when IsOurs(binary.ContentType):
                throw Refused(
                    "readings and drafts are written by the server from their evidence, not sent in",
                    "contentType"
                );
            case DiagnosticReport report when Has(report, ValueSystem, "AIAST") && IsSigned(report):
                throw Refused(
                    "a report that carries the AI label becomes final by a person's signature on the page only",
                    "status"
                );
            case Provenance { Signature.Count: > 0 }:
                throw Refused("signatures are made by a person on the page only", "signature");
            case AuditEvent:
                throw Refused("the server writes its audit trail itself", "type");
            case FhirTask task when IsOurWork(task):
                throw Refused("work is asked for by importing data, or with 'try again' on the page", "code");
            case MedicationRequest { Status: MedicationRequest.MedicationrequestStatus.Active } prescription
                when Has(prescription, ValueSystem, "AIAST"):
                throw Refused("an active prescription cannot carry the AI label: a person prescribes", "status");
        }

        FhirRefusal Refused(string reason, string element) =>
            new(
                422,
                OperationOutcome.IssueType.BusinessRule,
                $"This {resource.TypeName} cannot be stored: {reason}.",
                $"{resource.TypeName}.{element}"
            );
    }

    private static bool IsDraft(DiagnosticReport report) => report.PresentedForm.Any(f => IsOurs(f.ContentType));

    private static bool IsOurs(string? contentType) =>
        contentType?.TrimStart().StartsWith(OurContent, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsSigned(DiagnosticReport report) =>
        report.Status
            is DiagnosticReport.DiagnosticReportStatus.Final
                or DiagnosticReport.DiagnosticReportStatus.Amended
                or DiagnosticReport.DiagnosticReportStatus.Corrected
                or DiagnosticReport.DiagnosticReportStatus.Appended;

    private static bool IsOurWork(FhirTask task) => task.Code?.Coding.Any(c => c.System == WorkSystem) == true;

    private static bool Has(Resource resource, string system, string code) =>
        resource.Meta is { } meta && meta.Security.Concat(meta.Tag).Any(c => c.System == system && c.Code == code);
}
