using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// A database that is not there, though its neighbours show that it was: with it would be lost from sight what happened, and a new
/// empty one in its place would look like a hospital without patients.
/// </summary>
public static class LostDatabases
{
    /// <summary>What shows that there were records; null where nothing does.</summary>
    public static string? TraceOfRecords(string dataFolder)
    {
        if (IsThere(dataFolder, AuditTrail.FileName))
            return null;
        return DicomArchive.FilesIn(dataFolder).Any() ? "archived films"
            : new FileInfo(Path.Combine(dataFolder, DataFolder.ImportHistory)) is { Exists: true, Length: > 0 }
                ? "a history of imports"
            : Holds(
                dataFolder,
                AccessFile.Name,
                $"action IN ('{AuditActions.Create}','{AuditActions.Update}','{AuditActions.Import}')"
            )
                ? $"accesses in {AccessFile.Name} that changed records"
            : null;
    }

    /// <summary>Asks of a whole installation, before its server opens anything.</summary>
    /// <exception cref="AlteredStoreException">Records, accesses or accounts are gone, though the other files show that they were.</exception>
    public static void Require(string dataFolder)
    {
        RequireRecords(dataFolder);
        if (!IsThere(dataFolder, AccessFile.Name) && Holds(dataFolder, AuditTrail.FileName, "1=1"))
            throw Gone(AccessFile.Name, $"changes in {AuditTrail.FileName}");
        if (
            !IsThere(dataFolder, AccountsState.FileName)
            && Holds(dataFolder, AccessFile.Name, $"action='{AuditActions.UserAdd}'")
        )
        {
            throw Gone(AccountsState.FileName, $"accounts that were made, in {AccessFile.Name}");
        }
    }

    /// <summary>Whether there were accesses: each account was made by one.</summary>
    public static bool HadAccesses(string dataFolder) =>
        File.Exists(Path.Combine(dataFolder, AccountsState.FileName)) || TraceOfRecords(dataFolder) is not null;

    /// <exception cref="AlteredStoreException">The records are gone.</exception>
    public static void RequireRecords(string dataFolder)
    {
        if (TraceOfRecords(dataFolder) is { } trace)
            throw Gone(AuditTrail.FileName, trace);
    }

    private static AlteredStoreException Gone(string file, string trace) =>
        new(
            $"{file} is gone, though the data folder holds {trace}: restore a backup (xinglin restore), or begin in an empty folder."
        );

    // An empty file is what is left of one, or what somebody put in its place.
    private static bool IsThere(string dataFolder, string file) =>
        new FileInfo(Path.Combine(dataFolder, file)) is { Exists: true, Length: > 0 };

    private static bool Holds(string dataFolder, string file, string condition)
    {
        if (!IsThere(dataFolder, file))
            return false;
        try
        {
            using var database = Database.OpenToVerify(Path.Combine(dataFolder, file));
            using var ask = database.PrepareOnce($"SELECT 1 FROM trail WHERE {condition} LIMIT 1");
            return ask.Step();
        }
        catch (StorageFaultException)
        {
            // A file that cannot be read, or is of before there was a trail, shows nothing; opening it says more.
            return false;
        }
    }
}
