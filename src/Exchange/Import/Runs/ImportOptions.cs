namespace Xinglin.Exchange.Import.Runs;

/// <summary>Limits of an import. Beyond them a file is rejected with its reason; nothing is cut off silently.</summary>
public sealed record ImportOptions
{
    /// <summary>Largest file, and largest upload, in bytes; at least 1. Default 512 MiB.</summary>
    public long LargestFile { get; init; } = 512L << 20;

    /// <summary>The option by which whoever runs the program raises <see cref="LargestFile"/>; null when there is none.</summary>
    public string? LargestFileOption { get; init; }

    /// <summary>What the command takes, which reads from the disk and has no one to wait for.</summary>
    public static ImportOptions OfCommand { get; } = new() { LargestFile = 4L << 30 };

    /// <summary>Largest single FHIR document (resource or Bundle) in bytes, read into memory whole. Default 128 MiB.</summary>
    public int LargestDocument { get; init; } = 128 << 20;

    /// <summary>Longest line of an NDJSON file in bytes. Default 16 MiB.</summary>
    public int LongestLine { get; init; } = 16 << 20;

    /// <summary>Most bytes that one zip or gzip may unpack to. Default 4 GiB.</summary>
    public long LargestUnpacked { get; init; } = 4L << 30;

    /// <summary>Most files in one zip. Default 100,000.</summary>
    public int MostFilesInArchive { get; init; } = 100_000;

    /// <summary>
    /// Largest ratio of unpacked to packed bytes above 16 MiB unpacked; beyond it a file is a bomb, unless it is a DICOM
    /// object whose own header accounts for its length. Default 200.
    /// </summary>
    public int LargestRatio { get; init; } = 200;

    /// <summary>Resources of one transaction when a file is stored in parts (NDJSON, large tables). Default 2,000.</summary>
    public int ResourcesPerTransaction { get; init; } = 2_000;

    /// <summary>Bytes of the lines of one transaction, at most one line more. Default 8 MiB.</summary>
    public int BytesPerTransaction { get; init; } = 8 << 20;

    /// <summary>
    /// Whether a home reading of a number that no patient has makes a new patient, who has that number and nothing else. Off:
    /// the reading is rejected, because a mistyped number would become a person.
    /// </summary>
    public bool NewPatients { get; init; }

    /// <summary>Most rejections listed for one file; further ones are counted in one line. Default 5,000.</summary>
    public int MostRefusalsListed { get; init; } = 5_000;

    /// <summary>Most rejections listed for all files together; further ones are counted. Default 10,000.</summary>
    public int MostRefusalsInAll { get; init; } = 10_000;

    /// <summary>
    /// Most items of one file, or files of one archive, rejected while nine tenths of all are; then the rest is not looked at
    /// and the report says so. Default 5,000.
    /// </summary>
    public int MostRefusedInVain { get; init; } = 5_000;
}
