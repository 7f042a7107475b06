using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>What the entry of a version says of its columns.</summary>
/// <param name="Patients">The patients that it names, separated by spaces.</param>
/// <param name="Chart">Whose chart it went into; null in entries of earlier versions of the program.</param>
internal sealed record EntryOfVersion(string Said, string? Patients, string? Chart)
{
    public static EntryOfVersion Of(TrailRow entry) =>
        new(
            $"{entry.ActorKind}|{entry.Actor}|{entry.Action == AuditActions.Delete}|{entry.Time}",
            entry.Patients,
            entry.Items
        );
}

/// <summary>
/// The columns that the program decides by, compared with the entries and the contents that they follow from: who made a version,
/// which is the current one, whether it is deleted, when, whose chart it is in, whether it was made here, is synthetic, or is held
/// by a signature; and the search index. One resource after the other, its versions as <see cref="StoredVersions.Of"/> gives them.
/// </summary>
internal sealed class ColumnCheck(string file, Database database, Findings findings)
{
    private readonly ChartCheck _charts = new(database);
    private readonly SignedEvidenceCheck _held = new(file, database, findings);
    private readonly IndexCheck _index = new(file, database, findings);
    private bool _madeHere;
    private bool _synthetic;
    private bool _maybeSynthetic;
    private LyingVersion? _before;

    /// <param name="entry">Null for a version from before the trail.</param>
    public void Look(ReadVersion read, EntryOfVersion? entry)
    {
        var (version, isMarked, resource, rows) = read;
        var lies = $"{version.Kind.ToString().ToLowerInvariant()}|{version.Actor}|{version.Deleted}|{version.Time}";
        if (entry is not null && entry.Said != lies)
            Problem(version, "Who made the version, when, or whether it is a deletion is not what was stored.");
        if (version.Number != (_before?.Number ?? 0) + 1)
        {
            Problem(
                version,
                "The version does not stand in its place: the current one is the last, and none is left out."
            );
        }

        if (version.Deleted != (version.Json.Length == 0))
            Problem(version, "It has content though it is deleted, or none though it is not.");
        if (version.IsAltered)
            Problem(version, "The code beside the version is not its own: something of it was altered.");
        _madeHere |= version.Kind is OriginKind.Product or OriginKind.Person;
        _maybeSynthetic |= isMarked && (entry is null || resource is null);
        _synthetic |= isMarked && resource is not null && Labels.IsSynthetic(resource);
        _held.Look(version, version.Key, resource);
        if (version.Current is { } current)
        {
            LookAtCurrent(version, current, resource, rows, entry);
            (_madeHere, _synthetic, _maybeSynthetic, _before) = (false, false, false, null);
        }
        else
        {
            _before = version;
        }
    }

    /// <summary>Call it when all were looked at.</summary>
    public void End()
    {
        _held.End();
        _index.End();
        using var orphans = database.PrepareOnce(
            "SELECT count(*) FROM history WHERE resource NOT IN (SELECT key FROM resource)"
        );
        orphans.Step();
        if (orphans.Long(0) > 0)
            findings.Problem("columns", file, "history", $"{orphans.Long(0)} versions belong to no resource.");
    }

    private void LookAtCurrent(
        LyingVersion version,
        CurrentColumns current,
        Resource? resource,
        IReadOnlyList<IndexRow> rows,
        EntryOfVersion? entry
    )
    {
        if (current.MadeHere != _madeHere)
            Problem(version, "Whether it was made here is not what its versions say.");
        if (_synthetic && !current.Synthetic)
            Problem(version, "The mark of synthetic data was taken off.");
        if (current.Synthetic && !_synthetic && !_maybeSynthetic)
            Problem(version, "It is marked as synthetic data, though no version of it was.");
        var content = version.Deleted && _before is not null ? ReadVersions.ContentOf(_before) : resource;
        if (!_charts.Holds(content, entry, current.Patient))
            Problem(version, "It is in another patient's chart than its content or its entry says, or in none.");
        if (resource is null && !version.Deleted)
            _index.Pass(version);
        else
            _index.Look(version, rows);
    }

    private void Problem(LyingVersion version, string says) =>
        findings.Problem("columns", file, version.Reference, says);
}
