using System.Security.Cryptography;
using System.Text;
using Xinglin.Dicom.DataSets;
using Xinglin.Records.Files;

namespace Xinglin.Records.Archive;

/// <summary>
/// Keeps DICOM instances exactly as they were received, one file each under <c>dicom/</c> of the data folder. File names
/// are a hash of the SOP Instance UID, so that they tell nothing of a patient. What <see cref="Store"/> has acknowledged
/// survives a power cut. Thread-safe.
/// </summary>
public sealed class DicomArchive
{
    private readonly string _folder;
    private readonly TemporaryFolder _temporary;
    private readonly Lock _keeping = new();

    private DicomArchive(string folder, TemporaryFolder temporary)
    {
        _folder = folder;
        _temporary = temporary;
        Held = new HeldFiles(Path.GetDirectoryName(folder)!, temporary);
    }

    /// <summary>What waits for a person to say whose it is; none of it is in this archive.</summary>
    public HeldFiles Held { get; }

    /// <summary>Opens the archive of a data folder with a temporary folder of its own.</summary>
    public static DicomArchive Open(string dataFolder) => Open(dataFolder, TemporaryFolder.Open(dataFolder));

    /// <summary>Opens the archive of a data folder; creates it when missing.</summary>
    /// <param name="temporary">Where unfinished files are; on the same file system.</param>
    public static DicomArchive Open(string dataFolder, TemporaryFolder temporary)
    {
        var archive = new DicomArchive(FolderOf(dataFolder), temporary);
        DurableFile.CreateFolder(Path.GetFullPath(dataFolder));
        DurableFile.CreateFolder(archive._folder);
        // Where unfinished files of an older version were.
        if (Directory.Exists(Path.Combine(archive._folder, "incoming")))
            TemporaryFolder.Remove(Path.Combine(archive._folder, "incoming"));
        return archive;
    }

    /// <summary>Where unfinished files are.</summary>
    public TemporaryFolder Temporary => _temporary;

    /// <summary>Keeps the bytes of an instance. Durable when it returns.</summary>
    /// <param name="content">Read from where it is to its end; must be seekable.</param>
    /// <returns>Whether it is new, was there already byte for byte, or contradicts what is there.</returns>
    public StoreOutcome Store(string sopInstanceUid, Stream content)
    {
        var path = PathOf(sopInstanceUid);
        var start = content.Position;
        lock (_keeping)
        {
            if (File.Exists(path))
            {
                using var kept = File.OpenRead(path);
                return Same(kept, content) ? StoreOutcome.AlreadyThere : StoreOutcome.DifferentBytes;
            }
            content.Position = start;
            var shard = Path.GetDirectoryName(path)!;
            DurableFile.CreateFolder(Path.GetDirectoryName(shard)!);
            DurableFile.CreateFolder(shard);
            try
            {
                DurableFile.Write(content, _temporary.NewPath(), path);
                return StoreOutcome.New;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process kept the same instance in the meantime.
                content.Position = start;
                using var kept = File.OpenRead(path);
                return Same(kept, content) ? StoreOutcome.AlreadyThere : StoreOutcome.DifferentBytes;
            }
        }
    }

    /// <summary>
    /// Takes out what was kept for a study that was then rejected. Only for whoever got <see cref="StoreOutcome.New"/>, and knows
    /// that the records have no row of it.
    /// </summary>
    public void Remove(string sopInstanceUid)
    {
        lock (_keeping)
            DurableFile.Delete(PathOf(sopInstanceUid));
    }

    /// <summary>True when the instance is kept.</summary>
    public bool Contains(string sopInstanceUid) => File.Exists(PathOf(sopInstanceUid));

    /// <summary>Whether the archive of a data folder keeps an instance; for those who open no archive.</summary>
    internal static bool Contains(string dataFolder, string sopInstanceUid) =>
        File.Exists(PathOf(FolderOf(dataFolder), sopInstanceUid));

    /// <summary>The bytes as they were received.</summary>
    /// <exception cref="FileNotFoundException">The archive has no such instance.</exception>
    public Stream OpenRead(string sopInstanceUid)
    {
        var path = PathOf(sopInstanceUid);
        return File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
            : throw new FileNotFoundException(
                "The archive has no instance with this SOP Instance UID: import it again."
            );
    }

    /// <summary>The instance, read; null when the archive has none with this UID.</summary>
    /// <exception cref="DicomFormatException">The kept bytes are not DICOM (any more).</exception>
    public DicomFile? Read(string sopInstanceUid)
    {
        if (!Contains(sopInstanceUid))
        {
            return null;
        }
        try
        {
            using var stream = OpenRead(sopInstanceUid);
            return DicomFile.Read(stream);
        }
        // A link that leads nowhere is there, and what it led to is not.
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>SHA-256 of what is kept.</summary>
    public byte[] HashOf(string sopInstanceUid)
    {
        using var kept = OpenRead(sopInstanceUid);
        return SHA256.HashData(kept);
    }

    /// <summary>The files of a data folder's archive, in no order.</summary>
    internal static IEnumerable<string> FilesIn(string dataFolder)
    {
        var folder = Path.Combine(Path.GetFullPath(dataFolder), "dicom");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];
    }

    /// <summary>The name of an instance's file.</summary>
    internal static string NameOf(string sopInstanceUid) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sopInstanceUid))) + ".dcm";

    /// <summary>Whether a file may be one of the archive's, by its name: a hash and <c>.dcm</c>.</summary>
    internal static bool IsName(string name) =>
        name.Length == 68
        && name.EndsWith(".dcm", StringComparison.Ordinal)
        && name[..64].All(char.IsAsciiHexDigitLower);

    /// <summary>Whether a file of the archive lies in the folder that its name says, where alone it is looked for.</summary>
    internal static bool IsInItsPlace(string dataFolder, string path)
    {
        var name = Path.GetFileName(path);
        return name.Length >= 4
            && Path.GetFullPath(path) == Path.Combine(FolderOf(dataFolder), name[..2], name[2..4], name);
    }

    /// <summary><c>dicom/ab/cd/abcd….dcm</c>: 65,536 folders, so that none grows large.</summary>
    private string PathOf(string sopInstanceUid) => PathOf(_folder, sopInstanceUid);

    private static string PathOf(string folder, string sopInstanceUid)
    {
        var name = NameOf(sopInstanceUid);
        return Path.Combine(folder, name[..2], name[2..4], name);
    }

    private static string FolderOf(string dataFolder) => Path.Combine(Path.GetFullPath(dataFolder), "dicom");

    private static bool Same(Stream one, Stream other)
    {
        if (other.CanSeek && one.Length != other.Length - other.Position)
        {
            return false;
        }
        return SHA256.HashData(one).AsSpan().SequenceEqual(SHA256.HashData(other));
    }
}

/// <summary>What became of an instance that was offered to the archive.</summary>
public enum StoreOutcome
{
    /// <summary>It is now kept.</summary>
    New,

    /// <summary>The very same bytes were kept already; nothing was written.</summary>
    AlreadyThere,

    /// <summary>Other bytes are kept under this UID. Nothing was written: a UID names one object for ever (PS3.5 9).</summary>
    DifferentBytes,
}
