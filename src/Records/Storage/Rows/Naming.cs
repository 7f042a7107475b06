using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>Whose documents name a resource, as the index of references and addresses tells.</summary>
internal static class Naming
{
    // The order is forced: with a bound for r.key, SQLite would walk the index rows of every earlier resource instead.
    private static readonly string Namers =
        $"SELECT coalesce(r.patient,'')||' '||{CompartmentRows.OfRow} FROM parameter p CROSS JOIN search s ON s.parameter=p.id CROSS JOIN resource r ON r.key=s.resource WHERE r.deleted IS NOT 1";

    private const string Reference = "s.value=$1 AND s.system=$2",
        LongerAddress = "s.value>$1 AND s.value<$2 AND s.system=''";

    /// <summary>The statements that are asked, for a test of how SQLite carries them out.</summary>
    public static IEnumerable<string> Statements =>
        from condition in (string[])[Reference, LongerAddress]
        from bounded in (bool[])[false, true]
        select Statement(condition, bounded);

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
        Take(Reference, named.Id, named.Type);
        // An address is indexed as it is written, with a version or without: '0' is the character after '/'.
        var address = $"{named.Type}/{named.Id}";
        Take(Reference, address, "");
        Take(LongerAddress, address + "/", address + "0");
        return [.. found];

        void Take(string condition, string first, string second)
        {
            var select = database.Prepare(Statement(condition, before is not null)).Bind(1, first).Bind(2, second);
            if (before is { } other)
                select.Bind(3, other.Type).Bind(4, other.Id);
            while (select.Step())
                found.UnionWith(select.Text(0).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static string Statement(string condition, bool bounded)
    {
        var earlier = bounded ? " AND r.key<(SELECT key FROM resource WHERE type=$3 AND id=$4)" : "";
        return $"{Namers} AND {condition}{earlier}";
    }
}
