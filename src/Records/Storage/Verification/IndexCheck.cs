using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// The search index, compared with what is made anew from each content: a resource whose rows were taken out is found by no
/// question, one with rows put in by the wrong ones.
/// </summary>
internal sealed class IndexCheck
{
    private readonly string _file;
    private readonly Database _database;
    private readonly Findings _findings;
    private readonly Dictionary<long, string> _parameters = [];

    /// <summary>Key of the last resource whose rows are of this version of the program.</summary>
    private readonly long _upTo = -1;
    private long _looked;

    public IndexCheck(string file, Database database, Findings findings)
    {
        (_file, _database, _findings) = (file, database, findings);
        if (!FileCheck.HasTable(database, "search") || !FileCheck.HasTable(database, "parameter"))
            return;
        using (var names = database.PrepareOnce("SELECT id,name FROM parameter"))
        {
            while (names.Step())
                _parameters[names.Long(0)] = names.Text(1);
        }

        _upTo = Reach();
    }

    private readonly record struct Row(string Parameter, string Value, string System, double Low, double High);

    /// <param name="made">What is made of the current content; none for a deletion.</param>
    public void Look(LyingVersion version, IReadOnlyList<IndexRow> made)
    {
        if (version.Current!.Key > _upTo)
            return;
        var there = There(version.Current!.Key);
        _looked += there.Count;
        var missing = 0;
        foreach (var row in made)
        {
            if (!there.Remove(new(row.Parameter, row.Value, row.System, Number(row.Low), Number(row.High))))
                missing++;
        }

        if (missing + there.Count > 0)
        {
            _findings.Problem(
                "index",
                _file,
                version.Reference,
                $"It is not found as its content says: {missing} rows of the search index are gone, {there.Count} were put in."
            );
        }
    }

    /// <summary>It cannot be read, so nothing can be made from it; its rows are counted.</summary>
    public void Pass(LyingVersion version) =>
        _looked += version.Current!.Key > _upTo ? 0 : There(version.Current.Key).Count;

    /// <summary>Call it when all were looked at.</summary>
    public void End()
    {
        if (_upTo < 0)
            return;
        using var count = _database.PrepareOnce(
            "SELECT count(*) FROM search WHERE resource<=$1 OR resource NOT IN (SELECT key FROM resource)"
        );
        count.Bind(1, _upTo).Step();
        if (count.Long(0) != _looked)
            _findings.Problem("index", _file, "search", $"{count.Long(0) - _looked} rows belong to no resource.");
    }

    /// <summary>
    /// What the stored state says, if this program can have left it so: all, what a rebuild has done, or nothing of an older index.
    /// Any other state was put there, so that nothing be compared: then everything is.
    /// </summary>
    private long Reach()
    {
        if (!FileCheck.HasTable(_database, "index_state"))
            return long.MaxValue; // The schema says so.
        using var state = _database.PrepareOnce("SELECT version,rebuilding,done FROM index_state");
        var isThere = state.Step();
        var (version, rebuilding, done) = isThere ? (state.Long(0), state.Long(1), state.Long(2)) : (0, 0, 0);
        const long Now = Schema.IndexVersion;
        if (version == Now && rebuilding == Now)
            return long.MaxValue;
        if (version is < 1 or >= Now || rebuilding < version || rebuilding > Now || done < 0 || done > LastKey())
        {
            _findings.Problem(
                "index",
                _file,
                "index_state",
                "The state of the search index is none that this program leaves: it was changed by hand."
            );
            return long.MaxValue;
        }
        var compared = rebuilding == Now ? done : 0;
        _findings.Uncompared(
            compared == 0
                ? $"{_file}: the search index is said to be of an older version: it was not compared. Let the server rebuild it, then verify again."
                : $"{_file}: the search index is being rebuilt: it was compared up to row {compared}. Let the server finish it, then verify again."
        );
        return compared;
    }

    private long LastKey()
    {
        using var last = _database.PrepareOnce("SELECT coalesce(max(key),0) FROM resource");
        last.Step();
        return last.Long(0);
    }

    private HashSet<Row> There(long key)
    {
        var select = _database
            .Prepare("SELECT parameter,value,system,low,high FROM search WHERE resource=$1")
            .Bind(1, key);
        var rows = new HashSet<Row>();
        while (select.Step())
        {
            rows.Add(
                new(
                    _parameters.GetValueOrDefault(select.Long(0), ""),
                    select.Text(1),
                    select.Text(2),
                    select.Double(3),
                    select.Double(4)
                )
            );
        }

        return rows;
    }

    private static double Number(object value) => value is long whole ? whole : (double)value;
}
