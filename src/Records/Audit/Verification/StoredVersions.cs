using System.Globalization;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Audit;

/// <summary>A version as it lies in the records, with what the program decides by.</summary>
/// <param name="Content">SHA-256 of the stored text.</param>
/// <param name="Json">The stored text as UTF-8; empty for a deletion.</param>
/// <param name="Current">What stands beside the current version alone; null for a past one.</param>
internal sealed record LyingVersion(
    string Reference,
    byte[] Content,
    byte[] Json,
    OriginKind Kind,
    string Actor,
    bool Deleted,
    long Time,
    CurrentColumns? Current
);

/// <param name="Key">The resource's row.</param>
/// <param name="MadeHere">Some version is said to be made here.</param>
/// <param name="Synthetic">Some version is said to carry the mark of synthetic data.</param>
/// <param name="Patient">Whose chart it is in.</param>
internal sealed record CurrentColumns(long Key, string Type, string Id, bool MadeHere, bool Synthetic, string? Patient);

/// <summary>Every version that lies in the records; of each resource the past ones first, then the current.</summary>
internal static class StoredVersions
{
    public static IEnumerable<LyingVersion> Of(Database database)
    {
        using var current = database.PrepareOnce(
            "SELECT key,type,id,version,json,origin,actor,deleted,last_updated,made_here,synthetic,patient FROM resource ORDER BY key"
        );
        using var past = database.PrepareOnce(
            "SELECT version,json,origin,actor,deleted,last_updated FROM history WHERE resource=?1 ORDER BY version"
        );
        while (current.Step())
        {
            var (type, id) = (current.Text(1), current.Text(2));
            var resource = $"{type}/{id}/_history/";
            past.Bind(1, current.Long(0));
            while (past.Step())
                yield return Read(past, resource, 0, null);
            var columns = new CurrentColumns(
                current.Long(0),
                type,
                id,
                current.Long(9) != 0,
                current.Long(10) != 0,
                current.TextOrNull(11)
            );
            yield return Read(current, resource, 3, columns);
        }
    }

    /// <param name="first">Column of the version; text, origin, actor, deletion and time follow it.</param>
    private static LyingVersion Read(Statement row, string resource, int first, CurrentColumns? current)
    {
        var json = row.IsNull(first + 1) ? [] : row.Bytes(first + 1);
        return new(
            resource + row.Long(first).ToString(CultureInfo.InvariantCulture),
            AuditChain.ContentHash(json),
            json,
            (OriginKind)row.Long(first + 2),
            row.Text(first + 3),
            row.Long(first + 4) != 0,
            row.Long(first + 5),
            current
        );
    }
}
