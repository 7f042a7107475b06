using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>Which versions are there, read on a given connection: a reader's, or that of a transaction that sees its own writes.</summary>
internal static class StoredRows
{
    private const string OfOne = "WHERE r.type=$1 AND r.id=$2";

    private static readonly string Now = $"SELECT {StoredRow.Columns("r.key", "r")} FROM resource r";

    private static readonly string Past =
        $"SELECT {StoredRow.Columns("r.key", "h")} FROM resource r JOIN history h ON h.resource=r.key";

    /// <summary>The current version, a deletion included; null when the id was never used.</summary>
    public static StoredRow? Current(Database database, string type, string id) =>
        All(database, $"{Now} {OfOne}", type, id).FirstOrDefault();

    /// <summary>One version, current or past; null when there is none.</summary>
    public static StoredRow? Version(Database database, string type, string id, long version) =>
        All(database, $"{Now} {OfOne} AND r.version=$3 UNION ALL {Past} {OfOne} AND h.version=$3", type, id, version)
            .FirstOrDefault();

    /// <summary>All versions, deletions included, newest first.</summary>
    public static IReadOnlyList<StoredRow> Versions(Database database, string type, string id) =>
        All(database, $"{Now} {OfOne} UNION ALL {Past} {OfOne} ORDER BY 4 DESC", type, id);

    /// <summary>
    /// Everything of a patient, the Patient included, in the order in which it was first stored: the chart, and whatever else names
    /// the patient in a way that FHIR's compartment counts.
    /// </summary>
    public static IReadOnlyList<StoredRow> Compartment(Database database, string patient) =>
        All(
            database,
            $"{Now} WHERE r.deleted IS NOT 1 AND r.key IN (SELECT key FROM resource WHERE patient=$1 UNION SELECT resource FROM search WHERE parameter=(SELECT id FROM parameter WHERE name='{Compartments.Parameter}') AND value=$1) ORDER BY r.key",
            patient
        );

    private static List<StoredRow> All(Database database, string sql, params object[] values)
    {
        var select = database.Prepare(sql);
        for (var i = 0; i < values.Length; i++)
            select.BindAny(i + 1, values[i]);
        var rows = new List<StoredRow>();
        while (select.Step())
            rows.Add(StoredRow.From(select));
        return rows;
    }
}
