using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>What a signed document rests on, and so what must stay as long as the signature does.</summary>
internal static class SignedDocuments
{
    /// <summary>
    /// The resources that a signature's Provenance or a final generated report refers to: patient, study, evidence, text.
    /// Empty for everything else.
    /// </summary>
    public static IReadOnlyList<(string Type, string Id)> RestsOn(Resource resource)
    {
        var isSigned = resource switch
        {
            Provenance { Signature.Count: > 0 } => true,
            DiagnosticReport report => ContentClaims.SaysAi(report) && ReportStatus.IsFinal(report),
            _ => false,
        };
        if (!isSigned)
            return [];
        var found = new HashSet<(string, string)>();
        References.Each(
            resource,
            reference =>
            {
                if (reference.Reference is { } url && References.Split(url) is { Type.Length: > 0 } target)
                    found.Add(target);
            }
        );
        return [.. found];
    }
}
