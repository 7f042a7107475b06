using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>Reads by key: a resource, its versions, a patient's compartment.</summary>
internal static class Lookup
{
    /// <summary>The columns of a current version, of the table <c>resource</c> called <c>r</c>.</summary>
    public const string Columns = "r.type,r.id,r.version,r.last_updated,r.deleted,r.json,r.origin,r.actor,r.code";

    private const string PastColumns = "r.type,r.id,h.version,h.last_updated,h.deleted,h.json,h.origin,h.actor,h.code";

    /// <summary>The sign keeps SQLite from walking all that is in no chart.</summary>
    internal static readonly string BesideCharts =
        $"SELECT {Columns} FROM resource r WHERE r.deleted IS NOT 1 AND +r.patient IS NULL AND r.key IN (SELECT resource FROM search WHERE parameter=(SELECT id FROM parameter WHERE name='{Compartments.Parameter}') AND value=$1) ORDER BY r.key";

    public static StoredVersion? Current(Database database, string type, string id)
    {
        var select = database
            .Prepare($"SELECT {Columns} FROM resource r WHERE r.type=$1 AND r.id=$2")
            .Bind(1, type)
            .Bind(2, id);
        var found = select.Step() ? StoredVersion.From(select) : null;
        select.Reset();
        return found;
    }

    /// <summary>What the rules ask of a resource; null when its id was never used.</summary>
    public static StoredState? State(Database database, string type, string id)
    {
        var select = database
            .Prepare("SELECT deleted,made_here,synthetic,patient FROM resource WHERE type=$1 AND id=$2")
            .Bind(1, type)
            .Bind(2, id);
        var found = select.Step()
            ? new StoredState(select.Long(0) != 1, select.Long(1) != 0, select.Long(2) != 0, select.TextOrNull(3))
            : null;
        select.Reset();
        return found;
    }

    /// <summary>Whether a signed document rests on the resource.</summary>
    public static bool IsSignedEvidence(Database database, string type, string id)
    {
        var select = database.Prepare("SELECT 1 FROM held WHERE type=$1 AND id=$2 LIMIT 1").Bind(1, type).Bind(2, id);
        var held = select.Step();
        select.Reset();
        return held;
    }

    public static StoredVersion? Version(Database database, string type, string id, string version)
    {
        if (VersionNumber.Of(version) is not { } number)
            return null;
        if (Current(database, type, id) is not { } current)
            return null;
        if (current.Version == number)
            return current;
        var select = database.Prepare(
            $"SELECT {PastColumns} FROM resource r JOIN history h ON h.resource=r.key WHERE r.type=$1 AND r.id=$2 AND h.version=$3"
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
            $"SELECT {PastColumns} FROM resource r JOIN history h ON h.resource=r.key WHERE r.type=$1 AND r.id=$2 ORDER BY h.version DESC"
        );
        select.Bind(1, type).Bind(2, id);
        while (select.Step())
            all.Add(StoredVersion.From(select));
        return all;
    }

    /// <summary>What is in no chart and names the patient all the same.</summary>
    public static IReadOnlyList<StoredVersion> NamingBesideCharts(Database database, string patient)
    {
        var select = database.Prepare(BesideCharts).Bind(1, patient);
        var all = new List<StoredVersion>();
        while (select.Step())
            all.Add(StoredVersion.From(select));
        return all;
    }

    public static IReadOnlyList<StoredVersion> Compartment(Database database, string patient, string? type)
    {
        var select = type is null
            ? database
                .Prepare($"SELECT {Columns} FROM resource r WHERE r.patient=$1 AND r.deleted IS NOT 1 ORDER BY r.key")
                .Bind(1, patient)
            : database
                .Prepare(
                    $"SELECT {Columns} FROM resource r WHERE r.patient=$1 AND r.type=$2 AND r.deleted IS NOT 1 ORDER BY r.key"
                )
                .Bind(1, patient)
                .Bind(2, type);
        var all = new List<StoredVersion>();
        while (select.Step())
            all.Add(StoredVersion.From(select));
        return all;
    }
}
