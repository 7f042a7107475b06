using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>Asks the store for <see cref="RetentionRules"/>: which chart is sealed, and how long a signed document keeps what.</summary>
internal static class RetentionRows
{
    /// <summary>Why nobody may delete or change what is there; null when it is not kept.</summary>
    /// <param name="patient">Id of the patient whose chart the new content is in.</param>
    public static WriteRejectedException? Check(
        Database database,
        Origin origin,
        string type,
        string id,
        bool delete,
        string? patient,
        StoredState state,
        DateTimeOffset now
    )
    {
        if (!state.Exists)
            return null;
        if (
            RetentionRules.IsSealable(origin, type, id, delete)
            && OwnersOf(database, type, id, patient, state)
                .Any(owner =>
                    IsSealed(database, owner)
                    && (!origin.FromOutside || delete || WasThere(database, type, id, RetentionRules.SealOf(owner)))
                )
        )
        {
            return RetentionRules.Sealed(type, id, delete);
        }

        if (!delete || Until(database, type, id, state) is not { } until)
            return null;
        if (!origin.FromOutside && now >= until)
            return null;
        var kind = origin.FromOutside && state.MadeHere ? RejectionKind.Forbidden : RejectionKind.InUse;
        return RetentionRules.Retained(kind, type, id, until, now >= until);
    }

    /// <summary>Whose chart it is in; of what is attached, whose documents it is attached to.</summary>
    private static IReadOnlyList<string> OwnersOf(
        Database database,
        string type,
        string id,
        string? patient,
        StoredState state
    ) =>
        (state.Patient ?? (type == "Patient" ? id : patient)) is { } owner ? [owner]
        : type == "Binary" ? Naming.PatientsOf(database, (type, id), null)
        : [];

    /// <summary>Whether a resource was there before the seal: what came since may still be corrected.</summary>
    private static bool WasThere(Database database, string type, string id, string seal) =>
        FirstWrite(database, type, id) is not { } written
        || FirstWrite(database, "Flag", seal) is not { } closed
        || written <= closed;

    private static long? FirstWrite(Database database, string type, string id)
    {
        var select = database
            .Prepare(
                "SELECT min(at) FROM (SELECT last_updated AS at FROM resource WHERE type=$1 AND id=$2 UNION ALL SELECT h.last_updated FROM history h JOIN resource r ON r.key=h.resource WHERE r.type=$1 AND r.id=$2)"
            )
            .Bind(1, type)
            .Bind(2, id);
        long? first = select.Step() && select.IsInteger(0) ? select.Long(0) : null;
        select.Reset();
        return first;
    }

    /// <summary>Whether a person sealed the chart; a seal that cannot be read holds.</summary>
    public static bool IsSealed(Database database, string patient)
    {
        var id = RetentionRules.SealOf(patient);
        return Lookup.State(database, "Flag", id) is { Exists: true, MadeHere: true }
            && Lookup.Current(database, "Flag", id)?.Resource() is not Flag { Status: Flag.FlagStatus.Inactive };
    }

    /// <summary>Until when signed documents keep a resource; null when none does.</summary>
    public static DateTimeOffset? Until(Database database, string type, string id, StoredState state)
    {
        var (ofType, of) = DocumentOf(type, id, state);
        var signed = AsSigned.Signatures(database, (ofType, of));
        if (signed.Count == 0)
            return null;
        var patient = state.Patient ?? (type == "Patient" ? id : null);
        var visits = patient is null ? [] : VisitsEver(database, patient);
        return signed.Max(time => RetentionPeriods.Current.Until(time, visits));
    }

    /// <summary>All versions of what the trail or the chart knows as the patient's encounters.</summary>
    private static List<(DateTimeOffset At, Encounter Visit)> VisitsEver(Database database, string patient)
    {
        var select = database
            .Prepare(
                "SELECT id FROM resource WHERE patient=$1 AND type='Encounter' UNION SELECT substr(entity,11,instr(entity,'/_history/')-11) FROM trail WHERE number IN (SELECT number FROM trail_patient WHERE patient=$1) AND entity GLOB 'Encounter/*/_history/*'"
            )
            .Bind(1, patient);
        var (ids, of) = (new List<string>(), $"Patient/{patient}");
        while (select.Step())
            ids.Add(select.Text(0));
        return
        [
            .. ids.SelectMany(id => Lookup.Versions(database, "Encounter", id))
                .Select(version => (version.LastUpdated, Visit: version.Resource() as Encounter))
                // One that was moved to another patient was the other's from then on; of one that cannot be read nobody knows.
                .Where(one => one.Visit is not null && (References.Owner(one.Visit) ?? of) == of)
                .Select(one => (one.LastUpdated, one.Visit!)),
        ];
    }

    /// <summary>Texts and signature of a document are kept as the document is; <see cref="ReservedIds"/> says how they are called.</summary>
    private static (string Type, string Id) DocumentOf(string type, string id, StoredState state) =>
        type is "Binary" or "Provenance"
        && state.MadeHere
        && id.StartsWith(ReservedIds.Draft, StringComparison.Ordinal)
        && id.LastIndexOf('-') is var dash
            ? ("DiagnosticReport", id[..dash])
            : (type, id);
}
