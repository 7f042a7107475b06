namespace Xinglin.Records.Storage.Sqlite;

/// <summary>Telling a full disk from other faults: it is the one that an administrator fixes without asking anybody.</summary>
public static class DiskFull
{
    // ENOSPC and EDQUOT of Linux, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly HashSet<int> Codes =
    [
        28,
        122,
        0x70,
        0x27,
        unchecked((int)0x80070070),
        unchecked((int)0x80070027),
    ];
    private const int DatabaseFull = 13;

    /// <summary>What is said of it.</summary>
    public const string English =
        "The disk is full: free space in the data folder and try again. Nothing of this request was stored.";

    /// <inheritdoc cref="English"/>
    public const string Chinese = "磁盘已满：请在数据目录释放空间后重试。本次请求未存入任何内容。";

    /// <summary>Whether the disk, or the quota on it, is full.</summary>
    public static bool Is(Exception fault) =>
        fault is StorageFaultException { Code: DatabaseFull }
        || (fault is IOException && Codes.Contains(fault.HResult));
}
