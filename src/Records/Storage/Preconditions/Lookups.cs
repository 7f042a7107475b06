using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Search;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Preconditions;

/// <summary>
/// Asks the store while writes are prepared, and keeps every answer as a <see cref="Precondition"/> of them. One use, one thread.
/// </summary>
public sealed class Lookups
{
    /// <summary>Each is asked twice, once while everybody waits.</summary>
    internal const int MostConditions = 2_000;

    // Lends a database: a reader's, or at the last try the writer's own.
    private readonly Func<Func<Database, object>, object> _use;

    private readonly Dictionary<string, IReadOnlyList<string>> _known = new(StringComparer.Ordinal);
    private readonly List<Precondition> _asked = [];
    private readonly HashSet<string> _askedAbout = new(StringComparer.Ordinal);

    internal Lookups(Func<Func<Database, object>, object> use) => _use = use;

    /// <summary>What was asked so far, with the answers.</summary>
    public IReadOnlyList<Precondition> Asked => _asked;

    /// <summary>What conditions found, as <c>Type/id</c>.</summary>
    public IReadOnlyList<string> Found =>
        [
            .. _asked
                .OfType<Precondition.Found>()
                .SelectMany(one => one.Ids.Select(id => $"{one.Query.Type}/{id}"))
                .Distinct(),
        ];

    /// <summary>Ids of the patients whom conditions name.</summary>
    public IReadOnlyCollection<string> AskedAbout => _askedAbout;

    /// <summary>Ids of the resources that match, at most <paramref name="most"/>.</summary>
    /// <param name="criteria">A query string such as <c>identifier=http://a|1</c>.</param>
    /// <exception cref="SearchRejectedException">A parameter or value that cannot be searched by.</exception>
    /// <exception cref="TooCostlyException">It is one of too many, or takes too long.</exception>
    public IReadOnlyList<string> Match(
        string type,
        string criteria,
        IReadOnlyList<KeyValuePair<string, string>> parameters,
        int most = 2
    )
    {
        var key = $"{type}?{criteria} {most}";
        if (_known.TryGetValue(key, out var before))
            return before;
        if (_known.Count == MostConditions)
            throw TooMany();

        var request = new SearchRequest(type, parameters, most);
        var query = SearchQuery.Of(request);
        var ids = (IReadOnlyList<string>)_use(query.Ids);
        if (ids.Count == 0)
            _askedAbout.UnionWith((IReadOnlyList<string>)_use(database => SearchSubjects.Of(database, request)));
        _asked.Add(new Precondition.Found(query, ids));
        return _known[key] = ids;
    }

    /// <summary>The rejection of a request with more conditions than it may have.</summary>
    internal static TooCostlyException TooMany() =>
        new(
            $"There are more than {MostConditions} different conditions in one request: send it in parts, or name what is meant by Type/id. Nothing of it was stored.",
            isOfNumber: true
        );

    /// <summary>Whether a resource is there, was deleted, or was never there.</summary>
    internal Presence PresenceOf(string type, string id)
    {
        var presence = (Presence)_use(database => Precondition.State.Of(database, type, id));
        _asked.Add(new Precondition.State(type, id, presence));
        return presence;
    }

    /// <summary>The current version; null when there is none. It is no precondition: the version of a write guards it.</summary>
    internal StoredVersion? Current(string type, string id) =>
        (StoredVersion?)_use(database => Lookup.Current(database, type, id)!);
}
