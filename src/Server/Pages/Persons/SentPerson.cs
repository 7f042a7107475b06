using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Pages.Persons;

/// <summary>Somebody whom a record names.</summary>
/// <param name="Missing">It names a record of this store that is not there, and no name came along.</param>
public sealed record SentPerson(string Name, bool Missing)
{
    /// <summary>Who did what the record tells, each once.</summary>
    public static IReadOnlyList<SentPerson> Of(FhirStore store, Resource record) =>
        record switch
        {
            Observation result => Of(store, result, result.Performer),
            Procedure done => Of(store, done, done.Performer.Select(one => one.Actor)),
            Immunization given => Of(store, given, given.Performer.Select(one => one.Actor)),
            MedicationAdministration given => Of(store, given, given.Performer.Select(one => one.Actor)),
            MedicationDispense given => Of(store, given, given.Performer.Select(one => one.Actor)),
            MedicationRequest order => Of(store, order, [order.Requester]),
            ServiceRequest order => Of(store, order, [order.Requester, .. order.Performer]),
            Encounter visit => Of(store, visit, visit.Participant.Select(one => one.Individual)),
            DiagnosticReport report => Of(store, report, report.ResultsInterpreter.Concat(report.Performer)),
            Flag flag => Of(store, flag, [flag.Author]),
            _ => [],
        };

    public static IReadOnlyList<SentPerson> Of(
        FhirStore store,
        DomainResource record,
        IEnumerable<ResourceReference?> who
    ) =>
        [
            .. who.OfType<ResourceReference>()
                .Select(one => new SentPerson(SentNames.Of(store, record, [one]), IsMissing(store, record, one)))
                .Where(person => person.Name.Length > 0)
                .Distinct(),
        ];

    private static bool IsMissing(FhirStore store, DomainResource record, ResourceReference who) =>
        string.IsNullOrWhiteSpace(who.Display)
        && who.Reference is { Length: > 1 } to
        && (
            to[0] == '#'
                ? !record.Contained.Exists(inside => "#" + inside.Id?.TrimStart('#') == to)
                : References.Split(to) is ({ Length: > 0 } type, var id) && store.HoldingOf(type, id) == Holding.Missing
        );
}
