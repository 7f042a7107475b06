using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Documents;
using Xinglin.Server.Pages.Findings;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>The lanes of the timeline, from top to bottom.</summary>
public enum TimelineLane
{
    Encounters,
    Problems,
    Medicines,
    Films,
    Documents,
}

/// <summary>One bar or point of the timeline.</summary>
/// <param name="To">Null while it lasts, or for a point.</param>
/// <param name="Address">Where it opens; null when there is no page of its own.</param>
public sealed record TimelineItem(
    TimelineLane Lane,
    BilingualText Name,
    ChartTime From,
    ChartTime? To,
    bool Lasts,
    string? Address
)
{
    public static IReadOnlyList<TimelineItem> Of(
        Chart chart,
        IReadOnlyList<ProblemLine> problems,
        IReadOnlyList<MedicineLine> medicines,
        IReadOnlyList<FilmLine> films,
        IReadOnlyList<DocumentLine> documents
    ) =>
        [
            .. from encounter in chart.Encounters
            let start = ChartTimes.Of(encounter)
            where start is not null
            select new TimelineItem(
                TimelineLane.Encounters,
                NameOf(encounter),
                start.Value,
                ChartTimes.Of(encounter.Period?.EndElement),
                false,
                $"/records/Encounter/{encounter.Id}"
            ),
            .. from problem in problems
            where problem.Since is not null && problem.IsFact
            select new TimelineItem(
                TimelineLane.Problems,
                problem.Name,
                problem.Since!.Value,
                UntilDeath(chart, problem.Until, problem.Active),
                problem.Active && !Deaths.Is(chart.Patient),
                $"/records/{problem.Id}"
            ),
            .. from medicine in medicines
            where medicine.Since is not null && medicine.Standing.WasTaken()
            select new TimelineItem(
                TimelineLane.Medicines,
                medicine.Name,
                medicine.Since!.Value,
                UntilDeath(chart, medicine.Until, medicine.Active),
                medicine.Active && !Deaths.Is(chart.Patient),
                $"/records/{medicine.Id}"
            ),
            .. from film in films
            where film.Time is not null
            select new TimelineItem(
                TimelineLane.Films,
                film.Title,
                film.Time!.Value,
                null,
                false,
                $"/studies/{film.StudyId}"
            ),
            .. from document in documents
            where document.Time is not null && !document.Withdrawn
            select new TimelineItem(
                TimelineLane.Documents,
                document.Title,
                document.Time!.Value,
                null,
                false,
                $"/drafts/{document.Id}"
            ),
        ];

    // Nothing goes on after death; of a death without a date, that it did not is all that is known.
    private static ChartTime? UntilDeath(Chart chart, ChartTime? until, bool lasts) =>
        Deaths.Of(chart.Patient) is { } death && (until is null ? lasts : until.Value.At > death.At) ? death : until;

    private static BilingualText NameOf(Encounter encounter)
    {
        if (encounter.ReasonCode.Count > 0)
            return ConceptNames.Of(encounter.ReasonCode[0]);
        if (encounter.Type.Count > 0)
            return ConceptNames.Of(encounter.Type[0]);
        return encounter.Class?.Code switch
        {
            "IMP" or "ACUTE" => new("住院", "Admission"),
            "EMER" => new("急诊", "Emergency"),
            _ => new("门诊", "Out-patient visit"),
        };
    }
}
