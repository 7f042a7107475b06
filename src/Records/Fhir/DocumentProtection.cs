using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;

namespace Xinglin.Records.Fhir;

/// <summary>What a signed document and a sealed chart ask of the store.</summary>
public static class DocumentProtection
{
    /// <summary>
    /// From now on, what this product made is given out only where this says that it is not altered: by type and id, whether it no
    /// longer is what a person signed.
    /// </summary>
    public static void Guard(this FhirStore store, Func<string, string, bool> isAltered) =>
        store.Texts.IsAltered = isAltered;

    /// <summary>Whether something is no longer what a person signed; false while nobody guards the store.</summary>
    public static bool IsAltered(this FhirStore store, string type, string id) =>
        store.Texts.IsAltered?.Invoke(type, id) == true;

    /// <summary>SHA-256 of an archived film as it came in; null when that was not kept.</summary>
    public static byte[]? HashOfFilm(this FhirStore store, string sopInstanceUid) =>
        store.Texts.HashOfFilm(sopInstanceUid);

    /// <summary>
    /// Whether the code beside the current version says that it is, byte for byte, what this program wrote.
    /// </summary>
    public static bool IsAsWritten(this FhirStore store, string type, string id) =>
        store.Find(type, id) is { IsWhole: true };

    /// <summary>Whether a person sealed the patient's chart: what documents it has are neither changed nor deleted.</summary>
    public static bool IsSealed(this FhirStore store, string patientId) => store.Texts.IsSealed(patientId);

    /// <summary>
    /// Whether a resource was there and was taken back: deleted, or marked as entered in error. Whoever brings the same content again
    /// leaves it so.
    /// </summary>
    public static bool IsWithdrawn(this FhirStore store, string type, string id) =>
        store.Find(type, id) is { } version && (version.Deleted || EnteredInError.Says(version.Resource()));

    /// <summary>Until when signed documents keep a resource; null when none does.</summary>
    public static DateTimeOffset? RetainedUntil(this FhirStore store, string type, string id) =>
        store.Texts.RetainedUntil(type, id);

    /// <summary>The signatures and signed reports that rest on a resource, by type and id.</summary>
    public static IReadOnlyList<(string Type, string Id)> RestingOn(this FhirStore store, string type, string id) =>
        store.Texts.RestingOn(type, id);

    /// <summary>
    /// Evidence of signed documents that has another version now than when they were signed; of all when
    /// <paramref name="only"/> is null. One query of the index, no chart.
    /// </summary>
    public static IReadOnlyList<ChangedEvidence> ChangedEvidence(
        this FhirStore store,
        (string Type, string Id)? only = null
    ) => store.Texts.ChangedEvidence(only);

    /// <summary>The id of the Flag that seals a patient's chart.</summary>
    public static string SealOf(string patientId) => RetentionRules.SealOf(patientId);
}
