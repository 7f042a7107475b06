using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// Whose chart a resource is in, compared with what follows from its content and with what its entry says: a row without its
/// patient, or with another's, is in nobody's or a stranger's chart.
/// </summary>
internal sealed class ChartCheck(Database database)
{
    /// <param name="resource">The content; of a deletion, that of the version before. Null when it cannot be read.</param>
    /// <param name="entry">What the entry says; null for a version from before the trail.</param>
    /// <param name="patient">The column.</param>
    public bool Holds(Resource? resource, EntryOfVersion? entry, string? patient)
    {
        if (entry?.Chart is { } chart && chart != (patient is null ? AuditChain.Nobody : $"Patient/{patient}"))
            return false;
        if (entry is not null && patient is not null && entry.Patients?.Split(' ').Contains(patient) != true)
            return false;
        if (resource is null)
            return true;
        var owner = References.Owner(resource);
        if (owner is null)
            return patient is null;
        var (type, id) = References.Split(owner);
        if (type == "Patient")
            return patient == id;
        if (patient is not null || entry?.Chart is not null)
            return true;
        // Of an older entry: nobody's, when what it is about was nobody's, or not there yet.
        return entry?.Patients is null || type.Length == 0 || PatientOf(type, id) is null;
    }

    private string? PatientOf(string type, string id)
    {
        var ask = database.Prepare("SELECT patient FROM resource WHERE type=$1 AND id=$2").Bind(1, type).Bind(2, id);
        var patient = ask.Step() ? ask.TextOrNull(0) : null;
        ask.Reset();
        return patient;
    }
}
