using Hl7.Fhir.Model;

namespace Xinglin.Server.Care;

/// <summary>Somebody or some unit that a patient's records name as caring for the patient.</summary>
/// <param name="Reference">Of an Organization, a Location or a Practitioner.</param>
/// <param name="Until">When it ends; null while it goes on.</param>
/// <param name="Ended">When the visit ended of which it is; the patient stays with the unit for some days after.</param>
/// <param name="SentBy">Account of the person who uploaded or sent it by a session; it opens nothing for that person.</param>
public sealed record CareEntry(
    string Reference,
    DateTimeOffset? Until = null,
    DateTimeOffset? Ended = null,
    string? SentBy = null
)
{
    /// <param name="stays">How long a patient stays with a unit after a visit has ended.</param>
    public bool IsNow(DateTimeOffset now, TimeSpan stays) =>
        (Until is null || Until > now) && (Ended is null || Ended + stays > now);

    /// <summary>What a visit says: who is responsible, where the patient lies, who takes part.</summary>
    public static IEnumerable<CareEntry> Of(Encounter encounter)
    {
        var isOver = encounter.Status is Encounter.EncounterStatus.Finished;
        if (!isOver && !IsOpen(encounter.Status))
            yield break;
        // A visit that is over and does not say since when is long past.
        var ended = isOver ? CareReferences.EndOf(encounter.Period) ?? DateTimeOffset.MinValue : (DateTimeOffset?)null;
        if (CareReferences.Of(encounter.ServiceProvider) is { } provider)
            yield return new(provider, Ended: ended);
        foreach (var place in isOver ? encounter.Location.TakeLast(1) : encounter.Location.Where(IsOccupied))
        {
            if (CareReferences.Of(place.Location) is { } location)
                yield return new(location, isOver ? null : CareReferences.EndOf(place.Period), ended);
        }
        foreach (var participant in encounter.Participant)
        {
            if (CareReferences.Of(participant.Individual) is { } individual)
                yield return new(individual, CareReferences.EndOf(participant.Period), ended);
        }
    }

    public static IEnumerable<CareEntry> Of(CareTeam team)
    {
        if (team.Status is not (null or CareTeam.CareTeamStatus.Active))
            yield break;
        var until = CareReferences.EndOf(team.Period);
        foreach (var organization in team.ManagingOrganization)
        {
            if (CareReferences.Of(organization) is { } unit)
                yield return new(unit, until);
        }
        foreach (var participant in team.Participant)
        {
            if (CareReferences.Of(participant.Member) is { } member)
                yield return new(member, Earlier(until, CareReferences.EndOf(participant.Period)));
        }
    }

    /// <summary>What the Patient itself says: the body that keeps the record, and the general practitioners.</summary>
    public static IEnumerable<CareEntry> Of(Patient patient)
    {
        foreach (var reference in patient.GeneralPractitioner.Prepend(patient.ManagingOrganization))
        {
            if (CareReferences.Of(reference) is { } known)
                yield return new(known);
        }
    }

    private static bool IsOpen(Encounter.EncounterStatus? status) =>
        status
            is Encounter.EncounterStatus.Arrived
                or Encounter.EncounterStatus.Triaged
                or Encounter.EncounterStatus.InProgress
                or Encounter.EncounterStatus.Onleave;

    private static bool IsOccupied(Encounter.LocationComponent place) =>
        place.Status is null or Encounter.EncounterLocationStatus.Active;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other
        : other is null ? one
        : one < other ? one
        : other;
}
