using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>Whose documents name a resource, as the index of references and addresses tells.</summary>
internal static class Naming
{
    private static readonly string Namers =
        $"SELECT coalesce(r.patient,'')||' '||{CompartmentRows.OfRow} FROM parameter p JOIN search s ON s.parameter=p.id JOIN resource r ON r.key=s.resource WHERE r.deleted IS NOT 1";

    /// <summary>
    /// Ids of the patients of all that names it. Only what was stored before another resource is asked where one is given: who
    /// named it first, knew it when it was sent.
    /// </summary>
    public static IReadOnlyList<string> PatientsOf(
        Database database,
        (string Type, string Id) named,
        (string Type, string Id)? before
    )
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Take("s.value=$1 AND s.system=$2", named.Id, named.Type);
        // An address is indexed as it is written, with a version or without: '0' is the character after '/'.
        var address = $"{named.Type}/{named.Id}";
        Take("s.value=$1 AND s.system=$2", address, "");
        Take("s.value>$1 AND s.value<$2 AND s.system=''", address + "/", address + "0");
        return [.. found];

        void Take(string condition, string first, string second)
        {
            var earlier = before is null ? "" : " AND r.key<(SELECT key FROM resource WHERE type=$3 AND id=$4)";
            var select = database.Prepare($"{Namers} AND {condition}{earlier}").Bind(1, first).Bind(2, second);
            if (before is { } other)
                select.Bind(3, other.Type).Bind(4, other.Id);
            while (select.Step())
                found.UnionWith(select.Text(0).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
