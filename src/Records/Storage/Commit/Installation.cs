using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// Makes a file ready: its tables, and the columns that an older version of the program did not have. What is indexed is brought
/// up to date afterwards, while the store is in use.
/// </summary>
internal static class Installation
{
    /// <param name="keys">Of the codes beside the versions.</param>
    /// <exception cref="AuditKeyException">A key is not here under which versions were written.</exception>
    /// <returns>Whether the file is of a version that knew nothing of archived films: they are still to be noted.</returns>
    public static bool Prepare(Database database, AuditKeys keys)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            var found = VersionOf(database);
            if (found > Schema.Version)
            {
                throw new InvalidDataException(
                    $"records.db was written by a newer version of this program (schema {found}, known {Schema.Version}): start that version."
                );
            }

            if (found is > 0 and < 3)
                database.Execute(Schema.AddOrigins);
            var hadCodes = found == 0 || RecordTables.HaveCodes(database);
            if (!hadCodes)
                database.Execute(Schema.AddCodes);
            database.Execute(Schema.Create);
            if (found is > 0 and < 3)
                database.Execute(Schema.TellOrigins);
            // Until version 2, tables and index had one number; a file of before that has no state yet.
            var indexed = found is 1 or 2 ? found : Schema.IndexVersion;
            database.Execute(
                $"INSERT OR IGNORE INTO index_state(one,version,rebuilding,done) VALUES(1,{indexed},{indexed},0)"
            );
            // Raised to the last when the films of before are noted.
            database.Execute($"PRAGMA user_version={(found == 0 ? Schema.Version : found < 4 ? 3 : Schema.Version)}");
            Schema.Check.Require(database);
            RequireKeys(database, keys);
            if (!hadCodes)
                EarlierCodes.GiveMissing(database, keys);
            database.Execute("COMMIT");
            return found is > 0 and < 4;
        }
        catch
        {
            if (!database.IsAutoCommit)
                database.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>Without its key a version cannot be told from one that somebody put there.</summary>
    private static void RequireKeys(Database database, AuditKeys keys)
    {
        var lost = new List<string>();
        using (var ask = database.PrepareOnce("SELECT id FROM code_key"))
        {
            while (ask.Step())
            {
                keys.Require(ask.Text(0));
                if (keys.IsLost(ask.Text(0)))
                    lost.Add(ask.Text(0));
            }
        }
        foreach (var id in lost)
        {
            EarlierCodes.GiveForLost(database, keys, id);
            using var forget = database.PrepareOnce("DELETE FROM code_key WHERE id=$1");
            forget.Bind(1, id).Run();
        }

        using var note = database.PrepareOnce("INSERT OR IGNORE INTO code_key(id) VALUES($1)");
        note.Bind(1, keys.Current).Run();
    }

    private static long VersionOf(Database database)
    {
        using var ask = database.PrepareOnce("PRAGMA user_version");
        ask.Step();
        return ask.Long(0);
    }
}
