using System.Diagnostics;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>What one import has done so far: the report in the making.</summary>
internal sealed class ImportRun(
    ImportOptions options,
    Origin origin,
    CancellationToken ct,
    HashSet<string>? about = null
)
{
    private readonly List<AcceptedItem> _accepted = [];
    private readonly List<RejectedItem> _refused = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _refusedOfFile;
    private int _unlistedInAll;
    private int _refusedInAll;
    private string _file = "";

    public ImportOptions Options { get; } = options;

    /// <summary>A person has said whose the file is; null where the file alone says it.</summary>
    public IdentityDecision? Identity { get; init; }

    /// <summary>The types of FHIR resources that who imports may write; every type when null.</summary>
    public Func<string, bool>? MayWrite { get; init; }

    /// <summary>Who imports.</summary>
    public Origin Origin { get; } = origin;
    public CancellationToken Ct { get; } = ct;
    public int Tasks { get; set; }

    /// <summary>Whose data it was so far: stored, rejected, and whom conditions found or named.</summary>
    public HashSet<string> About { get; } = about ?? new(StringComparer.Ordinal);

    /// <summary>Lines of the report so far, unlisted rejections included: what a file added nothing to held nothing.</summary>
    public int Lines =>
        _accepted.Count + _refused.Count + _unlistedInAll + Math.Max(0, _refusedOfFile - Options.MostRefusalsListed);

    /// <summary>Items taken so far.</summary>
    public int Accepted => _accepted.Count;

    /// <summary>Bytes unpacked from archives so far, of all files together.</summary>
    public long Unpacked { get; set; }

    /// <summary>Bytes unpacked so far, films apart: their own headers account for them.</summary>
    public long UnpackedText { get; set; }

    /// <summary>Bytes of the files as they were sent, up to here.</summary>
    public long Sent { get; set; }

    /// <summary>A new file of the sender begins: its rejections are counted anew.</summary>
    public void Begin(string name)
    {
        EndFile();
        _file = name;
        _refusedOfFile = 0;
    }

    public void Accept(string place, string kind, BilingualText became, Stored stored)
    {
        if (stored.Count > 0)
        {
            _accepted.Add(
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
    /// So much has been rejected, nine tenths of it all, that there is no hope for the rest, which would only cost time. A line of three
    /// bytes takes a tenth of a millisecond to reject with its reason, so 16 MB of them would take ten minutes.
    /// </summary>
    public bool IsHopeless(long refusedSoFar, long takenSoFar) =>
        refusedSoFar > Options.MostRefusedInVain && takenSoFar < refusedSoFar / 9;

    /// <summary>As <see cref="IsHopeless(long, long)"/>, of the file that is being read.</summary>
    /// <param name="waiting">Good ones that are not stored yet.</param>
    public bool IsHopeless(Stored stored, int waiting = 0) => IsHopeless(_refusedOfFile, stored.Count + waiting);

    /// <summary>Says that the rest of a file was not looked at.</summary>
    public void Stop(string place) =>
        // Not counted among the rejections of the file: it must be seen even when these are too many to list.
        _refused.Add(
            new(
                place,
                RejectionCodes.Stopped,
                new(
                    "到此为止几乎全部被拒绝，其余内容未再查看。",
                    "Nearly all up to here was rejected: the rest was not looked at."
                ),
                new(
                    "请先更正已列出的问题，再重新导入整个文件。",
                    "Fix what is listed, then import the whole file again; what is stored already is not stored twice."
                )
            )
        );

    /// <summary>Files that were beyond a limit so far.</summary>
    public int Unsafe { get; private set; }

    public void Reject(RejectedItem item)
    {
        Unsafe += item.Code is RejectionCodes.TooLarge or RejectionCodes.ArchiveUnsafe ? 1 : 0;
        _refusedOfFile++;
        _refusedInAll++;
        if (_refusedOfFile <= Options.MostRefusalsListed)
        {
            if (_refused.Count < Options.MostRefusalsInAll)
            {
                _refused.Add(item);
            }
            else
            {
                _unlistedInAll++;
            }
        }
    }

    public void Reject(string place, string code, BilingualText reason, BilingualText remedy) =>
        Reject(new(place, code, reason, remedy));

    /// <summary>The finished report. Asked for once, at the end.</summary>
    public ImportReport Report()
    {
        EndFile();
        if (_unlistedInAll > 0)
        {
            _refused.Add(More("", _unlistedInAll));
        }
        return new(
            _accepted,
            _refused,
            _accepted.Sum(a => a.Resources),
            _accepted.Sum(a => a.Unchanged),
            Tasks,
            Stopwatch.GetElapsedTime(_started).TotalSeconds
        )
        {
            RefusedItems = _refusedInAll,
            About = About,
        };
    }

    private void EndFile()
    {
        var unlisted = _refusedOfFile - Options.MostRefusalsListed;
        if (unlisted > 0 && _refused.Count >= Options.MostRefusalsInAll)
        {
            _unlistedInAll += unlisted;
        }
        else if (unlisted > 0)
        {
            _refused.Add(More(_file, unlisted));
        }
        _refusedOfFile = 0;
    }

    private static RejectedItem More(string place, int unlisted) =>
        new(
            place,
            RejectionCodes.More,
            new($"另有 {unlisted} 项被拒绝，未逐一列出。", $"{unlisted} more items were rejected and are not listed."),
            new("请先更正已列出的问题，再重新导入。", "Fix the listed ones and import the file again.")
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
