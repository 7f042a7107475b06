using System.Globalization;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// Versions that an access names must be there: whoever cuts a version and its own entry away leaves those who made or read it.
/// </summary>
/// <param name="database">The records, opened after the accesses were: a version is stored before its access is recorded.</param>
internal sealed class WitnessedVersions(string file, Database database, Findings findings)
{
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    public void Look(TrailRow row)
    {
        if (row.Result != "ok")
            return;
        Look(row, row.Entity);
        foreach (var item in row.Items?.Split(' ') ?? [])
            Look(row, item);
    }

    private void Look(TrailRow row, string reference)
    {
        if (
            reference.Split('/') is not [var type, var id, "_history", var text]
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            // No version is 0: an earlier program named a damaged row so.
            || version < 1
        )
        {
            return;
        }

        var find = database.Prepare(
            "SELECT 1 FROM resource r WHERE r.type=$1 AND r.id=$2 AND (r.version=$3 OR EXISTS(SELECT 1 FROM history h WHERE h.resource=r.key AND h.version=$3))"
        );
        var isThere = find.Bind(1, type).Bind(2, id).Bind(3, version).Step();
        find.Reset();
        if (!isThere && _missing.Add(reference))
        {
            findings.Problem(
                "missing",
                file,
                reference,
                $"The version is gone, though row {row.Number} of {AccessFile.Name} names it."
            );
        }
    }
}
