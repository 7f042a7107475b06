using System.Runtime.InteropServices;

namespace Xinglin.Records.Files;

/// <summary>
/// The folder that holds everything about patients: readable by its owner alone. On Windows the folder's own access rules
/// decide, and nothing is done here.
/// </summary>
public static class DataFolder
{
    /// <summary>Read, write and enter for the owner, nothing for anybody else (0700).</summary>
    public const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Read and write for the owner, nothing for anybody else (0600).</summary>
    public const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>All imports of the folder, one line each.</summary>
    public const string ImportHistory = "imports.ndjson";

    /// <summary>What a data folder may hold; nothing else is touched when an old one is closed to others.</summary>
    private static readonly string[] Ours =
    [
        "records.db*",
        "accounts.db*",
        "audit*",
        "keys",
        "dicom",
        "held",
        "tmp",
        "*.json",
        ImportHistory,
    ];

    /// <summary>From here on whatever this process or its children create is its owner's alone (umask 0077).</summary>
    public static void KeepToOwner()
    {
        if (!OperatingSystem.IsWindows())
            SetMask(0b000_111_111);
    }

    /// <summary>
    /// Creates the folder, or closes one that an older version left open to others. Quick when there is nothing to do.
    /// </summary>
    public static void Prepare(string path)
    {
        if (!Directory.Exists(path))
        {
            Create(path);
            return;
        }
        if (OperatingSystem.IsWindows() || IsClosed(path) || !System.IO.File.Exists(Path.Combine(path, "records.db")))
            return;
        foreach (var pattern in Ours)
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(path, pattern))
                Close(entry);
        }
        // Last, so that an interrupted run begins again.
        System.IO.File.SetUnixFileMode(path, Folder);
    }

    /// <summary>Creates a folder for its owner alone; its parents as usual.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Folder);
    }

    private static bool IsClosed(string path) =>
        OperatingSystem.IsWindows() || (System.IO.File.GetUnixFileMode(path) & ~Folder) == 0;

    private static void Close(string entry)
    {
        if (OperatingSystem.IsWindows() || new FileInfo(entry).LinkTarget is not null)
            return;
        if (!Directory.Exists(entry))
        {
            System.IO.File.SetUnixFileMode(entry, File);
            return;
        }
        foreach (var inner in Directory.EnumerateFileSystemEntries(entry))
            Close(inner);
        System.IO.File.SetUnixFileMode(entry, Folder);
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint SetMask(uint mask);
}
