using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>Who made the version that was read. It comes from the store's own column, never from the content.</summary>
/// <param name="Kind">Kind of the origin.</param>
/// <param name="Actor">Identifier of the account, token or command.</param>
public sealed record Authorship(OriginKind Kind, string Actor)
{
    /// <summary>The product made it, or a person at its pages.</summary>
    public bool IsOwn => Kind is OriginKind.Product or OriginKind.Person;
}

/// <summary>Asks a resource that was read from the store who made it.</summary>
public static class AuthorshipOfResources
{
    /// <summary>Who made this version; null for a resource that did not come from the store.</summary>
    public static Authorship? Authorship(this Resource resource) => ((IAnnotated)resource).Annotation<Authorship>();

    /// <summary>Notes on a resource that was read or stored who made this version.</summary>
    internal static void Note(Resource resource, Authorship authorship) =>
        ((IAnnotatable)resource).SetAnnotation(authorship);

    /// <summary>
    /// True when this version was made by the product or by a person at its pages: the only drafts, predictions, signatures
    /// and Tasks that count, whatever another content says about itself.
    /// </summary>
    public static bool IsOwn(this Resource resource) => resource.Authorship()?.IsOwn == true;
}
