using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Drafts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>Who signed a document and when, known even when its text or the report itself is damaged.</summary>
/// <param name="By">The signer's name; empty when it is not known.</param>
/// <param name="At">Null when it is not known.</param>
public sealed record SignatureNote(BilingualText By, DateTimeOffset? At)
{
    /// <summary>
    /// Of a report of this program: as it says itself, else as the signature next to it says. Null when nobody signed it here.
    /// </summary>
    public static SignatureNote? Of(FhirStore store, DiagnosticReport report)
    {
        if (!report.IsOwn())
        {
            return null;
        }
        if (!Damage.IsDamaged(report))
        {
            return DraftResources.StatusOf(report) == DraftStatus.Signed
                ? new(SignedLabels.Signers(report), report.Issued)
                : null;
        }
        if (
            store.Read<Provenance>(SignedResources.ProvenanceId(report.Id!)) is not { } provenance
            || !provenance.IsOwn()
        )
        {
            return null;
        }
        return Damage.IsDamaged(provenance)
            ? new(BilingualText.Same(""), null)
            : new(
                SignedLabels.Names(provenance.Signature.Select(signature => signature.Who).OfType<ResourceReference>()),
                provenance.Recorded
            );
    }

    /// <summary>What a row says of a signed document that cannot be read any more.</summary>
    /// <param name="zone">In whose time it is told; the hospital's when null.</param>
    public BilingualText Damaged(TimeZoneInfo? zone = null)
    {
        DateTimeOffset? local = At is { } moment ? TimeZoneInfo.ConvertTime(moment, zone ?? TimeZoneInfo.Local) : null;
        var at = local?.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        return new(
            (By.Zh, at) switch
            {
                ({ Length: > 0 }, { }) => $"{By.Zh} 于 {at} 签署；正文已损坏，请由管理员从备份恢复。",
                _ => "已签署；正文已损坏，请由管理员从备份恢复。",
            },
            (By.En, at) switch
            {
                ({ Length: > 0 }, { }) =>
                    $"Signed by {By.En} at {at}; the text is damaged: an administrator can restore it from a backup.",
                _ => "Signed; the text is damaged: an administrator can restore it from a backup.",
            }
        );
    }
}
