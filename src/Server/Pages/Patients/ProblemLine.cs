using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.Records;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>A problem of the list. One that was refuted is none: it stands below the list, and is among the other records.</summary>
/// <param name="Id"><c>Condition/id</c>.</param>
/// <param name="States">That it is past, in remission, or not confirmed.</param>
/// <param name="IsFact">False while it is unconfirmed, provisional or one of several possibilities.</param>
public sealed record ProblemLine(
    string Id,
    BilingualText Name,
    IReadOnlyList<BilingualText> States,
    bool Active,
    bool IsFact,
    ChartTime? Since,
    ChartTime? Until
)
{
    public static IReadOnlyList<ProblemLine> Of(FhirStore store, Chart chart, DamageCollector each) =>
        [
            .. each.Of(
                    chart.Conditions.Where(condition => !condition.IsRefuted()),
                    Of,
                    lost => new ProblemLine(
                        $"Condition/{lost.Id}",
                        LostRecords.NameOf(store, lost),
                        [ShellWords.Damaged],
                        true,
                        false,
                        null,
                        null
                    )
                )
                .OrderByDescending(problem => problem.Active)
                .ThenByDescending(problem => problem.IsFact)
                .ThenByDescending(problem => problem.Since),
        ];

    /// <summary>Diagnoses that somebody had recorded and that were ruled out since, the latest first.</summary>
    public static IReadOnlyList<ProblemLine> Refuted(Chart chart) =>
        [
            .. chart
                .Conditions.Where(condition => !Damage.IsDamaged(condition) && condition.IsRefuted())
                .Select(Of)
                .OrderByDescending(problem => problem.Since),
        ];

    private static ProblemLine Of(Condition condition) =>
        new(
            $"Condition/{condition.Id}",
            Localizer.Heading(ConceptNames.Of(condition.Code)),
            [
                .. RecordStates
                    .Of(condition)
                    .Where(state => state.Code is not ("active" or "confirmed"))
                    .Select(state => state.Words),
            ],
            !condition.IsOver(),
            condition.IsFact(),
            ChartTimes.Of(condition),
            ChartTimes.Of(condition.Abatement)
        );
}
