using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>Notes that one file of the trail keeps of the other's state.</summary>
internal static class HeadNotes
{
    /// <summary>
    /// The genuine ones about a file. Read without asking the text for its kind: whoever makes bytes of it hides it from no one.
    /// </summary>
    public static IEnumerable<(TrailDigest State, long Row)> In(Database database, AuditKeys keys, string about)
    {
        using var notes = database.PrepareOnce(
            $"{TrailTable.Select} WHERE CAST(action AS TEXT)='{AuditActions.Head}' AND CAST(entity AS TEXT)=$1 ORDER BY number"
        );
        notes.Bind(1, about);
        while (notes.Step())
        {
            var row = TrailTable.Read(notes);
            if (row.IsGenuine(keys) == true && TrailDigest.Parse(row.Items ?? "") is { } state)
                yield return (state, row.Number);
        }
    }
}

/// <summary>
/// Whether a data folder shows that changes were recorded under a key before: then an empty trail of changes was emptied, and what
/// lies there is not from before the trail.
/// </summary>
internal static class KeyedAlready
{
    /// <returns>What shows it; null when nothing does.</returns>
    public static string? Shown(string dataFolder, AuditKeys keys, string? headsPlace)
    {
        var current = Path.Combine(dataFolder, AccessFile.Name);
        foreach (var path in AccessFile.Archived(dataFolder).Append(current).Where(File.Exists))
        {
            using var database = Database.OpenReader(path);
            using (var ask = database.PrepareOnce("SELECT 1 FROM sqlite_master WHERE type='table' AND name='trail'"))
            {
                if (!ask.Step())
                    continue;
            }

            foreach (var (state, row) in HeadNotes.In(database, keys, AuditTrail.FileName))
            {
                if (state.Count > 0)
                    return $"row {row} of {Path.GetFileName(path)}";
            }
        }
        foreach (var line in headsPlace is null ? [] : HeadsPlace.Read(headsPlace) ?? [])
        {
            if (HeadLine.Parse(line) is { Changes.Count: > 0 } head && head.IsGenuine(keys) == true)
                return $"the head of {head.Time:u}";
        }

        return null;
    }
}
