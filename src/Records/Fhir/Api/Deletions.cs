using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Api;

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
}
