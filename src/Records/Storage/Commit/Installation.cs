using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// Makes a file ready: its tables, and the columns that an older version of the program did not have. What is indexed is brought
/// up to date afterwards, while the store is in use.
/// </summary>
internal static class Installation
{
    /// <returns>Whether the file is of a version that knew nothing of archived films: they are still to be noted.</returns>
    public static bool Prepare(Database database)
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
            if (found > 0 && !RecordTables.HaveSums(database))
                database.Execute(Schema.AddSums);
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

    private static long VersionOf(Database database)
    {
        using var ask = database.PrepareOnce("PRAGMA user_version");
        ask.Step();
        return ask.Long(0);
    }
}
