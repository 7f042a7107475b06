using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Xinglin.Records.Storage.Search;

/// <summary>
/// Alternatives of one search parameter, as SQL on a row <c>s</c> of the index or <c>r</c> of the resources. A few stand in
/// the statement itself; many are given as one JSON list a form, because SQLite takes 32,766 values and expressions 1,000
/// deep.
/// </summary>
internal sealed class AnyOf(IReadOnlyList<(string Sql, IReadOnlyList<object?> Values)> alternatives)
{
    private const int MostInStatement = 16;

    private bool InStatement => alternatives.Count <= MostInStatement;

    private string Joined => string.Join(" OR ", alternatives.Select(a => a.Sql));

    private IEnumerable<object?> AllValues => alternatives.SelectMany(a => a.Values);

    /// <summary>The condition on one row.</summary>
    public (string Sql, IEnumerable<object?> Bound) Test(ValueLists lists)
    {
        if (InStatement)
            return (Joined, AllValues);
        var tests = Forms().Select(form => Test(form.Key, lists.Add(form.Key, form)));
        return (string.Join(" OR ", tests), []);
    }

    /// <summary>The keys of the resources that have such a row of the index.</summary>
    /// <param name="parameter">The condition on the parameter, with one value.</param>
    /// <param name="name">That value.</param>
    public (string Sql, IEnumerable<object?> Bound) Rows(ValueLists lists, string parameter, string name)
    {
        if (InStatement)
            return ($"SELECT s.resource FROM search s WHERE {parameter} AND ({Joined})", [name, .. AllValues]);
        // The list first, then the index for each of its values.
        var parts = Forms()
            .Select(form => (form.Key, List: lists.Add(form.Key, form)))
            .Select(p =>
                $"SELECT s.resource FROM {p.List} CROSS JOIN search s WHERE {parameter} AND ({ValueLists.Filled(p.Key, p.List)})"
            )
            .ToList();
        return (string.Join(" UNION ALL ", parts), Enumerable.Repeat(name, parts.Count));
    }

    private IEnumerable<IGrouping<string, IReadOnlyList<object?>>> Forms() =>
        alternatives.GroupBy(a => a.Sql, a => a.Values);

    private static string Test(string form, string list) =>
        form switch
        {
            // The signs keep SQLite from looking up every value of the list for every resource, which took 0.6 ms each.
            "s.value=?" => $"+s.value IN (SELECT a0 FROM {list})",
            "s.value=? AND s.system=?" => $"(+s.value,+s.system) IN (SELECT a0,a1 FROM {list})",
            "r.id=?" => $"r.id IN (SELECT a0 FROM {list})",
            _ => $"EXISTS (SELECT 1 FROM {list} WHERE {ValueLists.Filled(form, list)})",
        };
}

/// <summary>The lists of values of one statement: common tables made once, before the rest of it.</summary>
internal sealed class ValueLists
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<string> _tables = [];
    private readonly List<object?> _values = [];

    /// <summary>What the statement begins with; empty without lists.</summary>
    public string With => _tables.Count == 0 ? "" : "WITH " + string.Join(",", _tables) + " ";

    /// <summary>One value a list, in the order of <see cref="With"/>.</summary>
    public IReadOnlyList<object?> Values => _values;

    /// <summary>Adds a list of as many columns as the form has values, and gives its name.</summary>
    public string Add(string form, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"v{_tables.Count}");
        var columns = form.Count(c => c == '?');
        var named = string.Join(",", Enumerable.Range(0, columns).Select(i => $"a{i}"));
        var picked = string.Join(",", Enumerable.Range(0, columns).Select(i => $"value->>{i}"));
        _tables.Add($"{name}({named}) AS MATERIALIZED (SELECT {picked} FROM json_each(?))");
        _values.Add(Json(rows));
        return name;
    }

    /// <summary>The form with the list's columns in the place of its values.</summary>
    public static string Filled(string form, string list)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var sign in form)
        {
            if (sign == '?')
                text.Append(CultureInfo.InvariantCulture, $"{list}.a{column++}");
            else
                text.Append(sign);
        }

        return text.ToString();
    }

    private static string Json(IEnumerable<IReadOnlyList<object?>> rows) =>
        $"[{string.Join(",", rows.Select(row => $"[{string.Join(",", row.Select(Json))}]"))}]";

    private static string Json(object? value) =>
        value switch
        {
            string text => JsonSerializer.Serialize(text, Plain),
            long or int => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            // JSON has no infinity; 9e999 is read as one.
            double number when double.IsInfinity(number) => number > 0 ? "9e999" : "-9e999",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            _ => "null",
        };
}
