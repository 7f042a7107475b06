using System.Globalization;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Commit;

/// <summary>Carries out prepared writes inside the open SQLite transaction of the writer.</summary>
/// <param name="isKept">Whether the archive has an instance.</param>
internal sealed class Transaction(Database database, AuditChain audit, TimeProvider clock, Func<string, bool> isKept)
{
    private readonly IndexRows _index = new(database);

    /// <summary>Something was changed since it was last set to false.</summary>
    public bool HasChanged { get; set; }

    /// <summary>All writes of one caller, in order.</summary>
    /// <exception cref="VersionConflictException">A write expected another version.</exception>
    /// <exception cref="WriteRejectedException">A rule forbids a write.</exception>
    public void Apply(IReadOnlyList<PreparedWrite> writes)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var owners = writes.Where(w => w.Owner is not null).GroupBy(w => $"{w.Type}/{w.Id}");
        var ownerOf = owners.ToDictionary(g => g.Key, g => g.Last().Owner!, StringComparer.Ordinal);
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            write.LastUpdated = now;
            Store(write, i, PatientOf(write.Owner, ownerOf), now);
        }
    }

    /// <summary>Puts the rows of a resource in place of those that an older index has of it, if it is still at that version.</summary>
    public void Reindex(long key, long version, IReadOnlyList<IndexRow> rows)
    {
        var current = database.Prepare("SELECT 1 FROM resource WHERE key=$1 AND version=$2 AND deleted IS NOT 1");
        var isCurrent = current.Bind(1, key).Bind(2, version).Step();
        current.Reset();
        if (!isCurrent)
            return;
        _index.Delete(key);
        _index.Insert(key, rows);
    }

    /// <inheritdoc cref="IndexRows.Forget"/>
    public void Forget() => _index.Forget();

    private void Store(PreparedWrite write, int place, string? patient, DateTimeOffset now)
    {
        var current = database.Prepare(
            "SELECT key,version,deleted,made_here,synthetic,patient FROM resource WHERE type=$1 AND id=$2"
        );
        current.Bind(1, write.Type).Bind(2, write.Id);
        var found = current.Step();
        var (key, version) = found ? (current.Long(0), new VersionColumns(current).Version(1)) : (0, 0);
        var state = found
            ? new StoredState(current.Long(2) != 1, current.Long(3) != 0, current.Long(4) != 0, current.TextOrNull(5))
            : null;
        current.Reset();
        if (found && version == 0)
            version = NextOfHistory(key);
        RefuseConflict(write, state?.Exists == true ? version : 0);
        if (write.Delete && state?.Exists != true)
            return; // There is nothing to delete.
        if (RejectionOf(write, patient, state) is { } rejection)
        {
            rejection.Index = place;
            throw rejection;
        }
        HasChanged = true;
        write.Created = state?.Exists != true;
        write.Version = version + 1;
        var text = write.Delete ? null : write.Text();
        // A deleted resource stays in the chart that it was deleted from.
        var owner = write.Delete ? state!.Patient : patient;
        if (state is null)
            key = Insert(write, owner, text);
        else
            Replace(write, key, owner, text);
        _index.Insert(key, write.Rows);
        if (!write.Origin.FromOutside)
            Hold(write, key);
        var action =
            write.Delete ? AuditActions.Delete
            : write.Created ? AuditActions.Create
            : AuditActions.Update;
        string?[] charts = [owner, state?.Patient];
        audit.Append(
            now,
            write.Origin,
            action,
            $"{write.Type}/{write.Id}/_history/{write.Version}",
            owner,
            [.. charts.OfType<string>().Concat(write.Others).Distinct()],
            text
        );
        if (write.Archived is { } archived)
            ArchivedInstances.Add(database, audit, now, write.Origin, archived);
    }

    /// <summary>The number of a current version whose own cannot be read: the one after those that came before it.</summary>
    private long NextOfHistory(long key)
    {
        var select = database
            .Prepare(
                "SELECT coalesce(max(version),0)+1 FROM history WHERE resource=$1 AND typeof(version)='integer' AND version BETWEEN 1 AND $2"
            )
            .Bind(1, key)
            .Bind(2, VersionColumns.MostVersions);
        select.Step();
        var next = select.Long(0);
        select.Reset();
        return next;
    }

    private WriteRejectedException? RejectionOf(PreparedWrite write, string? patient, StoredState? state) =>
        WriteRejections.Of(
            database,
            write.Origin,
            write.Resource,
            write.Delete,
            write.Synthetic,
            patient,
            state,
            isKept,
            write.Archived,
            write.Claims,
            write.LastUpdated
        );

    private byte[]? CodeOf(PreparedWrite write, byte[]? text) =>
        database.Codes?.Of(
            text,
            new(
                write.Type,
                write.Id,
                write.Version,
                write.LastUpdated.ToUnixTimeMilliseconds(),
                write.Delete,
                (long)write.Origin.Kind,
                write.Origin.Actor
            )
        );

    private long Insert(PreparedWrite write, string? patient, byte[]? text)
    {
        database
            .Prepare(
                "INSERT INTO resource(type,id,version,last_updated,deleted,patient,json,origin,actor,made_here,synthetic,code) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)"
            )
            .Bind(1, write.Type)
            .Bind(2, write.Id)
            .Bind(3, write.Version)
            .Bind(4, write.LastUpdated.ToUnixTimeMilliseconds())
            .Bind(5, write.Delete ? 1 : 0)
            .Bind(6, patient)
            .BindUtf8(7, text)
            .Bind(8, (long)write.Origin.Kind)
            .Bind(9, write.Origin.Actor)
            .Bind(10, write.Origin.FromOutside ? 0 : 1)
            .Bind(11, write.Synthetic ? 1 : 0)
            .BindBytes(12, CodeOf(write, text))
            .RunOne();
        return database.LastInsertedKey;
    }

    private void Replace(PreparedWrite write, long key, string? patient, byte[]? text)
    {
        database
            .Prepare(
                "INSERT INTO history(resource,version,last_updated,deleted,json,origin,actor,code) SELECT key,version,last_updated,deleted,json,origin,actor,code FROM resource WHERE key=$1"
            )
            .Bind(1, key)
            .RunOne();
        database
            .Prepare(
                "UPDATE resource SET version=$2,last_updated=$3,deleted=$4,patient=$5,json=$6,origin=$7,actor=$8,made_here=max(made_here,$9),synthetic=max(synthetic,$10),code=$11 WHERE key=$1"
            )
            .Bind(1, key)
            .Bind(2, write.Version)
            .Bind(3, write.LastUpdated.ToUnixTimeMilliseconds())
            .Bind(4, write.Delete ? 1 : 0)
            .Bind(5, patient)
            .BindUtf8(6, text)
            .Bind(7, (long)write.Origin.Kind)
            .Bind(8, write.Origin.Actor)
            .Bind(9, write.Origin.FromOutside ? 0 : 1)
            .Bind(10, write.Synthetic ? 1 : 0)
            .BindBytes(11, CodeOf(write, text))
            .RunOne();
        _index.Delete(key);
    }

    private void Hold(PreparedWrite write, long key)
    {
        foreach (var (type, id) in write.RestsOn)
        {
            database
                .Prepare("INSERT OR IGNORE INTO held(type,id,document) VALUES($1,$2,$3)")
                .Bind(1, type)
                .Bind(2, id)
                .Bind(3, key)
                .Run();
        }
    }

    private static void RefuseConflict(PreparedWrite write, long found)
    {
        if (write.IfVersion is not { } expected || (expected == "*" && found != 0))
            return;
        var here = found.ToString(CultureInfo.InvariantCulture);
        if (!expected.Split(',').Contains(here))
            throw new VersionConflictException(write.Type, write.Id, expected, here);
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
                .Prepare("SELECT patient FROM resource WHERE type=$1 AND id=$2")
                .Bind(1, type)
                .Bind(2, id);
            var patient = stored.Step() ? stored.TextOrNull(0) : null;
            stored.Reset();
            return patient;
        }
        return null;
    }
}
