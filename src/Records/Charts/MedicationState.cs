using Hl7.Fhir.Model;
using RequestStatus = Hl7.Fhir.Model.MedicationRequest.MedicationrequestStatus;
using StatementStatus = Hl7.Fhir.Model.MedicationStatement.MedicationStatusCodes;

namespace Xinglin.Records.Charts;

/// <summary>What a record of a medicine says: that it is taken, that it was, or something else altogether.</summary>
public enum MedicationState
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
public static class MedicationStates
{
    /// <summary>The prohibition goes before the intent, and the intent before the status.</summary>
    public static MedicationState Of(MedicationRequest order) =>
        order.Status == RequestStatus.EnteredInError ? MedicationState.Withdrawn
        : order.DoNotPerform == true ? MedicationState.Prohibited
        : IsProposal(order.Intent) ? MedicationState.Proposed
        : StateOf(order);

    public static MedicationState Of(MedicationStatement statement) =>
        statement.Status switch
        {
            StatementStatus.Active => MedicationState.Taken,
            StatementStatus.OnHold => MedicationState.OnHold,
            StatementStatus.Stopped => MedicationState.Stopped,
            StatementStatus.Completed => MedicationState.Completed,
            StatementStatus.Intended => MedicationState.Intended,
            StatementStatus.NotTaken => MedicationState.NotTaken,
            StatementStatus.EnteredInError => MedicationState.Withdrawn,
            _ => MedicationState.Unknown,
        };

    /// <summary>What the status of an order says by itself, without its intent and prohibition.</summary>
    public static MedicationState StateOf(MedicationRequest order) =>
        order.Status switch
        {
            RequestStatus.Active => MedicationState.Taken,
            RequestStatus.OnHold => MedicationState.OnHold,
            RequestStatus.Stopped => MedicationState.Stopped,
            RequestStatus.Completed => MedicationState.Completed,
            RequestStatus.Cancelled => MedicationState.Cancelled,
            RequestStatus.Draft => MedicationState.Draft,
            RequestStatus.EnteredInError => MedicationState.Withdrawn,
            _ => MedicationState.Unknown,
        };

    /// <summary>Whether the medicine is taken, or was: only these have a time of being taken.</summary>
    public static bool WasTaken(this MedicationState standing) =>
        standing
            is MedicationState.Taken
                or MedicationState.OnHold
                or MedicationState.Stopped
                or MedicationState.Completed;

    private static bool IsProposal(MedicationRequest.MedicationRequestIntent? intent) =>
        intent
            is MedicationRequest.MedicationRequestIntent.Proposal
                or MedicationRequest.MedicationRequestIntent.Plan
                or MedicationRequest.MedicationRequestIntent.Option;
}
