using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Text;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Import;

/// <summary>What a line of the report is.</summary>
public enum ImportLineKind
{
    Accepted,
    Refused,

    /// <summary>What became of items that are not listed.</summary>
    Note,
}

/// <summary>What became of one file, or why something was rejected, wherever that was, and what to do.</summary>
/// <param name="Places">The first places of it.</param>
/// <param name="More">How many further places there are.</param>
public sealed record ImportLine(
    ImportLineKind Kind,
    IReadOnlyList<string> Places,
    int More,
    BilingualText Words,
    BilingualText? Remedy,
    string? Patient,
    int Unchanged
)
{
    private const int MostPlaces = 3;

    /// <param name="isHere">Whether there is a patient of that id.</param>
    /// <summary>A report as a person reads it: what was not listed first, then each reason once, then what was taken.</summary>
    public static IReadOnlyList<ImportLine> Of(ImportReport report, Func<string, bool>? isHere = null)
    {
        var refusals = report
            .Refused.GroupBy(item => (item.Code, item.Reason, item.Remedy))
            .Select(group => Of([.. group]))
            .ToList();
        return
        [
            .. refusals.Where(line => line.Kind == ImportLineKind.Note),
            .. refusals.Where(line => line.Kind == ImportLineKind.Refused),
            .. report.Accepted.Select(item => Of(item, isHere)),
        ];
    }

    public static ImportLine Refusal(string place, BilingualText reason, BilingualText remedy) =>
        new(ImportLineKind.Refused, [place], 0, reason, remedy, null, 0);

    /// <summary>A place in the language of the page.</summary>
    public static string PlaceIn(string place) =>
        Localizer.Language == Localizer.Chinese ? PlaceWords.Zh(place) : place;

    private static ImportLine Of(AcceptedItem item, Func<string, bool>? isHere) =>
        new(
            ImportLineKind.Accepted,
            [item.Place],
            0,
            item.Became,
            null,
            // What names a patient who is not here leads nowhere.
            item.Patients
                is [var one]
            && isHere?.Invoke(one) != false
                ? one
                : null,
            item.Unchanged
        );

    private static ImportLine Of(IReadOnlyList<RejectedItem> alike)
    {
        var first = alike[0];
        var places = alike.Select(item => item.Place).Where(place => place.Length > 0).ToList();
        return new(
            first.Code is RejectionCodes.More or RejectionCodes.Stopped ? ImportLineKind.Note : ImportLineKind.Refused,
            [.. places.Take(MostPlaces)],
            Math.Max(0, places.Count - MostPlaces),
            first.Reason,
            // Who reads this page has no command line.
            first.Code == RejectionCodes.UnknownPatient
                ? ImportWords.UnknownPatientMend
                : first.Remedy,
            null,
            0
        );
    }
}
