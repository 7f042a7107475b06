using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Search;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Preconditions;

/// <summary>
/// The resources that one Bundle is about to make, searchable by the same parameters as those that are stored: what a
/// conditional reference to a resource of the same Bundle means. Each is indexed once, when its type is first asked for.
/// </summary>
public sealed class PendingResources : IDisposable
{
    private readonly Dictionary<string, List<Resource>> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _indexed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _known = new(StringComparer.Ordinal);
    private Database? _database;
    private IndexRows? _rows;
    private long _keys;

    /// <summary>Adds a resource that has its id.</summary>
    public void Add(Resource resource)
    {
        if (!_waiting.TryGetValue(resource.TypeName, out var ofType))
            _waiting[resource.TypeName] = ofType = [];
        ofType.Add(resource);
    }

    /// <summary>Ids of those that match, at most two.</summary>
    /// <param name="criteria">The parameters as they were written.</param>
    /// <exception cref="SearchRejectedException">A parameter or value that cannot be searched by.</exception>
    public IReadOnlyList<string> Match(
        string type,
        string criteria,
        IReadOnlyList<KeyValuePair<string, string>> parameters
    )
    {
        Index(type);
        var key = $"{type}?{criteria}";
        if (!_known.TryGetValue(key, out var ids))
            _known[key] = ids = _indexed.Contains(type) ? SearchQuery.Of(new(type, parameters, 2)).Ids(_database!) : [];
        return ids;
    }

    public void Dispose() => _database?.Dispose();

    private void Index(string type)
    {
        if (!_waiting.Remove(type, out var resources))
            return;
        if (_database is null)
        {
            _database = Database.OpenInMemory();
            _database.Execute(RecordTables.Create);
            _rows = new IndexRows(_database);
        }
        _indexed.Add(type);
        _known.Clear();
        var insert = _database.Prepare(
            "INSERT OR IGNORE INTO resource(key,type,id,version,last_updated,deleted) VALUES($1,$2,$3,1,0,0)"
        );
        foreach (var resource in resources)
        {
            insert.Bind(1, ++_keys).Bind(2, type).Bind(3, resource.Id).Run();
            _rows!.Insert(_keys, IndexRow.Of(resource));
        }
    }
}
