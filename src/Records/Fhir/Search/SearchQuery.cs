using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Fhir.Search;

/// <summary>A search as SQL: one condition on the index for each parameter, one query for the page and one for the total.</summary>
internal sealed class SearchQuery
{
    private readonly StringBuilder where = new("r.type=? AND r.deleted=0");
    private readonly List<object?> values = [];
    private readonly List<(string Sql, object? Value)> order = [];
    private readonly SearchRequest request;

    private SearchQuery(SearchRequest request)
    {
        this.request = request;
        values.Add(request.Type);
    }

    /// <exception cref="SearchRefusedException">An unknown type, parameter, modifier or value.</exception>
    public static SearchQuery Of(SearchRequest request)
    {
        if (!ModelInfo.IsKnownResource(request.Type))
            throw new SearchRefusedException(request.Type, "is not a FHIR R4 resource type.", true);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Offset);
        var query = new SearchQuery(request);
        foreach (var (name, value) in request.Parameters)
            query.AddCondition(name, value);
        query.AddOrder(request.Sort);
        return query;
    }

    public FoundVersions Run(Database database)
    {
        var total = Total(database);
        if (request.Count == 0 || request.Offset >= total)
            return new([], total);
        var sorting = order.Count == 0 ? "r.key" : string.Join(", ", order.Select(o => o.Sql)) + ", r.key";
        using var page = database.PrepareOnce(
            $"SELECT r.type,r.id,r.version,r.last_updated,r.deleted,r.json FROM resource r WHERE {where} ORDER BY {sorting} LIMIT ? OFFSET ?"
        );
        var place = Bind(page);
        foreach (var (_, value) in order.Where(o => o.Value is not null))
            page.BindAny(place++, value);
        page.Bind(place++, request.Count).Bind(place, request.Offset);
        var found = new List<StoredVersion>();
        while (page.Step())
            found.Add(StoredVersion.From(page));
        return new(found, total);
    }

    private int Total(Database database)
    {
        using var count = database.PrepareOnce($"SELECT count(*) FROM resource r WHERE {where}");
        Bind(count);
        count.Step();
        return (int)count.Long(0);
    }

    private int Bind(Statement statement)
    {
        var place = 1;
        foreach (var value in values)
            statement.BindAny(place++, value);
        return place;
    }

    private void AddCondition(string name, string value)
    {
        var (code, modifier) = name.Split(':', 2) is [var bare, var after] ? (bare, after) : (name, null);
        if (string.IsNullOrEmpty(value))
            throw new SearchRefusedException(name, "has no value.");
        if (code == "_id")
        {
            Any(value.Split(','), id => ("r.id=?", [id]));
            return;
        }
        if (code == "_lastUpdated")
        {
            Any(value.Split(','), v => DateCondition.Of(name, v, "r.last_updated", "r.last_updated"));
            return;
        }
        if (!SearchParameters.Of(request.Type).TryGetValue(code, out var parameter))
            throw new SearchRefusedException(
                name,
                $"is not a search parameter of {request.Type} here. Known: {string.Join(", ", SearchParameters.Of(request.Type).Keys.Order(StringComparer.Ordinal))}, _id, _lastUpdated.",
                true
            );
        if (modifier == "missing")
        {
            if (value is not ("true" or "false"))
                throw new SearchRefusedException(name, "takes true or false.");
            Exists(parameter, "1", [], value == "true");
            return;
        }
        var negated = modifier == "not" && parameter.Kind == SearchParamType.Token;
        var conditions = SearchValues
            .Split(value)
            .Select(v => ValueCondition.Of(parameter, name, negated ? null : modifier, v))
            .ToList();
        Exists(
            parameter,
            string.Join(" OR ", conditions.Select(c => c.Sql)),
            conditions.SelectMany(c => c.Values),
            negated
        );
    }

    private void Any(IEnumerable<string> given, Func<string, (string Sql, IReadOnlyList<object?> Values)> condition)
    {
        var conditions = given.Select(condition).ToList();
        where.Append(" AND (").AppendJoin(" OR ", conditions.Select(c => c.Sql)).Append(')');
        values.AddRange(conditions.SelectMany(c => c.Values));
    }

    private void Exists(SearchParameter parameter, string condition, IEnumerable<object?> bound, bool not)
    {
        where
            .Append(not ? " AND r.key NOT IN (" : " AND r.key IN (")
            .Append("SELECT s.resource FROM search s WHERE s.parameter=(SELECT id FROM parameter WHERE name=?) AND (")
            .Append(condition)
            .Append("))");
        values.Add(parameter.Name);
        values.AddRange(bound);
    }

    private void AddOrder(string? sort)
    {
        foreach (
            var key in (sort ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            var descending = key[0] == '-';
            var code = descending ? key[1..] : key;
            var direction = descending ? " DESC" : "";
            if (code == "_id")
                order.Add(("r.id" + direction, null));
            else if (code == "_lastUpdated")
                order.Add(("r.last_updated" + direction, null));
            else if (SearchParameters.Of(request.Type).TryGetValue(code, out var parameter))
                order.Add((SortSql(parameter, descending), parameter.Name));
            else
                throw new SearchRefusedException(
                    "_sort",
                    $"'{code}' is not a search parameter of {request.Type} here.",
                    true
                );
        }
    }

    private static string SortSql(SearchParameter parameter, bool descending)
    {
        var column = parameter.Kind is SearchParamType.Date or SearchParamType.Number or SearchParamType.Quantity
            ? descending
                ? "high"
                : "low"
            : "value";
        var pick = descending ? "max" : "min";
        return $"(SELECT {pick}(s.{column}) FROM search s WHERE s.resource=r.key AND s.parameter=(SELECT id FROM parameter WHERE name=?)) {(descending ? "DESC" : "ASC")} NULLS LAST";
    }
}
