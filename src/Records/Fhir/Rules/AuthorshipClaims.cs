using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// A Provenance that says who wrote, checked or legally authenticated something: of what this server made, only a person at its
/// pages says so.
/// </summary>
internal static class AuthorshipClaims
{
    /// <summary>
    /// Of v3-DocumentCompletion and v3-ParticipationType (authenticated, legally authenticated, author, verifier and the like), of
    /// provenance-participant-type, and of contractsignertypecodes.
    /// </summary>
    private static readonly HashSet<string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        "LA",
        "AU",
        "DO",
        "AUT",
        "AUTHEN",
        "AUTHN",
        "VRF",
        "author",
        "verifier",
        "attester",
        "legal",
        "VERF",
        "REV",
        "RESP",
        "SPC",
        "CWRT",
        "COAUTH",
    };

    /// <summary>Words of a text or display that say the same.</summary>
    private static readonly string[] Words = ["authenticat", "author", "verif", "attest", "sign", "签", "审核", "作者"];

    /// <summary>
    /// The targets of a Provenance, or of one inside the resource, that are said to be written, checked or authenticated by somebody.
    /// </summary>
    public static IEnumerable<(string Type, string Id)> Of(Resource resource) =>
        ContentClaims
            .Inside(resource)
            .OfType<Provenance>()
            .Where(Claims)
            .SelectMany(provenance => provenance.Target)
            .Select(target => target.Reference)
            .OfType<string>()
            .Select(Tail)
            .Where(target => target.Type.Length > 0);

    /// <summary>What an address ends in: this server is reached under more than one name.</summary>
    private static (string Type, string Id) Tail(string reference)
    {
        var parts = reference.Split('?', '#')[0].Split('/');
        var end = parts is [.., "_history", _] ? parts.Length - 2 : parts.Length;
        return end < 2 ? ("", reference) : References.Split($"{parts[end - 2]}/{parts[end - 1]}");
    }

    private static bool Claims(Provenance provenance) =>
        provenance.Agent.SelectMany(agent => agent.Role.Append(agent.Type)).Append(provenance.Activity).Any(Says);

    private static bool Says(CodeableConcept? concept) =>
        concept is not null
        && (
            SaysInWords(concept.Text)
            || concept.Coding.Any(coding =>
                (coding.Code is { } code && Codes.Contains(LookAlikes.Plain(code)))
                // ASTM E1762: the meanings of signatures.
                || coding.Code?.StartsWith("1.2.840.10065.1.12.1", StringComparison.Ordinal) == true
                || SaysInWords(coding.Display)
            )
        );

    private static bool SaysInWords(string? text)
    {
        if (text is null)
            return false;
        var plain = LookAlikes.Plain(text);
        return Words.Any(word => plain.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
