using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// What says of another resource where it comes from, who verified it, or what takes its place: a Provenance whatever its agents are
/// called, a VerificationResult, a document that replaces, transforms or signs another. Of what this server made, only this server and
/// a person at its pages say so.
/// </summary>
internal static class AuthorshipClaims
{
    private static readonly char[] Between = ['/', '\\', '?', '#', '&', '=', '|', ' ', '\t', '\r', '\n'];

    private static readonly Dictionary<string, string> Types = ModelInfo.SupportedResources.ToDictionary(
        name => name,
        name => name,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>What such claims of a resource, or of one inside it, are about; the type is empty where only an id is told.</summary>
    public static IEnumerable<(string Type, string Id)> Of(Resource resource) =>
        ContentClaims
            .Inside(resource)
            .SelectMany(Targets)
            .Select(target => target?.Reference)
            .OfType<string>()
            .SelectMany(Named);

    /// <summary>The element that such a claim stands in.</summary>
    public static string ElementOf(Resource resource) =>
        resource is Composition or DocumentReference ? "relatesTo" : "target";

    private static IEnumerable<ResourceReference?> Targets(Resource resource) =>
        resource switch
        {
            Provenance provenance => provenance.Target,
            VerificationResult result => result.Target,
            Composition composition => composition
                .RelatesTo.Where(relation => TakesPlace(relation.CodeElement))
                .Select(relation => relation.Target as ResourceReference),
            DocumentReference document => document
                .RelatesTo.Where(relation => TakesPlace(relation.CodeElement))
                .Select(relation => relation.Target),
            _ => [],
        };

    /// <summary>Replaces, transforms, signs; to append something to another document leaves that as it is.</summary>
    private static bool TakesPlace(PrimitiveType? code) => code?.JsonValue as string != "appends";

    /// <summary>
    /// Every type with the id behind it, and every id of ours, in an address however it is written: this server is reached under more
    /// than one name, and a reader passes over a blank, a slash too many or letters of another case.
    /// </summary>
    private static IEnumerable<(string Type, string Id)> Named(string reference)
    {
        var parts = LookAlikes
            .Plain(Uri.UnescapeDataString(reference))
            .Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0 && Types.TryGetValue(parts[i - 1], out var type))
                yield return (type, parts[i]);
            else if (ReservedIds.IsReserved(parts[i]))
                yield return ("", parts[i]);
        }
    }
}
