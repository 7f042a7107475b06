using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Preconditions;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>
/// Where the links inside a Bundle lead: <c>urn:uuid:</c>, absolute addresses of its own entries, conditional references
/// (<c>Patient?identifier=…</c>), and entries that are only to be created if nothing like them exists. Resolved anew for each
/// try to store the Bundle.
/// </summary>
internal sealed class BundleReferences(IReadOnlyList<BundleEntry> entries) : IDisposable
{
    private readonly BundleLinks _links = new();
    private readonly Dictionary<BundleEntry, string?> _existing = new(ReferenceEqualityComparer.Instance);
    private PendingResources _pending = new();
    private Lookups _lookups = null!;

    /// <summary>Starts from the content as it was read.</summary>
    /// <param name="asked">Asks the store, and keeps the answers as preconditions of what will be stored.</param>
    public void Begin(Lookups asked)
    {
        _lookups = asked;
        _links.Reset();
        _existing.Clear();
        _pending.Dispose();
        _pending = new();
        foreach (var entry in entries.Where(e => e.Resource is not null))
        {
            var place = $"{entry.Resource!.TypeName}/{entry.Resource.Id}";
            if (entry.IfNoneExist is { } condition)
            {
                var matches = Match(entry.Resource.TypeName, condition) ?? [];
                if (matches.Count > 0)
                {
                    _existing[entry] = matches is [var one] ? one : null;
                    place = matches[0];
                }
            }
            if (entry.FullUrl is { } url)
            {
                _links.Add(url, place);
            }
            if (!_existing.ContainsKey(entry))
            {
                _pending.Add(entry.Resource);
            }
        }
    }

    /// <summary>
    /// True when the entry is only to be created if nothing like it exists, and something does: references to it then mean
    /// what is there (FHIR R4 http.html#ccreate).
    /// </summary>
    public bool Exists(BundleEntry entry) => _existing.GetValueOrDefault(entry) is not null;

    /// <summary>True when the entry is only to be created if nothing like it exists, and several things do.</summary>
    public bool IsAmbiguous(BundleEntry entry) => _existing.TryGetValue(entry, out var one) && one is null;

    /// <summary>Resolves every link of an entry's resource.</summary>
    /// <returns>The first reference that points to nothing, or null when all are resolved.</returns>
    public string? Resolve(BundleEntry entry) =>
        _links.Rewrite(
            entry.Resource!,
            entry.FullUrl,
            (type, criteria) => Match(type, criteria) is [var one] ? one : null
        );

    public void Dispose() => _pending.Dispose();

    /// <summary>References to what matches here or in the store, at most two; null when the criteria cannot be searched by.</summary>
    private List<string>? Match(string type, string criteria)
    {
        try
        {
            var parameters = SearchRequest.Parse(criteria.TrimStart('?'));
            if (parameters.Count == 0)
            {
                return null;
            }
            return
            [
                .. _lookups
                    .Match(type, criteria, parameters)
                    .Concat(_pending.Match(type, criteria, parameters))
                    .Distinct()
                    .Take(2)
                    .Select(id => $"{type}/{id}"),
            ];
        }
        catch (SearchRejectedException)
        {
            return null;
        }
    }
}
