using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xinglin.Formats;

namespace Xinglin.Records.Storage.Backup;

/// <summary>What a backup holds, as it was written: <c>backup.json</c> in its folder.</summary>
/// <param name="Format">Of this file; a newer one is not restored.</param>
/// <param name="Program">The version of the program that wrote it.</param>
/// <param name="Made">The moment that the backup shows.</param>
/// <param name="Head">Of the audit trail at that moment, for <c>verify-audit --head</c>.</param>
/// <param name="Files">All files, by path within the folder.</param>
public sealed record BackupManifest(
    int Format,
    string Program,
    DateTimeOffset Made,
    string Head,
    IReadOnlyList<BackupFile> Files
)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "backup.json";

    /// <summary>What this program writes.</summary>
    public const int Current = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>Reads the manifest of a backup.</summary>
    /// <exception cref="InvalidInputException">There is none that this program can read.</exception>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw InvalidInputException.In(
                folder,
                $"This is no whole backup: {FileName} is not there. Name the folder that 'xinglin backup' made."
            );
        }

        try
        {
            var read = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(path), Options);
            return read switch
            {
                null or { Files: null } or { Files.Count: 0 } => throw Damaged(path),
                { Format: > Current } => throw InvalidInputException.In(
                    path,
                    "It was made by a newer version of the program: restore it with that one."
                ),
                _ => read,
            };
        }
        catch (JsonException)
        {
            throw Damaged(path);
        }
    }

    internal void Write(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, FileName), FileMode.CreateNew);
        JsonSerializer.Serialize(file, this, Options);
        file.Flush(flushToDisk: true);
    }

    private static InvalidInputException Damaged(string path) =>
        InvalidInputException.In(path, "It is damaged: take another backup.");
}

/// <summary>One file of a backup.</summary>
/// <param name="Path">Within its folder, with <c>/</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In hexadecimal.</param>
public sealed record BackupFile(string Path, long Bytes, string Sha256)
{
    /// <summary>Copies a file and gives its length and hash; on the disk when it returns.</summary>
    internal static BackupFile Copy(string from, string to, string name)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = new FileStream(to, FileMode.CreateNew);
        var buffer = new byte[1 << 20];
        long bytes = 0;
        for (int read; (read = source.Read(buffer)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
        }
        target.Flush(flushToDisk: true);
        return new(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Describes a file that lies there.</summary>
    internal static BackupFile Of(string path, string name)
    {
        using var file = File.OpenRead(path);
        return new(name, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
