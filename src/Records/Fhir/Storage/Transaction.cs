using System.Globalization;
using Xinglin.Records.Audit;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>Carries out prepared writes inside the open SQLite transaction of the writer.</summary>
internal sealed class Transaction(Database database, AuditChain audit, TimeProvider clock)
{
    private readonly Dictionary<string, long> parameters = new(StringComparer.Ordinal);

    /// <summary>All writes of one caller, in order.</summary>
    /// <exception cref="VersionConflictException">A write expected another version.</exception>
    public void Apply(IReadOnlyList<PreparedWrite> writes, Origin origin)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var owners = writes.Where(w => w.Owner is not null).GroupBy(w => $"{w.Type}/{w.Id}");
        var ownerOf = owners.ToDictionary(g => g.Key, g => g.Last().Owner!, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            write.LastUpdated = now;
            var patient = PatientOf(write.Owner, ownerOf);
            var action = Store(write, patient, out var text);
            var version = $"{write.Type}/{write.Id}/_history/{write.Version}";
            audit.Append(now, origin, action, version, patient, text);
        }
    }

    private string Store(PreparedWrite write, string? patient, out string? text)
    {
        var current = database.Prepare("SELECT key, version, deleted FROM resource WHERE type=?1 AND id=?2");
        current.Bind(1, write.Type).Bind(2, write.Id);
        var exists = current.Step();
        var (key, version, deleted) = exists ? (current.Long(0), current.Long(1), current.Long(2) != 0) : (0, 0, false);
        current.Reset();
        RefuseConflict(write, exists && !deleted ? version : 0);
        write.Version = version + 1;
        text = write.Delete ? null : write.Text();
        if (!exists)
        {
            database
                .Prepare(
                    "INSERT INTO resource(type,id,version,last_updated,deleted,patient,json) VALUES(?1,?2,?3,?4,?5,?6,?7)"
                )
                .Bind(1, write.Type)
                .Bind(2, write.Id)
                .Bind(3, write.Version)
                .Bind(4, write.LastUpdated.ToUnixTimeMilliseconds())
                .Bind(5, write.Delete ? 1 : 0)
                .Bind(6, patient)
                .Bind(7, text)
                .Run();
            key = database.LastInsertedKey;
        }
        else
            Replace(write, key, patient, text);
        WriteRows(write, key);
        return write.Delete ? "delete"
            : exists && !deleted ? "update"
            : "create";
    }

    private void Replace(PreparedWrite write, long key, string? patient, string? text)
    {
        database
            .Prepare(
                "INSERT INTO history(resource,version,last_updated,deleted,json) SELECT key,version,last_updated,deleted,json FROM resource WHERE key=?1"
            )
            .Bind(1, key)
            .Run();
        database
            .Prepare(
                "UPDATE resource SET version=?2,last_updated=?3,deleted=?4,patient=coalesce(?5,patient),json=?6 WHERE key=?1"
            )
            .Bind(1, key)
            .Bind(2, write.Version)
            .Bind(3, write.LastUpdated.ToUnixTimeMilliseconds())
            .Bind(4, write.Delete ? 1 : 0)
            .Bind(5, patient)
            .Bind(6, text)
            .Run();
        database.Prepare("DELETE FROM search WHERE resource=?1").Bind(1, key).Run();
    }

    internal void WriteRows(PreparedWrite write, long key)
    {
        var insert = database.Prepare(
            "INSERT OR IGNORE INTO search(parameter,value,low,resource,system,high) VALUES(?1,?2,?3,?4,?5,?6)"
        );
        foreach (var row in write.Rows)
            insert
                .Bind(1, ParameterId(row.Parameter))
                .Bind(2, row.Value)
                .BindAny(3, row.Low)
                .Bind(4, key)
                .Bind(5, row.System)
                .BindAny(6, row.High)
                .Run();
    }

    /// <summary>Forgets parameter numbers: they may have been given in a transaction that was rolled back.</summary>
    public void Forget() => parameters.Clear();

    private long ParameterId(string name)
    {
        if (parameters.TryGetValue(name, out var known))
            return known;
        database.Prepare("INSERT OR IGNORE INTO parameter(name) VALUES(?1)").Bind(1, name).Run();
        var select = database.Prepare("SELECT id FROM parameter WHERE name=?1").Bind(1, name);
        select.Step();
        var id = select.Long(0);
        select.Reset();
        return parameters[name] = id;
    }

    private static void RefuseConflict(PreparedWrite write, long found)
    {
        if (write.IfVersion is not { } expected)
            return;
        if (
            !long.TryParse(expected, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            || wanted != found
        )
            throw new VersionConflictException(
                write.Type,
                write.Id,
                expected,
                found.ToString(CultureInfo.InvariantCulture)
            );
    }

    /// <summary>Follows the owner reference to a patient's id, inside this commit first, then in the database; at most three steps.</summary>
    private string? PatientOf(string? owner, Dictionary<string, string> ownerOf)
    {
        for (var step = 0; step < 4 && owner is not null; step++)
        {
            var (type, id) = References.Split(owner);
            if (type == "Patient")
                return id;
            if (type.Length == 0)
                return null;
            if (ownerOf.TryGetValue($"{type}/{id}", out var next))
            {
                owner = next;
                continue;
            }
            var stored = database
                .Prepare("SELECT patient FROM resource WHERE type=?1 AND id=?2")
                .Bind(1, type)
                .Bind(2, id);
            var patient = stored.Step() ? stored.TextOrNull(0) : null;
            stored.Reset();
            return patient;
        }
        return null;
    }
}
