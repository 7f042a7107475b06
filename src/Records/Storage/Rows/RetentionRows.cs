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
            RetentionRules.IsSealable(type, id, delete)
            && (state.Patient ?? patient) is { } owner
            && IsSealed(database, owner)
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
        var encounters = patient is null
            ? []
            : Lookup
                .Compartment(database, patient, "Encounter")
                .Select(version => version.Resource())
                .OfType<Encounter>()
                .ToList();
        return RetentionPeriods.Current.Until(signed.Max(), encounters);
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
