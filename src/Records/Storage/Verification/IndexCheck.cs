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
    private readonly string file;
    private readonly Database database;
    private readonly Findings findings;
    private readonly Dictionary<long, string> parameters = [];
    private readonly bool isCurrent;
    private long looked;

    public IndexCheck(string file, Database database, Findings findings)
    {
        (this.file, this.database, this.findings) = (file, database, findings);
        if (!FileCheck.HasTable(database, "search") || !FileCheck.HasTable(database, "parameter"))
            return;
        using (var names = database.PrepareOnce("SELECT id,name FROM parameter"))
            while (names.Step())
                parameters[names.Long(0)] = names.Text(1);
        using var state = database.PrepareOnce("SELECT version,rebuilding FROM index_state");
        isCurrent = state.Step() && state.Long(0) == Schema.IndexVersion && state.Long(1) == Schema.IndexVersion;
        if (!isCurrent)
            findings.Note(
                $"{file}: the search index is of an older version, or being rebuilt, and was not compared: let the server finish it, then verify again."
            );
    }

    private readonly record struct Row(string Parameter, string Value, string System, double Low, double High);

    /// <param name="made">What is made of the current content; none for a deletion.</param>
    public void Look(LyingVersion version, IReadOnlyList<IndexRow> made)
    {
        if (!isCurrent)
            return;
        var there = There(version.Current!.Key);
        looked += there.Count;
        var missing = 0;
        foreach (var row in made)
            if (!there.Remove(new(row.Parameter, row.Value, row.System, Number(row.Low), Number(row.High))))
                missing++;
        if (missing + there.Count > 0)
            findings.Problem(
                "index",
                file,
                version.Reference,
                $"It is not found as its content says: {missing} rows of the search index are gone, {there.Count} were put in."
            );
    }

    /// <summary>It cannot be read, so nothing can be made from it; its rows are counted.</summary>
    public void Pass(LyingVersion version) => looked += isCurrent ? There(version.Current!.Key).Count : 0;

    /// <summary>Call it when all were looked at.</summary>
    public void End()
    {
        if (!isCurrent)
            return;
        using var count = database.PrepareOnce("SELECT count(*) FROM search");
        count.Step();
        if (count.Long(0) != looked)
            findings.Problem("index", file, "search", $"{count.Long(0) - looked} rows belong to no resource.");
    }

    private HashSet<Row> There(long key)
    {
        var select = database
            .Prepare("SELECT parameter,value,system,low,high FROM search WHERE resource=$1")
            .Bind(1, key);
        var rows = new HashSet<Row>();
        while (select.Step())
            rows.Add(
                new(
                    parameters.GetValueOrDefault(select.Long(0), ""),
                    select.Text(1),
                    select.Text(2),
                    select.Double(3),
                    select.Double(4)
                )
            );
        return rows;
    }

    private static double Number(object value) => value is long whole ? whole : (double)value;
}
