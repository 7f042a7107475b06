using Xinglin.Records.Archive;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// A database that is not there, though its neighbours show that it was: with it would be lost from sight what happened, and a new
/// empty one in its place would look like a hospital without patients.
/// </summary>
internal static class LostDatabases
{
    /// <summary>What shows that there were records; null where nothing does.</summary>
    public static string? TraceOfRecords(string dataFolder)
    {
        if (File.Exists(Path.Combine(dataFolder, AuditTrail.FileName)))
            return null;
        return DicomArchive.FilesIn(dataFolder).Any() ? "archived films"
            : new FileInfo(Path.Combine(dataFolder, DataFolder.ImportHistory)) is { Exists: true, Length: > 0 }
                ? "a history of imports"
            : null;
    }

    /// <summary>Whether there were accesses: each account was made by one.</summary>
    public static bool HadAccesses(string dataFolder) =>
        File.Exists(Path.Combine(dataFolder, AccountsState.FileName)) || TraceOfRecords(dataFolder) is not null;

    /// <exception cref="AlteredStoreException">The records are gone.</exception>
    public static void RequireRecords(string dataFolder)
    {
        if (TraceOfRecords(dataFolder) is { } trace)
        {
            throw new AlteredStoreException(
                $"{AuditTrail.FileName} is gone, though the data folder holds {trace}: restore a backup (xinglin restore), or begin in an empty folder."
            );
        }
    }
}
