using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Terminology;

namespace Xinglin.Records.Import;

/// <summary>What a file from outside may never do: write the audit trail, forge work, or replace what was made or signed here.</summary>
internal static class Protection
{
    /// <summary>The refusal of a resource, or null when it may be stored.</summary>
    public static RefusedItem? Check(FhirStore store, string place, Resource resource)
    {
        if (
            resource.Id is not { } id
            || id.Length > 64
            || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
        )
        {
            return FhirRefusals.WrongId(place);
        }
        if (resource is AuditEvent or Parameters or OperationOutcome or FhirTask)
        {
            return FhirRefusals.NotStorable(place, resource.TypeName);
        }
        // Only what a model or a signature can be on is worth a look before every write.
        if (
            resource is DiagnosticReport or RiskAssessment or Observation or Provenance or Device or Binary or CarePlan
            && store.Read(resource.TypeName, id) is { } current
            && (Labels.IsAi(current) || current is Provenance { Signature.Count: > 0 })
        )
        {
            return FhirRefusals.WouldOverwrite(place, resource.TypeName);
        }
        return null;
    }
}
