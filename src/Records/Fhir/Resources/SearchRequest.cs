using Hl7.Fhir.Model;
using Microsoft.AspNetCore.WebUtilities;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>A FHIR search in one resource type.</summary>
/// <param name="Type">Resource type, such as <c>Observation</c>.</param>
/// <param name="Parameters">
/// Names with modifiers, and values as FHIR writes them: <c>("code", "http://loinc.org|8480-6")</c>,
/// <c>("date", "ge2026-01")</c>, <c>("name:contains", "wang")</c>. Repeated names must all hold; commas mean "or".
/// </param>
/// <param name="Count">Most resources to return, 0 or more; 0 only counts.</param>
/// <param name="Offset">How many to skip, 0 or more.</param>
/// <param name="Sort">Parameter codes, comma-separated, with '-' for descending; null sorts by when it was first stored.</param>
public sealed record SearchRequest(
    string Type,
    IReadOnlyList<KeyValuePair<string, string>> Parameters,
    int Count = 100,
    int Offset = 0,
    string? Sort = null
)
{
    /// <summary>
    /// Only what this product made, or a person at its pages (<see cref="Authorship.IsOwn"/>): what others store, however much,
    /// takes no place of it.
    /// </summary>
    public bool OwnOnly { get; init; }

    /// <summary>
    /// Ids of patients whose data is neither found nor counted: what is closed to who asks, so that no answer depends on it.
    /// </summary>
    public IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>Names and values of a query string, decoded, in order.</summary>
    public static List<KeyValuePair<string, string>> Parse(string query)
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().ToString() is { Length: > 0 } name)
                found.Add(new(name, pair.DecodeValue().ToString()));
        }

        return found;
    }
}

/// <param name="Resources">The page asked for, in order.</param>
/// <param name="Total">How many resources match in all.</param>
public sealed record SearchResult(IReadOnlyList<Resource> Resources, int Total);

/// <summary>A search that cannot be answered as asked. Answering it partly could hide or add patients' data.</summary>
public sealed class SearchRejectedException(string parameter, string reason, bool unknown = false)
    : Exception($"{Shown(parameter)}: {reason}")
{
    private const int MostShown = 64;

    /// <summary>A word of the client's, short and made harmless for a message.</summary>
    public static string Shown(string word) =>
        new([
            .. word.Take(MostShown)
                .Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or ':' or '$' ? c : '?'),
        ]);

    /// <summary>The parameter as the client wrote it.</summary>
    public string Parameter { get; } = parameter;
    public string Reason { get; } = reason;

    /// <summary>The parameter does not exist here; otherwise its value or modifier is at fault.</summary>
    public bool IsUnknownParameter { get; } = unknown;
}
