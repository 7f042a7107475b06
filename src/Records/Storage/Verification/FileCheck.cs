using System.Globalization;
using System.Security.Cryptography;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// Walks the rows of a trail in the order of writing, through archived months into the current file: recomputes each code,
/// follows each chain, and compares the state with what witnesses noted on the way.
/// </summary>
internal sealed class FileCheck(AuditKeys keys, Findings findings, IEnumerable<Expectation> expected)
{
    private readonly Dictionary<string, Link> _chains = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknownKeys = new(StringComparer.Ordinal);
    private readonly ILookup<long, Expectation> _witnesses = expected.ToLookup(e => e.State.Count);

    private sealed record Link(long Sequence, byte[] Mac, bool Closed);

    public long Entries { get; private set; }
    public TrailDigest State { get; private set; } = TrailDigest.None;
    public int Chains => _chains.Count;
    public int OpenChains => _chains.Values.Count(chain => !chain.Closed);

    /// <summary>The state that a file's start claims for the months before it.</summary>
    public void Begin(string file, (string Month, TrailDigest Before, string KeyId, byte[] Mac)? start, bool isFirst)
    {
        if (start is not { } given)
        {
            findings.Problem(
                "missing",
                file,
                "",
                "The file does not say where it begins: its table trail_start was emptied."
            );
            return;
        }
        var code = keys.Code(given.KeyId, AccessFile.StartMessage(given.Month, given.Before));
        if (code is null || !CryptographicOperations.FixedTimeEquals(code, given.Mac))
        {
            findings.Problem(
                "edited",
                file,
                "start",
                "What the file says about the months before it was not written by this program."
            );
        }

        if (isFirst && given.Before.Count > 0)
        {
            findings.Note(
                $"{file}: {given.Before.Count} rows of earlier months are archived elsewhere; they are verified there."
            );
        }
        else if (!isFirst && given.Before != State)
        {
            findings.Problem("exchanged", file, "start", "The file does not follow from the archived month before it.");
        }

        State = given.Before;
    }

    public void Walk(string file, Database database, Action<TrailRow>? look = null)
    {
        if (!HasTable(database, "trail"))
        {
            findings.Problem("missing", file, "", "The table trail is gone.");
            return;
        }
        using (
            var put = database.PrepareOnce(
                "SELECT p.number FROM trail_patient p LEFT JOIN trail t ON t.number=p.number WHERE instr(' '||coalesce(t.patients,'')||' ', ' '||p.patient||' ')=0 LIMIT 100"
            )
        )
        {
            while (put.Step())
            {
                findings.Problem(
                    "hidden",
                    file,
                    $"row {put.Long(0)}",
                    "The entry is found under a patient that it does not name."
                );
            }
        }

        var number = 0L;
        var found = database.PrepareOnce("SELECT 1 FROM trail_patient WHERE patient=$1 AND number=$2");
        using (found)
        using (var rows = database.PrepareOnce($"{TrailTable.Select} ORDER BY number"))
        {
            while (rows.Step())
            {
                var row = TrailTable.Read(rows);
                Check(file, row);
                if (row.Number != ++number)
                    findings.Problem("moved", file, Place(row), $"It is where row {number} should.");
                number = row.Number;
                foreach (var patient in row.Patients?.Split(' ') ?? [])
                {
                    if (!found.Bind(1, patient).Bind(2, row.Number).Step())
                        findings.Problem("hidden", file, Place(row), "The entry is not found under its patient.");
                    found.Reset();
                }
                look?.Invoke(row);
                State = State.With(row.Mac);
                foreach (var witness in _witnesses[State.Count].Where(witness => witness.State != State))
                {
                    findings.Problem(
                        "exchanged",
                        file,
                        Place(row),
                        $"Up to here the entries are not those that {witness.Witness} noted."
                    );
                }

                if (!AuditActions.IsBookkeeping(row.Action))
                    Entries++;
            }
        }
    }

    /// <summary>Reports what witnesses noted beyond the end.</summary>
    public void End(string file)
    {
        var beyond = _witnesses.Where(group => group.Key > State.Count).SelectMany(group => group).ToList();
        if (beyond.MaxBy(witness => witness.State.Count) is { } most)
        {
            findings.Problem(
                "cut",
                file,
                string.Create(CultureInfo.InvariantCulture, $"after row {State.Count}"),
                $"{most.Witness} noted {most.State.Count} rows; {most.State.Count - State.Count} of them are gone from the end."
            );
        }

        foreach (var key in _unknownKeys)
        {
            findings.Problem(
                "key",
                file,
                "",
                $"Entries were written under the key {key}, which is not in the key file."
            );
        }
    }

    public static bool HasTable(Database database, string name)
    {
        using var ask = database.PrepareOnce("SELECT 1 FROM sqlite_master WHERE type='table' AND name=$1");
        return ask.Bind(1, name).Step();
    }

    private void Check(string file, TrailRow row)
    {
        var isGenuine = row.IsGenuine(keys);
        if (isGenuine is null)
            _unknownKeys.Add(row.KeyId);
        else if (isGenuine == false)
            findings.Problem("edited", file, Place(row), "The entry was changed after it was written, or put in.");
        var known = _chains.TryGetValue(row.Chain, out var link) ? link : new Link(0, new byte[32], false);
        if (known.Closed)
        {
            findings.Problem("added", file, Place(row), "The entry is after the end of its chain.");
        }
        else if (row.Sequence != known.Sequence + 1)
        {
            findings.Problem(
                "missing",
                file,
                Place(row),
                $"Entries {known.Sequence + 1} to {row.Sequence - 1} of the chain are gone."
            );
        }
        else if (!row.Previous.AsSpan().SequenceEqual(known.Mac))
        {
            findings.Problem("edited", file, Place(row), "The entry does not follow from the one before it.");
        }

        _chains[row.Chain] = new(row.Sequence, row.Mac, row.Action == AuditActions.Close);
    }

    private static string Place(TrailRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"row {row.Number}, chain {row.Chain}, entry {row.Sequence}");
}
