using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>
/// Where the links between the entries of a Bundle lead once its resources have their ids (FHIR R4 http.html 3.1.0.11.2): in
/// references, in elements of type uri and url, and in links and images of the narrative; not in canonical ones, and not in those
/// of type oid and uuid, which can hold nothing else.
/// </summary>
public sealed partial class BundleLinks
{
    private readonly Dictionary<string, string> _placeOf = new(StringComparer.Ordinal);
    private readonly List<Action> _undo = [];

    /// <summary>An entry's <c>fullUrl</c> stands for this place from now on.</summary>
    /// <param name="place"><c>Type/id</c></param>
    /// <returns>False when another entry has the same fullUrl.</returns>
    public bool Add(string fullUrl, string place) => _placeOf.TryAdd(fullUrl, place);

    /// <summary>Where a fullUrl leads; null when no entry has it.</summary>
    public string? PlaceOf(string fullUrl) => _placeOf.GetValueOrDefault(fullUrl);

    /// <summary>Rewrites every link of a resource.</summary>
    /// <param name="fullUrl">Of the entry that holds it: relative references are read from there.</param>
    /// <param name="conditional">Resolves <c>Type?criteria</c>; null when nothing is found.</param>
    /// <param name="baseUrl">Of this server: references into it become relative, as by <see cref="References.MakeRelative"/>.</param>
    /// <returns>The first reference that leads nowhere, or null when all are resolved.</returns>
    public string? Rewrite(
        Resource resource,
        string? fullUrl,
        Func<string, string, string?> conditional,
        string? baseUrl = null
    )
    {
        string? unresolved = null;
        var own = baseUrl is null ? null : baseUrl + "/";
        var server = ServerOf(fullUrl);
        Elements.Each(resource, Visit);
        return unresolved;

        bool Visit(Base value)
        {
            switch (value)
            {
                case ResourceReference { Reference: { } url } reference:
                    if (own is not null && url.StartsWith(own, StringComparison.OrdinalIgnoreCase))
                        reference.Reference = url = url[own.Length..];
                    if (Target(url, server, conditional) is { } target)
                        Change(url, target, text => reference.Reference = text);
                    else if (References.LeadsNowhere(url))
                        unresolved ??= url;
                    break;
                case FhirUri { Value: { } link } uri when _placeOf.TryGetValue(link, out var place):
                    Change(link, place, text => uri.Value = text);
                    break;
                case FhirUrl { Value: { } link } url when _placeOf.TryGetValue(link, out var place):
                    Change(link, place, text => url.Value = text);
                    break;
                case Narrative { Div: { } div } narrative:
                    var rewritten = Links().Replace(div, Linked);
                    if (rewritten != div)
                        Change(div, rewritten, text => narrative.Div = text);
                    break;
            }
            return true;
        }
    }

    /// <summary>Puts back what was rewritten, so that the same content can be resolved anew.</summary>
    public void Reset()
    {
        for (var i = _undo.Count - 1; i >= 0; i--)
            _undo[i]();
        _undo.Clear();
        _placeOf.Clear();
    }

    private void Change(string before, string after, Action<string> set)
    {
        if (before == after)
            return;
        set(after);
        _undo.Add(() => set(before));
    }

    private string? Target(string url, string? server, Func<string, string, string?> conditional)
    {
        if (_placeOf.TryGetValue(url, out var place))
            return place;
        // The criteria may hold an address themselves: Patient?identifier=http://hospital.example/mrn|7.
        if (url.Split('?', 2) is [var type, var criteria] && ResourceTypes.IsKnown(type))
            return conditional(type, criteria);
        if (url.Contains("://", StringComparison.Ordinal) || url.StartsWith('#'))
            return null;
        return server is not null && _placeOf.TryGetValue(server + url, out place) ? place : null;
    }

    private string Linked(Match link)
    {
        var url = link.Groups["url"];
        return _placeOf.TryGetValue(url.Value, out var place)
            ? string.Concat(
                link.Value.AsSpan(0, url.Index - link.Index),
                place,
                link.Value.AsSpan(url.Index - link.Index + url.Length)
            )
            : link.Value;
    }

    /// <summary><c>http://a/fhir/</c> of <c>http://a/fhir/Patient/1</c>; null for an address that is no server's.</summary>
    private static string? ServerOf(string? fullUrl)
    {
        if (fullUrl is null || fullUrl.Split('/') is not [_, _, _, .., var type, _] || !ResourceTypes.IsKnown(type))
            return null;
        return fullUrl[..(fullUrl.LastIndexOf('/', fullUrl.LastIndexOf('/') - 1) + 1)];
    }

    [GeneratedRegex("""\b(?:href|src)\s*=\s*(?:"(?<url>[^"]*)"|'(?<url>[^']*)')""", RegexOptions.CultureInvariant)]
    private static partial Regex Links();
}
