using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Search;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Fhir.Preconditions;

/// <summary>
/// The resources that one Bundle is about to make, searchable by the same parameters as those that are stored: what a
/// conditional reference to a resource of the same Bundle means.
/// </summary>
public sealed class PendingResources
{
    private readonly List<Resource> all = [];

    /// <summary>Adds a resource that has its id.</summary>
    public void Add(Resource resource) => all.Add(resource);

    /// <summary>Ids of those that match.</summary>
    /// <exception cref="SearchRefusedException">A parameter or value that cannot be searched by.</exception>
    public IReadOnlyList<string> Match(string type, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var candidates = all.Where(resource => resource.TypeName == type).ToList();
        if (candidates.Count == 0)
            return [];
        using var database = Database.OpenInMemory();
        database.Execute(Schema.Create);
        var rows = new IndexRows(database);
        var insert = database.Prepare(
            "INSERT INTO resource(key,type,id,version,last_updated,deleted) VALUES(?1,?2,?3,1,0,0)"
        );
        for (var key = 0; key < candidates.Count; key++)
        {
            insert.Bind(1, key).Bind(2, type).Bind(3, candidates[key].Id).Run();
            rows.Insert(key, IndexRow.Of(candidates[key]));
        }
        return SearchQuery.Of(new(type, parameters, candidates.Count)).Ids(database);
    }
}
