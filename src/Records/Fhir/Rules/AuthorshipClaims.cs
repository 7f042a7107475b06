using System.Collections;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Rules;

/// <param name="Type">Empty where only an id is told.</param>
/// <param name="Element">The element of the resource that the claim stands in.</param>
/// <param name="AsAuthor">It says that the named device made or performed something; else it is about the named resource itself.</param>
internal sealed record AuthorshipClaim(string Type, string Id, string Element, bool AsAuthor);

/// <summary>
/// What says of another resource where it comes from, who verified it, or what takes its place: a Provenance whatever its agents are
/// called, a VerificationResult, a Linkage, a document that replaces, transforms or signs another, an extension that says so on
/// anything. Of what this server made, only this server and a person at its pages say so. And what names a device as who made or
/// performed something: a model of this server speaks through this server alone.
/// </summary>
internal sealed class AuthorshipClaims
{
    /// <summary>An address is no longer; what a longer text ends with is looked at.</summary>
    private const int MostText = 8192;

    private static readonly char[] Between = ['/', '\\', '?', '#', '&', '=', '|', ' ', '\t', '\r', '\n'];

    private static readonly Dictionary<string, string> Types = ModelInfo.SupportedResources.ToDictionary(
        name => name,
        name => name,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Elements, in whatever resource, that say who made, performed, checked or told something.</summary>
    private static readonly HashSet<string> Roles = new(StringComparer.Ordinal)
    {
        "agent",
        "assessor",
        "asserter",
        "attester",
        "authenticator",
        "author",
        "enterer",
        "informationSource",
        "interpreter",
        "onBehalfOf",
        "operator",
        "owner",
        "performer",
        "recorder",
        "reporter",
        "requester",
        "resultsInterpreter",
        "sender",
        "source",
        "who",
    };

    private readonly HashSet<AuthorshipClaim> _found = [];

    // The resource that is looked through, and the element of it that is.
    private Resource? _outer;
    private string _element = "";

    /// <summary>The claims of a resource, or of one inside it.</summary>
    public static IReadOnlyCollection<AuthorshipClaim> Of(Resource resource)
    {
        var claims = new AuthorshipClaims { _outer = resource };
        claims.Look(resource, null, new(false, false));
        return claims._found;
    }

    /// <param name="Claims">Whatever is named here is claimed something of.</param>
    /// <param name="Author">Whatever is named here is said to have made something.</param>
    private readonly record struct Scope(bool Claims, bool Author);

    private void Look(Base value, Resource? holder, Scope scope)
    {
        if (value is Narrative)
            return;
        if (value is Resource resource)
        {
            holder = resource;
            scope = new(
                scope.Claims || resource is Provenance or VerificationResult or Linkage,
                scope.Author || (resource is Device && resource != _outer)
            );
        }
        else if (value is Extension extension)
        {
            scope = scope with { Claims = scope.Claims || SaysReplaced(extension.Url) };
        }
        else if (
            value is Composition.RelatesToComponent { CodeElement: var code } && TakesPlace(code)
            || value is DocumentReference.RelatesToComponent { CodeElement: var other } && TakesPlace(other)
        )
        {
            scope = scope with { Claims = true };
        }

        Take(value, scope);
        if (Elements.IsBare(value))
            return;
        foreach (var (name, child) in value.EnumerateElements())
        {
            if (value == _outer)
                _element = name;
            if (child is Base one)
            {
                Look(one, holder, Within(value, holder, name, scope));
            }
            else if (child is IEnumerable many and not string)
            {
                foreach (var item in many)
                {
                    if (item is Base element)
                        Look(element, holder, Within(value, holder, name, scope));
                }
            }
        }
    }

    private static Scope Within(Base value, Resource? holder, string name, Scope scope) =>
        value switch
        {
            // What a thing was made from, or quotes, is no claim of that: a mention.
            Provenance.EntityComponent { Role: var role } when name == "what" => scope with
            {
                Claims =
                    role is not (Provenance.ProvenanceEntityRole.Source or Provenance.ProvenanceEntityRole.Quotation),
            },
            Provenance.AgentComponent when name is "who" or "onBehalfOf" => new(false, true),
            Observation or Media when name == "device" => scope with { Author = true },
            // A code's system, a label, a name to be read: nothing is found by them.
            Meta or CodeableConcept or Coding => new(false, false),
            ResourceReference when name == "display" => new(false, false),
            Resource when name == "replaces" => scope with { Claims = true },
            // Who is asked to do something has not done it.
            _ when name == "performer" && holder?.TypeName.EndsWith("Request", StringComparison.Ordinal) == true =>
                scope,
            _ when Roles.Contains(name) => scope with { Author = true },
            _ => scope,
        };

    private void Take(Base value, Scope scope)
    {
        if (!scope.Claims && !scope.Author)
            return;
        switch (value)
        {
            case PrimitiveType { JsonValue: string text } and not Base64Binary and not XHtml:
                Add(text, scope);
                break;
            case Identifier { System: { } system, Value: { } number }:
                Add($"{system}/{number}", scope);
                break;
            case ResourceReference { Type: { } type, Identifier.Value: { } number }:
                Add($"{type}/{number}", scope);
                break;
        }
    }

    private void Add(string text, Scope scope)
    {
        foreach (var (type, id) in Named(text.Length > MostText ? text[^MostText..] : text))
        {
            if (scope.Claims)
                _found.Add(new(type, id, _element, AsAuthor: false));
            if (scope.Author)
                _found.Add(new(type, id, _element, AsAuthor: true));
        }
    }

    /// <summary>Replaces, transforms, signs; to append something to another document leaves that as it is.</summary>
    private static bool TakesPlace(PrimitiveType? code) => code?.JsonValue as string != "appends";

    /// <summary>
    /// FHIR's <c>replaces</c>, <c>diagnosticReport-replaces</c>, <c>observation-replaces</c> and their like; and
    /// <c>diagnosticReport-addendumOf</c>, which says that a signed report has more to it than its signer wrote.
    /// </summary>
    private static bool SaysReplaced(string? url) =>
        url?.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Any(part =>
                part.Split('-', '.')[^1] is var last
                && (
                    last.Equals("replaces", StringComparison.OrdinalIgnoreCase)
                    || last.Equals("addendumOf", StringComparison.OrdinalIgnoreCase)
                )
            ) == true;

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
