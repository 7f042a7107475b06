using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir;

/// <summary>What a damaged resource said when it could still be read.</summary>
public static class LastWholeVersion
{
    /// <summary>
    /// The newest version that can still be read, to name by it what is damaged; null when there is none. It tells what the
    /// record was called once, not what it says now.
    /// </summary>
    public static T? LastWhole<T>(this FhirStore store, string id)
        where T : Resource =>
        store
            .History(ModelInfo.GetFhirTypeNameForType(typeof(T))!, id)
            .OfType<T>()
            .FirstOrDefault(version => !Damage.IsDamaged(version));
}
