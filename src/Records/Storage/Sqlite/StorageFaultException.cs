namespace Xinglin.Records.Storage.Sqlite;

/// <summary>
/// The database could not do what was asked (disk full, file busy or damaged). Of a commit that ends with this fault,
/// nothing was stored.
/// </summary>
public sealed class StorageFaultException : IOException
{
    private const int Busy = 5,
        Locked = 6,
        ReadOnly = 8,
        Interrupted = 9,
        InputOutput = 10,
        Corrupt = 11,
        Full = 13,
        NotADatabase = 26;

    internal StorageFaultException(int code, string reason, string step)
        : base($"The records database rejected ({code}, {reason}) at: {step}. {Remedy(code)}")
    {
        Code = code;
        Reason = reason;
    }

    /// <summary>SQLite's result code.</summary>
    public int Code { get; }

    /// <summary>SQLite's own words, without any stored value.</summary>
    public string Reason { get; }

    /// <summary>Whether trying again later may succeed without anybody mending anything.</summary>
    public bool IsTransient => (Code & 0xFF) is Busy or Locked;

    /// <summary>A <see cref="TimeBudget"/> ended the statement.</summary>
    internal bool IsInterrupted => (Code & 0xFF) == Interrupted;

    /// <summary>The file or its disk is at fault, not the one request that came upon it.</summary>
    internal bool IsOfTheDisk => (Code & 0xFF) is Busy or Locked or ReadOnly or InputOutput or Corrupt or NotADatabase;

    private static string Remedy(int code) =>
        (code & 0xFF) switch
        {
            Busy or Locked =>
                "Another process holds the database: try again, and see that only one server uses this data folder.",
            Full =>
                "The disk is full: free space in the data folder and try again. Nothing of this request was stored.",
            ReadOnly => "The data folder cannot be written: check its owner and permissions.",
            InputOutput => "The disk failed to read or write: check the disk. Nothing of this request was stored.",
            Corrupt or NotADatabase => "The file is damaged: restore the last backup.",
            _ => "Nothing of this request was stored.",
        };
}
