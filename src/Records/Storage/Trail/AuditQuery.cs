using System.Globalization;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>Which entries are wanted; what is null does not matter.</summary>
/// <param name="Person">Id or name of who did it.</param>
/// <param name="From">From this moment on.</param>
/// <param name="Until">Before this moment.</param>
/// <param name="Count">At most so many.</param>
public sealed record AuditQuery(
    string? Patient = null,
    string? Person = null,
    string? Action = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    int Count = 100,
    AuditCursor? Cursor = null
)
{
    /// <summary>Ids of the accounts and tokens that the person's name means, next to the name itself; changes know ids alone.</summary>
    public IReadOnlyList<string> PersonIds { get; init; } = [];

    /// <summary>Ids of the patients whose number or name was asked for, next to the id itself.</summary>
    public IReadOnlyList<string> PatientIds { get; init; } = [];

    /// <summary>What was opened or changed, such as a page's address, exactly.</summary>
    public string? Entity { get; init; }

    /// <summary>For what purpose, such as a route, exactly.</summary>
    public string? Reason { get; init; }
}

/// <summary>Where the next page begins.</summary>
/// <param name="Number">Only entries with a smaller number.</param>
public sealed record AuditCursor(string File, long Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Number}");

    public static AuditCursor? Parse(string? text)
    {
        var parts = (text ?? "").Split(':');
        return
            parts.Length == 2
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(parts[0], number)
            : null;
    }
}

/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, AuditCursor? Next)
{
    internal AuditPage With(AuditPage more) => new([.. Entries, .. more.Entries], more.Next ?? null);
}

/// <summary>Finds entries in one file.</summary>
internal static class TrailSearch
{
    private const int FirstId = 8;

    private static string Places(int first, int count) =>
        string.Join(
            ',',
            Enumerable.Range(first, count).Select(place => string.Create(CultureInfo.InvariantCulture, $"${place}"))
        );

    public static AuditPage InFile(string path, AuditQuery query, string name)
    {
        using var database = Database.OpenReader(path);
        return Find(database, query, name, false);
    }

    public static AuditPage Find(Database database, AuditQuery query, string file, bool isChange)
    {
        var conditions = new List<string> { "action NOT IN ('head','close','before','accounts')" };
        var personIds = query.Person is null ? 0 : query.PersonIds.Count;
        if (query.Patient is not null)
        {
            conditions.Add(
                query.PatientIds.Count == 0
                    ? "number IN (SELECT number FROM trail_patient WHERE patient=$1)"
                    : $"number IN (SELECT number FROM trail_patient WHERE patient=$1 OR patient IN ({Places(FirstId + personIds, query.PatientIds.Count)}))"
            );
        }

        if (query.Person is not null)
        {
            conditions.Add(
                query.PersonIds.Count == 0
                    ? "(actor=$2 OR actor_name=$2)"
                    : $"(actor=$2 OR actor_name=$2 OR actor IN ({Places(FirstId, query.PersonIds.Count)}))"
            );
        }

        if (query.Action is not null)
            conditions.Add("action=$3");
        if (query.From is not null)
            conditions.Add("time>=$4");
        if (query.Until is not null)
            conditions.Add("time<$5");
        if (query.Cursor is not null)
            conditions.Add("number<$6");
        var entity = FirstId + personIds + (query.Patient is null ? 0 : query.PatientIds.Count);
        if (query.Entity is not null)
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"entity=${entity}"));
        if (query.Reason is not null)
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"reason=${entity + 1}"));
        using var select = database.PrepareOnce(
            $"{TrailTable.Select} WHERE {string.Join(" AND ", conditions)} ORDER BY number DESC LIMIT $7"
        );
        if (query.Patient is not null)
            select.Bind(1, query.Patient);
        if (query.Person is not null)
            select.Bind(2, query.Person);
        if (query.Action is not null)
            select.Bind(3, query.Action);
        if (query.From is { } from)
            select.Bind(4, from.ToUnixTimeMilliseconds());
        if (query.Until is { } until)
            select.Bind(5, until.ToUnixTimeMilliseconds());
        if (query.Cursor is { } cursor)
            select.Bind(6, cursor.Number);
        select.Bind(7, query.Count + 1L);
        for (var i = 0; query.Person is not null && i < query.PersonIds.Count; i++)
            select.Bind(FirstId + i, query.PersonIds[i]);
        for (var i = 0; query.Patient is not null && i < query.PatientIds.Count; i++)
            select.Bind(FirstId + personIds + i, query.PatientIds[i]);
        if (query.Entity is not null)
            select.Bind(entity, query.Entity);
        if (query.Reason is not null)
            select.Bind(entity + 1, query.Reason);
        var found = new List<AuditEntry>();
        while (select.Step())
            found.Add(TrailTable.Read(select).Entry(isChange));
        if (found.Count <= query.Count)
            return new(found, null);
        found.RemoveAt(found.Count - 1);
        return new(found, new(file, found.Count > 0 ? found[^1].Number : long.MaxValue));
    }
}
