using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Drafts;

namespace Xinglin.Reports.Signing;

/// <summary>The resources of a signature after which another must follow: the report stays <c>preliminary</c> and has no PDF.</summary>
internal static class PreliminarySignatureWrites
{
    public static IReadOnlyList<Write> ToWrites(StoredDraft stored, SigningRequest request, PreliminarySignature signed)
    {
        var report = (DiagnosticReport)stored.Report.DeepCopy();
        // A signature is never written over: each is named after the version that was signed.
        var id = $"{stored.Draft.Id}-signed-{stored.Version}";
        var holds = PreliminarySignatures.Of(stored);
        report.RemoveExtension(PreliminarySignatures.Extension);
        foreach (
            var earlier in stored
                .Report.GetExtensions(PreliminarySignatures.Extension)
                .Where(note => holds.Any(one => one.ContentHash == note.GetExtension("hash")?.Value?.ToString()))
        )
        {
            report.Extension.Add((Extension)earlier.DeepCopy());
        }
        report.Extension.Add(PreliminarySignatures.Write(signed, id));
        DraftResources.AddReviewer(report, request.Signer.UserId);
        var provenance = new Provenance
        {
            Id = id,
            Target = [new ResourceReference($"DiagnosticReport/{stored.Draft.Id}/_history/{stored.Version}")],
            Occurred = new FhirDateTime(signed.At),
            Recorded = signed.At,
            Agent = [SignedResources.Agent(request.Meaning, request.Signer)],
            Entity = [.. SignedResources.Sources(stored.Draft).Select(SignedResources.Source)],
            Signature =
            [
                new Signature
                {
                    Type = [SignedResources.Meaning(request.Meaning)],
                    WhenElement = new Instant(signed.At),
                    Who = SignedResources.Signer(request.Signer),
                    SigFormat = "application/json",
                    Data = Encoding.UTF8.GetBytes(
                        $$"""{"contentSha256":"{{signed.ContentHash}}","secondAuthentication":"password"}"""
                    ),
                },
            ],
        };
        DraftResources.Label(provenance, stored.Draft);
        return [new Write(report, stored.Version), new Write(provenance)];
    }
}
