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
    private readonly Dictionary<string, List<Resource>> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> indexed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> known = new(StringComparer.Ordinal);
    private Database? database;
    private IndexRows? rows;
    private long keys;

    /// <summary>Adds a resource that has its id.</summary>
    public void Add(Resource resource)
    {
        if (!waiting.TryGetValue(resource.TypeName, out var ofType))
            waiting[resource.TypeName] = ofType = [];
        ofType.Add(resource);
    }

    /// <summary>Ids of those that match, at most two.</summary>
    /// <param name="criteria">The parameters as they were written.</param>
    /// <exception cref="SearchRefusedException">A parameter or value that cannot be searched by.</exception>
    public IReadOnlyList<string> Match(
        string type,
        string criteria,
        IReadOnlyList<KeyValuePair<string, string>> parameters
    )
    {
        Index(type);
        var key = $"{type}?{criteria}";
        if (!known.TryGetValue(key, out var ids))
            known[key] = ids = indexed.Contains(type) ? SearchQuery.Of(new(type, parameters, 2)).Ids(database!) : [];
        return ids;
    }

    public void Dispose() => database?.Dispose();

    private void Index(string type)
    {
        if (!waiting.Remove(type, out var resources))
            return;
        if (database is null)
        {
            database = Database.OpenInMemory();
            database.Execute(RecordTables.Create);
            rows = new IndexRows(database);
        }
        indexed.Add(type);
        known.Clear();
        var insert = database.Prepare(
            "INSERT OR IGNORE INTO resource(key,type,id,version,last_updated,deleted) VALUES($1,$2,$3,1,0,0)"
        );
        foreach (var resource in resources)
        {
            insert.Bind(1, ++keys).Bind(2, type).Bind(3, resource.Id).Run();
            rows!.Insert(keys, IndexRow.Of(resource));
        }
    }
}
