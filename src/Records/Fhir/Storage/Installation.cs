using Xinglin.Records.Audit;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>Makes a file ready: tables, and the search index again when an older version of the program wrote it.</summary>
internal static class Installation
{
    public static void Prepare(Database database, TimeProvider clock)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            var found = VersionOf(database);
            if (found > Schema.Version)
                throw new InvalidDataException(
                    $"records.db was written by a newer version of this program (schema {found}, known {Schema.Version}): start that version."
                );
            var isOlder = found != 0 && found < Schema.Version;
            if (isOlder)
                database.Execute("DROP TABLE search");
            database.Execute(Schema.Create);
            if (isOlder)
                IndexAgain(database, clock);
            database.Execute($"PRAGMA user_version={Schema.Version}");
            database.Execute("COMMIT");
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

    private static void IndexAgain(Database database, TimeProvider clock)
    {
        var transaction = new Transaction(database, new AuditChain(database), clock);
        using var all = database.PrepareOnce("SELECT key, json FROM resource WHERE deleted=0");
        while (all.Step())
            transaction.WriteRows(new PreparedWrite(new Write(FhirText.FromStore(all.Text(1)))), all.Long(0));
    }
}
