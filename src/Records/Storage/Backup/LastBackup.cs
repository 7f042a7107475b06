using System.Text.Json;

namespace Xinglin.Records.Storage.Backup;

/// <summary>The last whole and verified backup of a data folder: <c>last-backup.json</c> in it.</summary>
/// <param name="Made">When it was whole.</param>
/// <param name="Folder">Where it was put.</param>
/// <param name="Files">How many files it holds.</param>
/// <param name="Bytes">Their length together.</param>
/// <param name="Head">Of the audit trail.</param>
public sealed record LastBackup(DateTimeOffset Made, string Folder, int Files, long Bytes, string Head)
{
    public const string FileName = "last-backup.json";

    /// <summary>The last one; null when none was made, or nothing can be read of it.</summary>
    public static LastBackup? Of(string dataFolder)
    {
        try
        {
            var path = Path.Combine(dataFolder, FileName);
            return File.Exists(path) ? JsonSerializer.Deserialize<LastBackup>(File.ReadAllBytes(path)) : null;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal void Write(string dataFolder)
    {
        try
        {
            var path = Path.Combine(dataFolder, FileName);
            File.WriteAllBytes(path + ".partial", JsonSerializer.SerializeToUtf8Bytes(this));
            File.Move(path + ".partial", path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The backup stands all the same; the page says that none is known.
        }
    }
}
