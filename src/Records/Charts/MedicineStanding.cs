using Hl7.Fhir.Model;
using RequestStatus = Hl7.Fhir.Model.MedicationRequest.MedicationrequestStatus;
using StatementStatus = Hl7.Fhir.Model.MedicationStatement.MedicationStatusCodes;

namespace Xinglin.Records.Charts;

/// <summary>What a record of a medicine says: that it is taken, that it was, or something else altogether.</summary>
public enum MedicineStanding
{
    /// <summary>Prescribed or said to be taken, and in force.</summary>
    Taken,
    OnHold,
    Stopped,
    Completed,

    /// <summary>An order that it must not be given.</summary>
    Prohibited,

    /// <summary>A proposal, a plan or an option: nobody has prescribed it.</summary>
    Proposed,

    /// <summary>An order that is not yet in force.</summary>
    Draft,
    Cancelled,

    /// <summary>To be taken later.</summary>
    Intended,
    NotTaken,

    /// <summary>Entered in error.</summary>
    Withdrawn,

    /// <summary>The record does not say.</summary>
    Unknown,
}

/// <summary>Reads what a record of a medicine says of it, from its status, its intent and its prohibition together.</summary>
public static class MedicineStandings
{
    /// <summary>The prohibition goes before the intent, and the intent before the status.</summary>
    public static MedicineStanding Of(MedicationRequest order) =>
        order.Status == RequestStatus.EnteredInError ? MedicineStanding.Withdrawn
        : order.DoNotPerform == true ? MedicineStanding.Prohibited
        : IsProposal(order.Intent) ? MedicineStanding.Proposed
        : StateOf(order);

    public static MedicineStanding Of(MedicationStatement statement) =>
        statement.Status switch
        {
            StatementStatus.Active => MedicineStanding.Taken,
            StatementStatus.OnHold => MedicineStanding.OnHold,
            StatementStatus.Stopped => MedicineStanding.Stopped,
            StatementStatus.Completed => MedicineStanding.Completed,
            StatementStatus.Intended => MedicineStanding.Intended,
            StatementStatus.NotTaken => MedicineStanding.NotTaken,
            StatementStatus.EnteredInError => MedicineStanding.Withdrawn,
            _ => MedicineStanding.Unknown,
        };

    /// <summary>What the status of an order says by itself, without its intent and prohibition.</summary>
    public static MedicineStanding StateOf(MedicationRequest order) =>
        order.Status switch
        {
            RequestStatus.Active => MedicineStanding.Taken,
            RequestStatus.OnHold => MedicineStanding.OnHold,
            RequestStatus.Stopped => MedicineStanding.Stopped,
            RequestStatus.Completed => MedicineStanding.Completed,
            RequestStatus.Cancelled => MedicineStanding.Cancelled,
            RequestStatus.Draft => MedicineStanding.Draft,
            RequestStatus.EnteredInError => MedicineStanding.Withdrawn,
            _ => MedicineStanding.Unknown,
        };

    /// <summary>Whether the medicine is taken, or was: only these have a time of being taken.</summary>
    public static bool WasTaken(this MedicineStanding standing) =>
        standing
            is MedicineStanding.Taken
                or MedicineStanding.OnHold
                or MedicineStanding.Stopped
                or MedicineStanding.Completed;

    private static bool IsProposal(MedicationRequest.MedicationRequestIntent? intent) =>
        intent
            is MedicationRequest.MedicationRequestIntent.Proposal
                or MedicationRequest.MedicationRequestIntent.Plan
                or MedicationRequest.MedicationRequestIntent.Option;
}
