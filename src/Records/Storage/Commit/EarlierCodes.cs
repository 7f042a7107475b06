using System.Globalization;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// Codes for versions that have none because an earlier version of the program wrote them, and for those whose key is lost. A version that
/// cannot be read, or is not what the trail says was written, gets none, and so is damaged from then on.
/// </summary>
internal static class EarlierCodes
{
    private const int AtOnce = 500;

    private const string Now =
        "SELECT r.key,r.type,r.id,r.version,r.last_updated,r.deleted,r.origin,r.actor,r.json FROM resource r WHERE r.key>$1 AND ";

    private const string Past =
        "SELECT h.rowid,r.type,r.id,h.version,h.last_updated,h.deleted,h.origin,h.actor,h.json FROM history h JOIN resource r ON r.key=h.resource WHERE h.rowid>$1 AND ";

    /// <summary>To all that have none: what is written from now on has one.</summary>
    public static void GiveMissing(Database database, AuditKeys keys) =>
        Give(database, keys, table => $"{table}.code IS NULL");

    /// <summary>To what was written under a key that a person said is lost for good.</summary>
    /// <param name="lost">Id of the key.</param>
    public static void GiveForLost(Database database, AuditKeys keys, string lost) =>
        Give(database, keys, table => $"substr({table}.code,1,8)=x'{Convert.ToUInt64(lost, 16):x16}'");

    private static void Give(Database database, AuditKeys keys, Func<string, string> condition)
    {
        database.Execute(
            "CREATE TEMP TABLE recorded(entity TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(entity, number)) WITHOUT ROWID; "
                + "INSERT INTO recorded SELECT entity, number FROM trail WHERE content IS NOT NULL"
        );
        using (var codes = new RowCodes(keys))
        using (
            var entries = database.PrepareOnce(
                $"{TrailTable.Select} WHERE number IN (SELECT number FROM recorded WHERE entity=$1)"
            )
        )
        {
            Give(database, Now + condition("r"), "UPDATE resource SET code=$2 WHERE key=$1");
            Give(database, Past + condition("h"), "UPDATE history SET code=$2 WHERE rowid=$1");

            void Give(Database into, string select, string update)
            {
                using var rows = into.PrepareOnce($"{select} ORDER BY 1 LIMIT {AtOnce}");
                using var give = into.PrepareOnce(update);
                var given = new List<(long Key, byte[]? Code)>();
                for (var last = long.MinValue; ; last = given[^1].Key)
                {
                    given.Clear();
                    rows.Bind(1, last);
                    while (rows.Step())
                    {
                        var facts = VersionColumns.FactsOf(rows, 1, 6, 7);
                        var text = rows.IsNull(8) ? [] : rows.Bytes(8);
                        given.Add((rows.Long(0), IsWritten(facts, text) ? codes.Of(text, facts) : null));
                    }
                    rows.Reset();
                    if (given.Count == 0)
                        return;
                    foreach (var (key, code) in given)
                        give.Bind(1, key).BindBytes(2, code).Run();
                }
            }

            bool IsWritten(VersionFacts facts, byte[] text)
            {
                if (!facts.Deleted && !IsReadable(facts, text))
                    return false;
                var hash = AuditChain.ContentHash(text);
                var isKnown = false;
                entries.Bind(
                    1,
                    string.Create(CultureInfo.InvariantCulture, $"{facts.Type}/{facts.Id}/_history/{facts.Version}")
                );
                while (entries.Step())
                {
                    var entry = TrailTable.Read(entries);
                    if (entry.IsGenuine(keys) != true)
                        continue;
                    isKnown = true;
                    if (entry.Content.AsSpan().SequenceEqual(hash))
                    {
                        entries.Reset();
                        return true;
                    }
                }
                entries.Reset();
                return !isKnown;
            }
        }
        database.Execute("DROP TABLE recorded");
    }

    private static bool IsReadable(VersionFacts facts, byte[] text)
    {
        try
        {
            var resource = FhirText.FromStore(text);
            return resource.TypeName == facts.Type && resource.Id == facts.Id && ReadableValues.Are(resource);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
