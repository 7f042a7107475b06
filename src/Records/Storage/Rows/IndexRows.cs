using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>Writes the search rows of resources. Used on one connection, inside its open transaction.</summary>
internal sealed class IndexRows(Database database)
{
    private readonly Dictionary<string, long> _parameters = new(StringComparer.Ordinal);

    public void Insert(long key, IEnumerable<IndexRow> rows)
    {
        var insert = database.Prepare(
            "INSERT OR IGNORE INTO search(parameter,value,low,resource,system,high) VALUES($1,$2,$3,$4,$5,$6)"
        );
        foreach (var row in rows)
        {
            insert
                .Bind(1, ParameterId(row.Parameter))
                .Bind(2, row.Value)
                .BindAny(3, row.Low)
                .Bind(4, key)
                .Bind(5, row.System)
                .BindAny(6, row.High)
                .Run();
        }
    }

    public void Delete(long key) => database.Prepare("DELETE FROM search WHERE resource=$1").Bind(1, key).Run();

    /// <summary>Forgets parameter numbers: they may have been given in a transaction that was rolled back.</summary>
    public void Forget() => _parameters.Clear();

    private long ParameterId(string name)
    {
        if (_parameters.TryGetValue(name, out var known))
            return known;
        database.Prepare("INSERT OR IGNORE INTO parameter(name) VALUES($1)").Bind(1, name).Run();
        var select = database.Prepare("SELECT id FROM parameter WHERE name=$1").Bind(1, name);
        select.Step();
        var id = select.Long(0);
        select.Reset();
        return _parameters[name] = id;
    }
}
