using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Search;

/// <summary>The patients that a question names itself, by id or reference: "no match" is an answer about them.</summary>
internal static class SearchSubjects
{
    private const int MostValues = 2_000;

    /// <summary>Ids of those that are here, each once.</summary>
    public static IReadOnlyList<string> Of(Database database, SearchRequest request)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var select = database.Prepare(
            $"SELECT coalesce(r.patient,'')||' '||{CompartmentRows.OfRow} FROM resource r WHERE r.type=$1 AND r.id=$2"
        );
        foreach (var (type, id) in Named(request).Take(MostValues))
        {
            if (select.Bind(1, type).Bind(2, id).Step())
                found.UnionWith(select.Text(0).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            select.Reset();
        }
        return [.. found];
    }

    private static IEnumerable<(string Type, string Id)> Named(SearchRequest request)
    {
        foreach (var (name, value) in request.Parameters)
        {
            var code = name.Split(':')[0];
            var parameter = SearchParameters.Of(request.Type).GetValueOrDefault(code);
            if (code != "_id" && parameter?.Kind != SearchParamType.Reference)
                continue;
            foreach (var one in SearchValues.Split(value))
            {
                if (code == "_id")
                {
                    yield return (request.Type, one);
                }
                else if (References.Split(one) is ({ Length: > 0 } type, var id))
                {
                    yield return (type, id);
                }
                else
                {
                    foreach (var target in parameter!.Targets)
                        yield return (target, one);
                }
            }
        }
    }
}
