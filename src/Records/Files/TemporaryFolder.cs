using System.Globalization;

namespace Xinglin.Records.Files;

/// <summary>
/// The one place for temporary files: <c>tmp</c> of the data folder, a sub-folder for each process that is held locked while
/// the process lives. What a killed process left is cleared away when the next one begins. Names are numbers. Thread-safe.
/// </summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Lock = ".lock";

    // Between making its folder and locking it a process has this long, in seconds; then the folder counts as left over.
    private const int Grace = 60;

    private readonly FileStream _held;
    private int _last;

    private TemporaryFolder(string path, FileStream held)
    {
        FullPath = path;
        _held = held;
    }

    /// <summary>This process's sub-folder.</summary>
    public string FullPath { get; }

    /// <summary>Opens the temporary folder of a data folder and clears away what dead processes left there.</summary>
    /// <exception cref="IOException">It cannot be made: the disk is full or the folder cannot be written.</exception>
    public static TemporaryFolder Open(string dataFolder)
    {
        var all = Path.Combine(Path.GetFullPath(dataFolder), "tmp");
        DataFolder.Prepare(Path.GetFullPath(dataFolder));
        DataFolder.Create(all);
        Clear(all);
        // Short: a browser puts a socket below it, whose path may have 107 characters.
        var own = Path.Combine(all, Guid.NewGuid().ToString("n")[..8]);
        DataFolder.Create(own);
        return new(own, Hold(own));
    }

    /// <summary>
    /// Makes this the folder for whatever the runtime and its libraries put aside, such as large forms. For a process that has
    /// one data folder.
    /// </summary>
    public void UseForProcess()
    {
        foreach (var name in new[] { "TMPDIR", "ASPNETCORE_TEMP" })
            Environment.SetEnvironmentVariable(name, FullPath);
    }

    /// <summary>A new file that is gone when it is closed.</summary>
    /// <param name="buffer">Bytes gathered before they are written.</param>
    public FileStream NewFile(int buffer = 4096)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = buffer,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = DataFolder.File;
        return new FileStream(NewPath(), options);
    }

    /// <summary>A new, empty folder; whoever asked for it deletes it.</summary>
    public string NewFolder()
    {
        var path = NewPath();
        DataFolder.Create(path);
        return path;
    }

    /// <summary>A path that nothing is at.</summary>
    public string NewPath() =>
        Path.Combine(FullPath, Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture));

    /// <summary>Deletes a folder made here; what a dying child still holds is cleared at the next start.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // As said above.
        }
    }

    public void Dispose()
    {
        _held.Dispose();
        Remove(FullPath);
    }

    private static FileStream Hold(string folder) =>
        new(Path.Combine(folder, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void Clear(string all)
    {
        foreach (var path in Directory.EnumerateFiles(all))
            ClearFile(path);
        foreach (var folder in Directory.EnumerateDirectories(all))
        {
            if (IsLeftOver(folder))
                Remove(folder);
        }
    }

    private static void ClearFile(string path)
    {
        try
        {
            using var unused = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // In use by another process.
        }
    }

    private static bool IsLeftOver(string folder)
    {
        try
        {
            if (!File.Exists(Path.Combine(folder, Lock)))
            {
                return TimeProvider.System.GetUtcNow() - Directory.GetLastWriteTimeUtc(folder)
                    > TimeSpan.FromSeconds(Grace);
            }

            using var unused = Hold(folder);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
