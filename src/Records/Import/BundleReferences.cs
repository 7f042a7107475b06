using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;

namespace Xinglin.Records.Import;

/// <summary>
/// Makes the references inside a Bundle point to the resources as they will be stored: <c>urn:uuid:</c>, absolute
/// addresses of the Bundle's own entries, and conditional references (<c>Patient?identifier=…</c>).
/// </summary>
internal sealed class BundleReferences
{
    private readonly FhirStore store;
    private readonly Dictionary<string, string> byUrl = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> existing = new(StringComparer.Ordinal);
    private readonly ILookup<(string Type, string Identifier), string> byIdentifier;

    public BundleReferences(FhirStore store, IReadOnlyList<BundleEntry> entries)
    {
        this.store = store;
        var good = entries.Where(e => e.Resource is not null).ToList();
        foreach (var entry in good)
        {
            if (entry.FullUrl is not { } url)
            {
                continue;
            }
            if (entry.IfNoneExist is { } condition && Stored(entry.Resource!.TypeName, Query(condition)) is { } there)
            {
                byUrl[url] = existing[url] = there;
            }
            byUrl.TryAdd(url, $"{entry.Resource!.TypeName}/{entry.Resource.Id}");
        }
        byIdentifier = good.SelectMany(e => Identifiers(e.Resource!))
            .ToLookup(p => (p.Type, p.Identifier), p => p.Reference);
    }

    /// <summary>
    /// True when the entry is only to be created if nothing like it exists, and something does: references to it then mean
    /// what is there (FHIR R4 http.html#ccreate).
    /// </summary>
    public bool Exists(BundleEntry entry) =>
        entry.FullUrl is { } url && existing.TryGetValue(url, out var there) && byUrl[url] == there;

    /// <summary>Resolves every reference of a resource.</summary>
    /// <returns>The first reference that points to nothing, or null when all are resolved.</returns>
    public string? Resolve(Resource resource)
    {
        string? unresolved = null;
        References.Each(
            resource,
            reference =>
            {
                if (reference.Reference is not { } target)
                {
                    return;
                }
                if (byUrl.TryGetValue(target, out var here))
                {
                    reference.Reference = here;
                }
                else if (target.Contains('?') && !target.Contains("://", StringComparison.Ordinal))
                {
                    if (Conditional(target) is { } found)
                    {
                        reference.Reference = found;
                    }
                    else
                    {
                        unresolved ??= target;
                    }
                }
                else if (
                    target.StartsWith("urn:uuid:", StringComparison.Ordinal)
                    || target.StartsWith("urn:oid:", StringComparison.Ordinal)
                )
                {
                    unresolved ??= target;
                }
            }
        );
        return unresolved;
    }

    /// <summary>The one resource, here or in the store, that <c>Type?identifier=…</c> finds; null when none or several.</summary>
    private string? Conditional(string search)
    {
        var question = search.IndexOf('?');
        var type = search[..question];
        var query = Query(search[(question + 1)..]);
        return
            query is [{ Key: "identifier" } only] && byIdentifier[(type, only.Value)].Distinct().ToList() is [var one]
            ? one
            : Stored(type, query);
    }

    private string? Stored(string type, List<KeyValuePair<string, string>> query)
    {
        if (!ModelInfo.IsKnownResource(type) || query.Count == 0)
        {
            return null;
        }
        try
        {
            return store.Search(new(type, query, 2)).Resources is [var found] ? $"{type}/{found.Id}" : null;
        }
        catch (SearchRefusedException)
        {
            return null;
        }
    }

    private static List<KeyValuePair<string, string>> Query(string text) =>
        [
            .. text.Split('&')
                .Select(p => p.Split('=', 2))
                .Where(p => p.Length == 2)
                .Select(p => new KeyValuePair<string, string>(p[0], Uri.UnescapeDataString(p[1]))),
        ];

    private static IEnumerable<(string Type, string Identifier, string Reference)> Identifiers(Resource resource)
    {
        if (!resource.TryGetValue("identifier", out var value) || value is not IEnumerable<Base> identifiers)
        {
            yield break;
        }
        foreach (var identifier in identifiers.OfType<Identifier>())
        {
            if (identifier.Value is { } text)
            {
                yield return (resource.TypeName, $"{identifier.System}|{text}", $"{resource.TypeName}/{resource.Id}");
            }
        }
    }
}
