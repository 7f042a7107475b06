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
        findings.Try(
            file,
            "schema",
            () =>
            {
                var isEarlier = VersionOf(database) == BeforeFilms;
                foreach (var (name, says) in schema.Differences(database, missing: true))
                {
                    if (!(isEarlier && name == "instance"))
                        findings.Problem("schema", file, name, says);
                }
            }
        );
        foreach (var table in schema.Tables)
            findings.Try(file, table, () => LookAtKinds(file, database, table, schema.Columns[table]));
        findings.Try(file, "pages", () => LookAtPages(file, database));
    }

    /// <summary>The number of the tables, by which the program decides what it does to them when it opens the file.</summary>
    /// <param name="unnumbered">Files of earlier programs have 0.</param>
    public void LookAtVersion(string file, Database database, long version, bool unnumbered = false) =>
        findings.Try(
            file,
            "user_version",
            () =>
            {
                var found = VersionOf(database);
                if (unnumbered && found == 0)
                    return;
                if (found != version && !(version > BeforeFilms && found == BeforeFilms && HasNoFilms(database)))
                {
                    findings.Problem(
                        "schema",
                        file,
                        "user_version",
                        $"The number of the tables is {found}; this program writes {version}."
                    );
                }
            }
        );

    private static long VersionOf(Database database)
    {
        using var version = database.PrepareOnce("PRAGMA user_version");
        version.Step();
        return version.Long(0);
    }

    /// <summary>As it is until the films of before are noted.</summary>
    private static bool HasNoFilms(Database database)
    {
        if (!FileCheck.HasTable(database, "instance"))
            return true;
        using var films = database.PrepareOnce("SELECT 1 FROM instance LIMIT 1");
        return !films.Step();
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
        {
            if (count.Long(i) is > 0 and var rows)
            {
                findings.Problem(
                    "kind",
                    file,
                    $"{table}.{columns[i].Name}",
                    $"In {rows} rows the value is not of the kind that this program stores there."
                );
            }
        }
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
            {
                if (check.Text(0) is not "ok" and var said)
                    // SQLite's words name tables, indexes and rows, never a value.
                    findings.Problem("damaged", file, "", said.ReplaceLineEndings(" "));
            }
        }
        catch (StorageFaultException fault)
        {
            findings.Problem("damaged", file, "", fault.Reason);
        }
    }
}
