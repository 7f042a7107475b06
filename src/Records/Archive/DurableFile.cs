using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Xinglin.Records.Files;

namespace Xinglin.Records.Archive;

/// <summary>Files that are there after a power cut once the call has returned, and are either whole or absent.</summary>
internal static class DurableFile
{
    /// <summary>Copies a stream to a path: temporary file, fsync, rename, fsync of the folder.</summary>
    /// <param name="temporary">A path on the same file system, in a folder that exists.</param>
    public static void Write(Stream content, string temporary, string path)
    {
        // Renamed while still open and locked, so that no other process takes it for what a crash left behind.
        var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = share,
                BufferSize = 64 * 1024,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = DataFolder.File;
            using var file = new FileStream(temporary, options);
            content.CopyTo(file, 64 * 1024);
            file.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: false);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Deletes a file, so that it does not come back after a power cut; nothing when it is not there.</summary>
    public static void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        File.Delete(path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Creates a folder and makes its name durable in its parent.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }
        DataFolder.Create(path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable. On systems whose file system does that by itself, nothing.</summary>
    internal static void SyncFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        const int readOnly = 0;
        using var handle = new SafeFileHandle(Open(path, readOnly), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle) != 0)
        {
            throw new IOException("The folder of the DICOM archive cannot be made durable: check the disk.");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(SafeFileHandle handle);
}
