using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>What signed documents rest on, asked by the index alone: no content is read.</summary>
internal static class EvidenceRows
{
    private const string Select =
        "SELECT h.type,h.id,d.id,d.last_updated,r.version,r.last_updated,r.deleted,"
        + "(SELECT max(p.version) FROM history p WHERE p.resource=r.key AND p.last_updated<=d.last_updated) "
        + "FROM held h JOIN resource d ON d.key=h.document JOIN resource r ON r.type=h.type AND r.id=h.id "
        + "WHERE d.type='Provenance' AND d.id LIKE '%-signature' AND r.last_updated>d.last_updated "
        + "AND h.type NOT IN ('DiagnosticReport','Binary','Provenance','Device')";

    public static IReadOnlyList<(string Type, string Id)> RestingOn(Database database, string type, string id)
    {
        var select = database
            .Prepare("SELECT r.type,r.id FROM held h JOIN resource r ON r.key=h.document WHERE h.type=$1 AND h.id=$2")
            .Bind(1, type)
            .Bind(2, id);
        var found = new List<(string, string)>();
        while (select.Step())
            found.Add((select.Text(0), select.Text(1)));
        return found;
    }

    public static IReadOnlyList<ChangedEvidence> Changed(Database database, (string Type, string Id)? only)
    {
        var select = only is null ? database.Prepare(Select) : database.Prepare(Select + " AND h.type=$1 AND h.id=$2");
        if (only is { } one)
            select.Bind(1, one.Type).Bind(2, one.Id);
        var found = new List<ChangedEvidence>();
        while (select.Step())
        {
            found.Add(
                new(
                    select.Text(0),
                    select.Text(1),
                    select.Text(2),
                    DateTimeOffset.FromUnixTimeMilliseconds(select.Long(3)),
                    select.TextOrNull(7),
                    select.Long(4),
                    DateTimeOffset.FromUnixTimeMilliseconds(select.Long(5)),
                    select.Long(6) == 1
                )
            );
        }
        return found;
    }
}
