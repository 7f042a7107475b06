namespace Xinglin.Records.Fhir.Resources;

/// <summary>A resource that a signature rests on and that was stored anew since.</summary>
/// <param name="Signature">Id of the signature's Provenance.</param>
/// <param name="SignedVersion">The version at the time of the signature; null when there was none.</param>
/// <param name="Version">The current one.</param>
public sealed record ChangedEvidence(
    string Type,
    string Id,
    string Signature,
    DateTimeOffset SignedAt,
    string? SignedVersion,
    long Version,
    DateTimeOffset ChangedAt,
    bool Deleted
);
