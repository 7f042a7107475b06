using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Preconditions;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary>Deletions name what they delete and need nothing of its content, so that what cannot be read can still be deleted.</summary>
internal static class Deletions
{
    /// <param name="versions">As <see cref="Write.IfVersion"/>.</param>
    public static Write Of(string type, string id, string? versions)
    {
        var nameOnly = (Resource)Activator.CreateInstance(ModelInfo.GetTypeForFhirType(type)!)!;
        nameOnly.Id = id;
        return new Write(nameOnly, versions, Delete: true);
    }

    /// <summary>
    /// The deletion as it is to be carried out; null where there is nothing to delete, which is no fault (FHIR R4
    /// http.html#delete).
    /// </summary>
    /// <exception cref="VersionConflictException">Only certain versions were to be deleted, and none is there.</exception>
    public static Write? Of(string type, string id, string? versions, Lookups lookups)
    {
        if (lookups.PresenceOf(type, id) == Presence.There)
            return Of(type, id, versions);
        return versions is null ? null : throw new VersionConflictException(type, id, versions, "0");
    }
}
