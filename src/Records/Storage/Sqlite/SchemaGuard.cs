namespace Xinglin.Records.Storage.Sqlite;

/// <summary>Looks at the schema whenever it changed since it was last looked at: a number in the file's head tells.</summary>
internal sealed class SchemaGuard(Database database, SchemaCheck check)
{
    private long _known = -1;

    /// <summary>Call it inside a transaction that is going to write.</summary>
    /// <exception cref="AlteredStoreException">Something there is not the program's.</exception>
    public void Look()
    {
        var ask = database.Prepare("PRAGMA schema_version");
        ask.Step();
        var now = ask.Long(0);
        ask.Reset();
        if (now == _known)
            return;
        check.Require(database);
        _known = now;
    }
}
