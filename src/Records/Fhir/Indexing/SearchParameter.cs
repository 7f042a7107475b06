using System.Collections.Frozen;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Indexing;

/// <summary>One search parameter that this store indexes and answers.</summary>
/// <param name="Owner">Resource type it belongs to.</param>
/// <param name="Code">Name in the address, such as <c>birthdate</c>.</param>
/// <param name="Kind">How values are compared.</param>
/// <param name="Url">Canonical address of the definition in FHIR R4.</param>
/// <param name="Documentation">The definition's own description.</param>
/// <param name="Select">The indexed values of a resource.</param>
/// <param name="Starts">Elements of the resource without which nothing is selected; null when it must always be asked.</param>
/// <param name="Targets">For references: the resource types it may point to.</param>
/// <param name="Types">Types of the elements that it looks at; empty when the model does not tell.</param>
internal sealed record SearchParameter(
    string Owner,
    string Code,
    SearchParamType Kind,
    string Url,
    string Documentation,
    SearchPath.Selector Select,
    IReadOnlySet<string>? Starts,
    IReadOnlySet<string> Targets,
    IReadOnlySet<Type> Types
)
{
    public string Name => Owner + "." + Code;
}

/// <summary>
/// The search parameters of FHIR R4 that are served: all of the standard with an expression, except composite and special
/// ones. Built once for each resource type, at first use.
/// </summary>
internal static class SearchParameters
{
    private static readonly FrozenDictionary<string, Lazy<FrozenDictionary<string, SearchParameter>>> ByType =
        ModelInfo.SupportedResources.ToFrozenDictionary(
            type => type,
            type => new Lazy<FrozenDictionary<string, SearchParameter>>(() => Build(type))
        );

    /// <summary>The parameters of a resource type by code; empty for an unknown type.</summary>
    public static FrozenDictionary<string, SearchParameter> Of(string type) =>
        ByType.TryGetValue(type, out var known) ? known.Value : FrozenDictionary<string, SearchParameter>.Empty;

    private static FrozenDictionary<string, SearchParameter> Build(string type)
    {
        var found = new Dictionary<string, SearchParameter>(StringComparer.Ordinal);
        foreach (var definition in ModelInfo.SearchParameters.Where(d => d.Resource == type))
        {
            if (definition.Type is SearchParamType.Composite or SearchParamType.Special || definition.Code is null)
                continue;
            if (string.IsNullOrEmpty(definition.Expression) || definition.Code is "_id" or "_lastUpdated")
                continue;
            if (SearchPath.Compile(definition.Expression, type, out var plain) is not { } select)
                continue;
            found[definition.Code] = new(
                type,
                definition.Code,
                definition.Type,
                definition.Url ?? "",
                definition.Description?.ToString() ?? "",
                select,
                plain ? SearchPath.Starts(definition.Expression, type) : null,
                (definition.Target ?? []).Select(t => t.ToString()).ToHashSet(),
                ElementTypes.Of(definition.Expression, type)
            );
        }
        foreach (var (code, kind, expression) in OfEveryResource)
        {
            found[code] = new(
                type,
                code,
                kind,
                $"http://hl7.org/fhir/SearchParameter/Resource-{code[1..]}",
                $"{expression} of any resource",
                SearchPath.Compile(expression, type, out _)!,
                SearchPath.Starts(expression, type),
                new HashSet<string>(),
                ElementTypes.Of(expression, type)
            );
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static readonly (string Code, SearchParamType Kind, string Expression)[] OfEveryResource =
    [
        ("_tag", SearchParamType.Token, "Resource.meta.tag"),
        ("_security", SearchParamType.Token, "Resource.meta.security"),
        ("_profile", SearchParamType.Uri, "Resource.meta.profile"),
        ("_source", SearchParamType.Uri, "Resource.meta.source"),
    ];
}
