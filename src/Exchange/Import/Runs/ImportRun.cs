using System.Diagnostics;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>What one import has done so far: the report in the making.</summary>
internal sealed class ImportRun(ImportOptions options, Origin origin, CancellationToken ct)
{
    private readonly List<AcceptedItem> accepted = [];
    private readonly List<RefusedItem> refused = [];
    private readonly long started = Stopwatch.GetTimestamp();
    private int refusedOfFile;
    private int unlistedInAll;
    private int refusedInAll;
    private string file = "";

    public ImportOptions Options { get; } = options;

    /// <summary>Who imports.</summary>
    public Origin Origin { get; } = origin;
    public CancellationToken Ct { get; } = ct;
    public int Tasks { get; set; }

    /// <summary>Whom conditions found or named.</summary>
    public HashSet<string> AskedAbout { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines of the report so far, unlisted refusals included: what a file added nothing to held nothing.</summary>
    public int Lines =>
        accepted.Count + refused.Count + unlistedInAll + Math.Max(0, refusedOfFile - Options.MostRefusalsListed);

    /// <summary>Items taken so far.</summary>
    public int Accepted => accepted.Count;

    /// <summary>Bytes unpacked from archives so far, of all files together.</summary>
    public long Unpacked { get; set; }

    /// <summary>Bytes unpacked so far, films apart: their own headers account for them.</summary>
    public long UnpackedText { get; set; }

    /// <summary>Bytes of the files as they were sent, up to here.</summary>
    public long Sent { get; set; }

    /// <summary>A new file of the sender begins: its refusals are counted anew.</summary>
    public void Begin(string name)
    {
        EndFile();
        file = name;
        refusedOfFile = 0;
    }

    public void Accept(string place, string kind, BilingualText became, Stored stored)
    {
        if (stored.Count > 0)
        {
            accepted.Add(
                new(
                    place,
                    kind,
                    became,
                    stored.Count,
                    stored.Unchanged,
                    new SortedDictionary<string, int>(stored.ByType, StringComparer.Ordinal),
                    [.. stored.Patients.Order(StringComparer.Ordinal)]
                )
            );
        }
    }

    /// <summary>
    /// So much has been refused, nine tenths of it all, that there is no hope for the rest, which would only cost time. A line of three
    /// bytes takes a tenth of a millisecond to refuse with its reason, so 16 MB of them would take ten minutes.
    /// </summary>
    public bool IsHopeless(long refusedSoFar, long takenSoFar) =>
        refusedSoFar > Options.MostRefusedInVain && takenSoFar < refusedSoFar / 9;

    /// <summary>As <see cref="IsHopeless(long, long)"/>, of the file that is being read.</summary>
    public bool IsHopeless(Stored stored) => IsHopeless(refusedOfFile, stored.Count);

    /// <summary>Says that the rest of a file was not looked at.</summary>
    public void Stop(string place) =>
        // Not counted among the refusals of the file: it must be seen even when these are too many to list.
        refused.Add(
            new(
                place,
                RefusalCodes.Stopped,
                new(
                    "到此为止几乎全部被拒绝，其余内容未再查看。",
                    "Nearly all up to here was refused: the rest was not looked at."
                ),
                new(
                    "请先更正已列出的问题，再重新导入整个文件。",
                    "Mend what is listed, then import the whole file again; what is stored already is not stored twice."
                )
            )
        );

    /// <summary>Files that were beyond a limit so far.</summary>
    public int Unsafe { get; private set; }

    public void Refuse(RefusedItem item)
    {
        Unsafe += item.Code is RefusalCodes.TooLarge or RefusalCodes.ArchiveUnsafe ? 1 : 0;
        refusedOfFile++;
        refusedInAll++;
        if (refusedOfFile <= Options.MostRefusalsListed)
        {
            if (refused.Count < Options.MostRefusalsInAll)
            {
                refused.Add(item);
            }
            else
            {
                unlistedInAll++;
            }
        }
    }

    public void Refuse(string place, string code, BilingualText reason, BilingualText mend) =>
        Refuse(new(place, code, reason, mend));

    /// <summary>The finished report. Asked for once, at the end.</summary>
    public ImportReport Report()
    {
        EndFile();
        if (unlistedInAll > 0)
        {
            refused.Add(More("", unlistedInAll));
        }
        return new(
            accepted,
            refused,
            accepted.Sum(a => a.Resources),
            accepted.Sum(a => a.Unchanged),
            Tasks,
            Stopwatch.GetElapsedTime(started).TotalSeconds
        )
        {
            RefusedItems = refusedInAll,
            AskedAbout = AskedAbout,
        };
    }

    private void EndFile()
    {
        var unlisted = refusedOfFile - Options.MostRefusalsListed;
        if (unlisted > 0 && refused.Count >= Options.MostRefusalsInAll)
        {
            unlistedInAll += unlisted;
        }
        else if (unlisted > 0)
        {
            refused.Add(More(file, unlisted));
        }
        refusedOfFile = 0;
    }

    private static RefusedItem More(string place, int unlisted) =>
        new(
            place,
            RefusalCodes.More,
            new($"另有 {unlisted} 项被拒绝，未逐一列出。", $"{unlisted} more items were refused and are not listed."),
            new("请先更正已列出的问题，再重新导入。", "Mend the listed ones and import the file again.")
        );
}

/// <summary>What was stored for one line of the report.</summary>
internal sealed class Stored
{
    public int Count { get; private set; }
    public int Unchanged { get; private set; }
    public Dictionary<string, int> ByType { get; } = [];
    public HashSet<string> Patients { get; } = [];

    public void Add(string type, bool unchanged)
    {
        Count++;
        Unchanged += unchanged ? 1 : 0;
        ByType[type] = ByType.GetValueOrDefault(type) + 1;
    }
}
