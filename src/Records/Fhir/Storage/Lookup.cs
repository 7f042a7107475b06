using System.Globalization;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>Reads by key: a resource, its versions, a patient's compartment.</summary>
internal static class Lookup
{
    private const string Columns = "type,id,version,last_updated,deleted,json";

    public static StoredVersion? Current(Database database, string type, string id)
    {
        var select = database
            .Prepare($"SELECT {Columns} FROM resource WHERE type=?1 AND id=?2")
            .Bind(1, type)
            .Bind(2, id);
        var found = select.Step() ? StoredVersion.From(select) : null;
        select.Reset();
        return found;
    }

    public static StoredVersion? Version(Database database, string type, string id, string version)
    {
        if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        if (Current(database, type, id) is not { } current)
            return null;
        if (current.Version == number)
            return current;
        var select = database.Prepare(
            "SELECT r.type,r.id,h.version,h.last_updated,h.deleted,h.json FROM resource r JOIN history h ON h.resource=r.key WHERE r.type=?1 AND r.id=?2 AND h.version=?3"
        );
        select.Bind(1, type).Bind(2, id).Bind(3, number);
        var found = select.Step() ? StoredVersion.From(select) : null;
        select.Reset();
        return found;
    }

    public static IReadOnlyList<StoredVersion> Versions(Database database, string type, string id)
    {
        if (Current(database, type, id) is not { } current)
            return [];
        var all = new List<StoredVersion> { current };
        var select = database.Prepare(
            "SELECT r.type,r.id,h.version,h.last_updated,h.deleted,h.json FROM resource r JOIN history h ON h.resource=r.key WHERE r.type=?1 AND r.id=?2 ORDER BY h.version DESC"
        );
        select.Bind(1, type).Bind(2, id);
        while (select.Step())
            all.Add(StoredVersion.From(select));
        return all;
    }

    public static IReadOnlyList<StoredVersion> Compartment(Database database, string patient, string? type)
    {
        var select = type is null
            ? database
                .Prepare($"SELECT {Columns} FROM resource WHERE patient=?1 AND deleted=0 ORDER BY key")
                .Bind(1, patient)
            : database
                .Prepare($"SELECT {Columns} FROM resource WHERE patient=?1 AND type=?2 AND deleted=0 ORDER BY key")
                .Bind(1, patient)
                .Bind(2, type);
        var all = new List<StoredVersion>();
        while (select.Step())
            all.Add(StoredVersion.From(select));
        return all;
    }
}
