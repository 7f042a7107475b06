using System.Text;
using System.Text.Json;
using Xinglin.Records.Files;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>One import as it is remembered: counts and codes, nothing of what was in it and no name of a file.</summary>
/// <param name="At">When it ended.</param>
/// <param name="By">Id of the account or token, or the command.</param>
/// <param name="Rows">Resources that are now kept, by kind of file (<see cref="ImportKinds"/>).</param>
/// <param name="Unchanged">Of these, those that were there already.</param>
/// <param name="Rejected">Items that were rejected.</param>
/// <param name="Codes">Why, by code (<see cref="RejectionCodes"/>), with how many.</param>
/// <param name="Tasks">Pieces of analysis that were asked for.</param>
public sealed record PastImport(
    DateTimeOffset At,
    string By,
    IReadOnlyDictionary<string, int> Rows,
    int Unchanged,
    int Rejected,
    IReadOnlyDictionary<string, int> Codes,
    int Tasks
)
{
    /// <summary>What it led to, or why to nothing.</summary>
    public ImportOutcome Outcome =>
        Tasks > 0 ? ImportOutcome.Followed
        : Rows.Values.Sum() == 0 ? ImportOutcome.AllRejected
        : Rows.Values.Sum() <= Unchanged ? ImportOutcome.AllKnown
        : ImportOutcome.NothingCalledFor;

    public static PastImport Of(DateTimeOffset at, string by, ImportReport report) =>
        new(
            at,
            by,
            report
                .Accepted.GroupBy(item => item.Kind)
                .ToDictionary(kind => kind.Key, kind => kind.Sum(one => one.Resources)),
            report.Unchanged,
            report.RefusedItems,
            report
                .Refused.Where(item => !item.IsNote)
                .GroupBy(item => item.Code)
                .ToDictionary(code => code.Key, code => code.Count()),
            report.TasksRequested
        );
}

/// <summary>What followed from an import.</summary>
public enum ImportOutcome
{
    /// <summary>Analysis was asked for.</summary>
    Followed,

    /// <summary>Nothing was kept.</summary>
    AllRejected,

    /// <summary>All of it was there already, word for word.</summary>
    AllKnown,

    /// <summary>It was kept, and no chart asks for an analysis because of it.</summary>
    NothingCalledFor,
}

/// <summary>
/// All imports of a data folder, from every door, one line each in <c>imports.ndjson</c>. Thread-safe, also between processes.
/// </summary>
public sealed class ImportHistory(string dataFolder, TimeProvider clock)
{
    public const string FileName = DataFolder.ImportHistory;

    /// <summary>Bytes that are read of a long history, from its end.</summary>
    private const int MostRead = 512 * 1024;

    private readonly string _path = Path.Combine(dataFolder, FileName);

    /// <summary>Remembers an import. What was stored stands, whether this can be written or not.</summary>
    public void Add(string by, ImportReport report)
    {
        var line = JsonSerializer.Serialize(PastImport.Of(clock.GetUtcNow(), by, report)) + "\n";
        try
        {
            // One write at the end of the file: lines of two processes do not mix.
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 0);
            file.Write(Encoding.UTF8.GetBytes(line));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The trail has the import as well.
        }
    }

    /// <summary>The last imports, the latest first.</summary>
    public IReadOnlyList<PastImport> Last(int most)
    {
        if (!File.Exists(_path))
            return [];
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(file.Length, MostRead), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n').Select(Read).OfType<PastImport>().Reverse().Take(most)];
    }

    // The first line may be cut, the last one half written.
    private static PastImport? Read(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<PastImport>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
