using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.Records;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>A flag that is up, in the head of the chart: isolation, risk of falls. One that is down is among the other records.</summary>
/// <param name="Id"><c>Flag/id</c>.</param>
/// <param name="Damaged">Its record cannot be read: named as it was once called, and whether it is still up is not known.</param>
public sealed record FlagLine(string Id, BilingualText Name, ChartTime? Since, bool Damaged)
{
    /// <summary>Those that cannot be read first, then the latest.</summary>
    public static IReadOnlyList<FlagLine> Of(FhirStore store, Chart chart, DamageCollector each, DateTimeOffset now) =>
        [
            .. each.Of(Up(chart, now), Of, lost => Lost(store, lost))
                .OrderByDescending(flag => flag.Damaged)
                .ThenByDescending(flag => flag.Since)
                .ThenBy(flag => flag.Id, StringComparer.Ordinal),
        ];

    /// <summary>The flags that count now: not taken down, not over, not entered in error; one without a state counts.</summary>
    public static IEnumerable<Flag> Up(Chart chart, DateTimeOffset now) =>
        chart
            .Resources.OfType<Flag>()
            .Where(flag =>
                flag.Status is null or Flag.FlagStatus.Active
                && !(ChartTimes.Of(flag.Period?.EndElement) is { } end && EndOf(end) < now)
            );

    // A day lasts until its evening, in whichever zone.
    private static DateTimeOffset EndOf(ChartTime end) =>
        !end.IsDate ? end.At
        : end.At > DateTimeOffset.MaxValue.AddYears(-2) ? DateTimeOffset.MaxValue
        : end.Written.Length switch
        {
            4 => end.At.AddYears(1),
            7 => end.At.AddMonths(1),
            _ => end.At.AddDays(1),
        };

    private static FlagLine Of(Flag flag) =>
        new(
            $"Flag/{flag.Id}",
            RecordElements.TitleOf(flag) ?? ResourceTypeWords.Of("Flag"),
            ChartTimes.Of(flag.Period),
            false
        );

    private static FlagLine Lost(FhirStore store, Flag lost) =>
        new($"Flag/{lost.Id}", LostRecords.NameOf(store, lost), null, true);
}
