using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using SearchParameter = Xinglin.Records.Fhir.Indexing.SearchParameter;

namespace Xinglin.Records.Storage.Search;

/// <summary>
/// A search as SQL. The condition that fewest resources meet is looked up in the index; the others are asked of each
/// resource that it finds, so that the cost follows the answer's size and not the database's.
/// </summary>
internal sealed class SearchQuery
{
    private const int SurveyLimit = 1000;
    private const int MostValues = 500;
    private const int MostParameters = 50;

    private const int MostSortKeys = 10;

    /// <summary>Of more matches than these, patients next to their charts are not looked for when they are only counted.</summary>
    private const int MostMatched = 50_000;

    private static readonly string Own = string.Create(
        CultureInfo.InvariantCulture,
        $" AND r.origin IN ({(int)OriginKind.Product},{(int)OriginKind.Person})"
    );

    private readonly List<AnyOf> _onResource = [];
    private readonly List<IndexCondition> _onIndex = [];
    private readonly List<(string Sql, object? Value)> _order = [];
    private readonly SearchRequest _request;

    private SearchQuery(SearchRequest request) => _request = request;

    public string Type => _request.Type;

    /// <summary>What some row of the index must, or must not, hold.</summary>
    private sealed record IndexCondition(string Parameter, AnyOf Any, bool Not)
    {
        public const string ThisParameter = "s.parameter=(SELECT id FROM parameter WHERE name=?)";
    }

    /// <exception cref="SearchRejectedException">An unknown type, parameter, modifier or value.</exception>
    public static SearchQuery Of(SearchRequest request)
    {
        if (!ResourceTypes.IsKnown(request.Type))
            throw new SearchRejectedException(request.Type, "is not a FHIR R4 resource type.", true);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Offset);
        if (request.Parameters.Count > MostParameters)
        {
            throw new SearchRejectedException(
                request.Type,
                $"is searched by more than {MostParameters} parameters at once."
            );
        }

        var query = new SearchQuery(request);
        foreach (var (name, value) in request.Parameters)
            query.AddCondition(name, value);
        query.AddOrder(request.Sort);
        return query;
    }

    /// <summary>The page with its resources.</summary>
    public FoundVersions Run(Database database)
    {
        var (found, total) = Page(database, Lookup.Columns, StoredVersion.From);
        return new(found, total);
    }

    /// <summary>The page, of which long texts are read later.</summary>
    public FoundRows Rows(Database database)
    {
        // Sorting carries keys only; one snapshot, so that what was found is what is given. A transaction of its own asks its own.
        var alone = database.IsAutoCommit;
        if (alone)
            database.Execute("BEGIN");
        var (keys, total) = Page(database, "r.key", row => row.Long(0));
        var select = database.Prepare($"SELECT {StoredRow.Columns("r.key", "r")} FROM resource r WHERE r.key=$1");
        var found = new List<StoredRow>(keys.Count);
        foreach (var key in keys)
        {
            select.Bind(1, key);
            if (select.Step())
                found.Add(StoredRow.From(select));
            select.Reset();
        }
        var matched = found.Count == 0 ? Matched(database) : SearchSubjects.Of(database, _request);
        if (alone)
            database.Execute("COMMIT");
        return new(found, total, matched);
    }

    /// <summary>Whom an answer without resources tells of: the patients of what matches, then those that the question names.</summary>
    public IReadOnlyList<string> Matched(Database database)
    {
        var (with, where, values) = Where(Rarest(database));
        var found = new HashSet<string>(StringComparer.Ordinal);
        Take($"SELECT DISTINCT r.patient FROM resource r WHERE {where} AND r.patient IS NOT NULL");
        if (Compartments.MayHaveOthers(_request.Type))
        {
            Take(
                $"SELECT DISTINCT c.value FROM search c WHERE c.parameter=(SELECT id FROM parameter WHERE name='{Compartments.Parameter}') AND c.resource IN (SELECT r.key FROM resource r WHERE {where} LIMIT {MostMatched})"
            );
        }

        found.UnionWith(SearchSubjects.Of(database, _request));
        return [.. found.Take(FoundRows.MostPatients)];

        void Take(string sql)
        {
            using var select = Prepared(database, $"{with}{sql} LIMIT {FoundRows.MostPatients}");
            Bind(select, values);
            while (select.Step())
                found.Add(select.Text(0));
        }
    }

    /// <summary>Only the ids, in the order in which they were first stored; at most as many as were asked for.</summary>
    public IReadOnlyList<string> Ids(Database database)
    {
        var (with, where, values) = Where(Rarest(database));
        using var select = Prepared(
            database,
            $"{with}SELECT r.id FROM resource r WHERE {where} ORDER BY r.key LIMIT ?"
        );
        Bind(select, [.. values, (long)_request.Count]);
        var ids = new List<string>();
        while (select.Step())
            ids.Add(select.Text(0));
        return ids;
    }

    private static Statement Prepared(Database database, string sql) => database.PrepareOnce(SqlText.Numbered(sql));

    private (List<T> Found, int Total) Page<T>(Database database, string columns, Func<Statement, T> read)
    {
        var (with, where, values) = Where(Rarest(database));
        var total = Total(database, with + "SELECT count(*) FROM resource r WHERE " + where, values);
        if (_request.Count == 0 || _request.Offset >= total)
            return ([], total);
        var sorting = _order.Count == 0 ? "r.key" : string.Join(", ", _order.Select(o => o.Sql)) + ", r.key";
        using var page = Prepared(
            database,
            $"{with}SELECT {columns} FROM resource r WHERE {where} ORDER BY {sorting} LIMIT ? OFFSET ?"
        );
        Bind(
            page,
            [.. values, .. _order.Select(o => o.Value).OfType<string>(), (long)_request.Count, (long)_request.Offset]
        );
        var found = new List<T>();
        while (page.Step())
            found.Add(read(page));
        return (found, total);
    }

    private static int Total(Database database, string sql, IReadOnlyList<object?> values)
    {
        using var count = Prepared(database, sql);
        Bind(count, values);
        count.Step();
        return (int)count.Long(0);
    }

    /// <summary>The condition to start from: each is counted in the index, up to a limit.</summary>
    private IndexCondition? Rarest(Database database)
    {
        var candidates = _onIndex.Where(c => !c.Not).ToList();
        return candidates.Count <= 1 ? candidates.FirstOrDefault() : candidates.MinBy(c => Survey(database, c));
    }

    private static long Survey(Database database, IndexCondition condition)
    {
        var lists = new ValueLists();
        var (sql, bound) = condition.Any.Rows(lists, IndexCondition.ThisParameter, condition.Parameter);
        using var count = Prepared(database, $"{lists.With}SELECT count(*) FROM ({sql} LIMIT {SurveyLimit})");
        Bind(count, [.. lists.Values, .. bound]);
        count.Step();
        return count.Long(0);
    }

    private (string With, string Sql, IReadOnlyList<object?> Values) Where(IndexCondition? start)
    {
        var sql = new StringBuilder("r.type=? AND r.deleted IS NOT 1");
        if (_request.OwnOnly)
            sql.Append(Own);
        var values = new List<object?> { _request.Type };
        var lists = new ValueLists();
        if (_request.Without.Count > 0)
        {
            var closed = lists.Add("r.id=?", _request.Without.Select(id => (IReadOnlyList<object?>)[id]));
            sql.Append(
                $" AND (r.patient IS NULL OR r.patient NOT IN (SELECT a0 FROM {closed})) AND NOT EXISTS (SELECT 1 FROM search c WHERE c.resource=r.key AND c.parameter=(SELECT id FROM parameter WHERE name='{Compartments.Parameter}') AND +c.value IN (SELECT a0 FROM {closed}))"
            );
        }
        foreach (var any in _onResource)
        {
            var (test, bound) = any.Test(lists);
            sql.Append(" AND (").Append(test).Append(')');
            values.AddRange(bound);
        }
        foreach (var condition in _onIndex)
        {
            if (ReferenceEquals(condition, start))
            {
                var (rows, bound) = condition.Any.Rows(lists, IndexCondition.ThisParameter, condition.Parameter);
                sql.Append($" AND r.key IN ({rows})");
                values.AddRange(bound);
                continue;
            }
            var (test, tested) = condition.Any.Test(lists);
            var not = condition.Not ? "NOT " : "";
            sql.Append(
                $" AND {not}EXISTS (SELECT 1 FROM search s WHERE s.resource=r.key AND {IndexCondition.ThisParameter} AND ({test}))"
            );
            values.Add(condition.Parameter);
            values.AddRange(tested);
        }
        return (lists.With, sql.ToString(), [.. lists.Values, .. values]);
    }

    private static void Bind(Statement statement, IEnumerable<object?> values)
    {
        var place = 1;
        foreach (var value in values)
            statement.BindAny(place++, value);
    }

    private void AddCondition(string name, string value)
    {
        var (code, modifier) = name.Split(':', 2) is [var bare, var after] ? (bare, after) : (name, null);
        if (string.IsNullOrEmpty(value))
            throw new SearchRejectedException(name, "has no value.");
        if (code is "_id" or "_lastUpdated" && modifier is not null)
            throw new SearchRejectedException(name, $"takes no modifier here: write {code}=…");
        if (code == "_id")
        {
            _onResource.Add(Any(name, value.Split(','), id => ("r.id=?", [id])));
            return;
        }
        if (code == "_lastUpdated")
        {
            _onResource.Add(
                Any(name, value.Split(','), v => DateCondition.Of(name, v, "r.last_updated", "r.last_updated"))
            );
            return;
        }
        if (!SearchParameters.Of(_request.Type).TryGetValue(code, out var parameter))
        {
            throw new SearchRejectedException(
                name,
                $"is not a search parameter of {_request.Type} here. Known: {string.Join(", ", SearchParameters.Of(_request.Type).Keys.Order(StringComparer.Ordinal))}, _id, _lastUpdated.",
                true
            );
        }

        if (modifier == "missing")
        {
            if (value is not ("true" or "false"))
                throw new SearchRejectedException(name, "takes true or false.");
            _onIndex.Add(new(parameter.Name, new AnyOf([("1", [])]), value == "true"));
            return;
        }
        var negated = modifier == "not" && parameter.Kind == SearchParamType.Token;
        var any = Any(
            name,
            SearchValues.Split(value),
            v => ValueCondition.Of(parameter, name, negated ? null : modifier, v)
        );
        _onIndex.Add(new(parameter.Name, any, negated));
    }

    private static AnyOf Any(
        string name,
        IEnumerable<string> given,
        Func<string, (string Sql, IReadOnlyList<object?> Values)> condition
    )
    {
        var conditions = given.Take(MostValues + 1).Select(condition).ToList();
        if (conditions.Count > MostValues)
            throw new SearchRejectedException(name, $"has more than {MostValues} values: search in parts.");
        return new(conditions);
    }

    private void AddOrder(string? sort)
    {
        foreach (
            var key in (sort ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            if (_order.Count == MostSortKeys)
                throw new SearchRejectedException("_sort", $"has more than {MostSortKeys} keys.");
            var descending = key[0] == '-';
            var code = descending ? key[1..] : key;
            var direction = descending ? " DESC" : "";
            if (code == "_id")
            {
                _order.Add(("r.id" + direction, null));
            }
            else if (code == "_lastUpdated")
            {
                _order.Add(("r.last_updated" + direction, null));
            }
            else if (SearchParameters.Of(_request.Type).TryGetValue(code, out var parameter))
            {
                _order.Add((SortSql(parameter, descending), parameter.Name));
            }
            else
            {
                throw new SearchRejectedException(
                    "_sort",
                    $"'{SearchRejectedException.Shown(code)}' is not a search parameter of {_request.Type} here.",
                    true
                );
            }
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
