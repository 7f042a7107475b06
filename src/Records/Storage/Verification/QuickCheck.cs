using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Verification;

/// <summary>Whether a database of a data folder can be read whole: SQLite's own quick check, beside a server that goes on.</summary>
public static class QuickCheck
{
    /// <summary>The first fault; null when there is none.</summary>
    /// <exception cref="StorageFaultException">It is no database, or cannot be read.</exception>
    public static string? FaultOf(string path)
    {
        using var database = Database.OpenToVerify(path);
        using var check = database.PrepareOnce("PRAGMA quick_check(1)");
        return check.Step() && check.Text(0) is not "ok" and { } fault ? fault : null;
    }
}
