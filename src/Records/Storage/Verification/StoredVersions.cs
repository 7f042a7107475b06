using System.Globalization;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>A version as it lies in the records, with what the program decides by.</summary>
/// <param name="Content">SHA-256 of the stored text.</param>
/// <param name="Json">The stored text as UTF-8; empty for a deletion.</param>
/// <param name="IsAltered">The code beside the version is another than the version's.</param>
/// <param name="Current">What is next to the current version alone; null for a past one.</param>
/// <param name="Key">The resource's row.</param>
internal sealed record LyingVersion(
    long Key,
    string Type,
    long Number,
    string Reference,
    byte[] Content,
    byte[] Json,
    OriginKind Kind,
    string Actor,
    bool Deleted,
    long Time,
    bool IsAltered,
    CurrentColumns? Current
);

/// <param name="MadeHere">Some version is said to be made here.</param>
/// <param name="Synthetic">Some version is said to carry the mark of synthetic data.</param>
/// <param name="Patient">Whose chart it is in.</param>
internal sealed record CurrentColumns(long Key, bool MadeHere, bool Synthetic, string? Patient);

/// <summary>Every version that lies in the records; of each resource the past ones first, then the current.</summary>
internal static class StoredVersions
{
    public static IEnumerable<LyingVersion> Of(Database database)
    {
        // A folder of an earlier version of the program may be looked at before that is brought up to date.
        var haveCodes = RecordTables.HaveCodes(database);
        var code = haveCodes ? "code" : "NULL";
        using var current = database.PrepareOnce(
            $"SELECT key,type,id,version,json,origin,actor,deleted,last_updated,{code},made_here,synthetic,patient FROM resource ORDER BY key"
        );
        using var past = database.PrepareOnce(
            $"SELECT version,json,origin,actor,deleted,last_updated,{code} FROM history WHERE resource=$1 ORDER BY version"
        );
        while (current.Step())
        {
            var (type, id) = (current.Text(1), current.Text(2));
            var key = current.Long(0);
            past.Bind(1, key);
            while (past.Step())
                yield return Read(past, key, type, id, 0, haveCodes, null);
            var columns = new CurrentColumns(
                current.Long(0),
                current.Long(10) != 0,
                current.Long(11) != 0,
                current.TextOrNull(12)
            );
            yield return Read(current, key, type, id, 3, haveCodes, columns);
        }
    }

    /// <param name="first">Column of the version; text, origin, actor, deletion, time and code follow it.</param>
    private static LyingVersion Read(
        Statement row,
        long key,
        string type,
        string id,
        int first,
        bool haveCodes,
        CurrentColumns? current
    )
    {
        var json = row.IsNull(first + 1) ? [] : row.Bytes(first + 1);
        var facts = new VersionFacts(
            type,
            id,
            row.Long(first),
            row.Long(first + 5),
            row.Long(first + 4) == 1,
            row.Long(first + 2),
            row.Text(first + 3)
        );
        var code = row.IsNull(first + 6) ? default : row.Span(first + 6);
        return new(
            key,
            type,
            facts.Version,
            string.Create(CultureInfo.InvariantCulture, $"{type}/{id}/_history/{facts.Version}"),
            AuditChain.ContentHash(json),
            json,
            (OriginKind)facts.Origin,
            facts.Actor,
            row.Long(first + 4) != 0,
            facts.LastUpdated,
            haveCodes && row.Codes?.Holds(code, json, facts) == false,
            current
        );
    }
}
