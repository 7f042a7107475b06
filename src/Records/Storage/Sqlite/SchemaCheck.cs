namespace Xinglin.Records.Storage.Sqlite;

/// <summary>What a file's tables, indexes and triggers are, compared with what this program makes: no other, and none of them altered.</summary>
internal sealed class SchemaCheck
{
    /// <summary>As version 1 of the tables made it, and as it stays in a file of that time.</summary>
    private static readonly (string, string) OldIndex = (
        "search_resource",
        "CREATE INDEX search_resource ON search(resource)"
    );

    private readonly string _file;
    private readonly Dictionary<string, (string Kind, string Sql)> _expected = new(StringComparer.Ordinal);

    /// <param name="file">Its name, for messages.</param>
    /// <param name="create">The statements that make it.</param>
    public SchemaCheck(string file, string create)
    {
        _file = file;
        using var model = Database.OpenInMemory();
        model.Execute(create);
        foreach (var (kind, name, sql) in Of(model))
            _expected[name] = (kind, SqlText.Plain(sql));
        Tables = [.. _expected.Where(one => one.Value.Kind == "table").Select(one => one.Key)];
        Columns = Tables.ToDictionary(table => table, table => ColumnsOf(model, table), StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Tables { get; }

    /// <summary>The columns of each table, as they are declared.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TableColumn>> Columns { get; }

    /// <summary>Every difference in words.</summary>
    /// <param name="missing">Also what is missing; the program makes it again when it opens the file.</param>
    public IReadOnlyList<(string Name, string Says)> Differences(Database database, bool missing)
    {
        var found = new List<(string, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (kind, name, sql) in Of(database))
        {
            seen.Add(name);
            if (!_expected.TryGetValue(name, out var known))
                found.Add((name, $"The {kind} was not made by this program."));
            else if (known.Kind != kind || (known.Sql != SqlText.Plain(sql) && (name, sql) != OldIndex))
                found.Add((name, $"The {kind} is not as this program makes it."));
        }
        if (missing)
        {
            foreach (var (name, (kind, _)) in _expected)
            {
                if (!seen.Contains(name))
                    found.Add((name, $"The {kind} is gone."));
            }
        }

        return found;
    }

    /// <exception cref="AlteredStoreException">Something there is not the program's, or was altered.</exception>
    public void Require(Database database)
    {
        if (Differences(database, missing: false) is [var (name, says), ..])
        {
            throw new AlteredStoreException(
                $"{_file}: {name}: {says} Somebody changed the file: run 'xinglin verify-audit', find out who did it, and restore a backup, or take out what was put in."
            );
        }
    }

    private static IEnumerable<(string Kind, string Name, string Sql)> Of(Database database)
    {
        using var ask = database.PrepareOnce(
            "SELECT type,name,tbl_name,coalesce(sql,'') FROM sqlite_master ORDER BY rowid"
        );
        while (ask.Step())
            yield return (ask.Text(0), ask.Text(1), $"{ask.Text(3)}{(ask.Text(3).Length == 0 ? ask.Text(2) : "")}");
    }

    private static IReadOnlyList<TableColumn> ColumnsOf(Database model, string table)
    {
        using var ask = model.PrepareOnce("SELECT name,type,\"notnull\",pk FROM pragma_table_info($1)");
        ask.Bind(1, table);
        var columns = new List<TableColumn>();
        while (ask.Step())
            columns.Add(new(ask.Text(0), ask.Text(1), ask.Long(2) == 0 && ask.Long(3) == 0));
        return columns;
    }
}

/// <param name="Type">As declared: <c>TEXT</c>, <c>INTEGER</c>, <c>BLOB</c>, or nothing for a number or text.</param>
internal sealed record TableColumn(string Name, string Type, bool MayBeNull);
