using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// The file itself: its tables, indexes and triggers are those of the program, every value is of the kind that its column is
/// declared with (a text that lies there as bytes has the same code, and no question finds it), and no index contradicts its table.
/// </summary>
internal sealed class StructureCheck(Findings findings)
{
    private const int MostFaults = 20;

    /// <summary>The version of the tables that had none for archived films: made when the store is next opened.</summary>
    private const int BeforeFilms = 3;

    public void Look(string file, Database database, SchemaCheck schema)
    {
        using var version = database.PrepareOnce("PRAGMA user_version");
        version.Step();
        var isEarlier = version.Long(0) == BeforeFilms;
        foreach (var (name, says) in schema.Differences(database, missing: true))
            if (!(isEarlier && name == "instance"))
                findings.Problem("schema", file, name, says);
        foreach (var table in schema.Tables)
            LookAtKinds(file, database, table, schema.Columns[table]);
        LookAtPages(file, database);
    }

    private void LookAtKinds(string file, Database database, string table, IReadOnlyList<TableColumn> declared)
    {
        var there = ColumnsOf(database, table);
        var columns = declared.Where(column => there.Contains(column.Name)).ToList();
        if (columns.Count == 0)
            return;
        using var count = database.PrepareOnce(
            $"SELECT {string.Join(',', columns.Select(column => $"total(typeof({column.Name}) NOT IN ({Kinds(column)}))"))} FROM {table}"
        );
        count.Step();
        for (var i = 0; i < columns.Count; i++)
            if (count.Long(i) is > 0 and var rows)
                findings.Problem(
                    "kind",
                    file,
                    $"{table}.{columns[i].Name}",
                    $"In {rows} rows the value is not of the kind that this program stores there."
                );
    }

    private static HashSet<string> ColumnsOf(Database database, string table)
    {
        using var ask = database.PrepareOnce("SELECT name FROM pragma_table_info($1)");
        ask.Bind(1, table);
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (ask.Step())
            found.Add(ask.Text(0));
        return found;
    }

    private static string Kinds(TableColumn column) =>
        (column.Type.Length == 0 ? "'integer','real'" : $"'{column.Type.ToLowerInvariant()}'")
        + (column.MayBeNull ? ",'null'" : "");

    private void LookAtPages(string file, Database database)
    {
        using var check = database.PrepareOnce($"PRAGMA integrity_check({MostFaults})");
        try
        {
            while (check.Step())
                if (check.Text(0) is not "ok" and var said)
                    // SQLite's words name tables, indexes and rows, never a value.
                    findings.Problem("damaged", file, "", said.ReplaceLineEndings(" "));
        }
        catch (StorageFaultException fault)
        {
            findings.Problem("damaged", file, "", fault.Reason);
        }
    }
}
