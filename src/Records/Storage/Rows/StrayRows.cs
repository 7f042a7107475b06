using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>Clinical records that are in nobody's chart, found by the index of charts without reading those of anybody.</summary>
internal static class StrayRows
{
    /// <summary>One step in the index for each patient that is named, not one for each record.</summary>
    public const string NamingAMissingPatient = """
        WITH RECURSIVE named(id) AS (
            SELECT min(patient) FROM resource
            UNION ALL
            SELECT (SELECT min(patient) FROM resource WHERE patient>named.id) FROM named WHERE named.id IS NOT NULL)
        SELECT r.key FROM (
            SELECT id FROM named WHERE id IS NOT NULL
            AND NOT EXISTS(SELECT 1 FROM resource p WHERE p.type='Patient' AND p.id=named.id AND p.deleted IS NOT 1)) lost
        CROSS JOIN resource r ON r.patient=lost.id WHERE r.deleted IS NOT 1 LIMIT $1
        """;

    /// <summary>Of one type, the latest first: in the order of the index, so that nothing is sorted.</summary>
    public const string OfNoPatient =
        "SELECT key FROM resource WHERE patient IS NULL AND type=$1 AND deleted IS NOT 1 ORDER BY key DESC LIMIT $2";

    /// <summary>At most so many, the latest first.</summary>
    public static IReadOnlyList<StoredVersion> Newest(Database database, int most)
    {
        var keys = Keys(database.Prepare(NamingAMissingPatient).Bind(1, most));
        foreach (var type in Compartments.OfOnePatient)
            keys.AddRange(Keys(database.Prepare(OfNoPatient).Bind(1, type).Bind(2, most)));
        var select = database.Prepare($"SELECT {Lookup.Columns} FROM resource r WHERE r.key=$1");
        var found = new List<StoredVersion>();
        foreach (var key in keys.OrderDescending().Take(most))
        {
            select.Bind(1, key);
            if (select.Step())
                found.Add(StoredVersion.From(select));
            select.Reset();
        }

        return found;
    }

    private static List<long> Keys(Statement select)
    {
        var keys = new List<long>();
        while (select.Step())
            keys.Add(select.Long(0));
        return keys;
    }
}
