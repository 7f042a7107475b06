using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.ReceivedReports;

/// <summary>One result that a sent report points to.</summary>
/// <param name="Range">The reference range as it was sent; empty where none was.</param>
/// <param name="Doubt">Why it does not simply stand: preliminary, withdrawn, damaged, not here; null where it is.</param>
public sealed record SentResult(
    BilingualText Name,
    BilingualText Value,
    string Range,
    ChartTime? Time,
    BilingualText? Doubt,
    bool Part
)
{
    /// <summary>How the sender marked it: high, critically low, abnormal.</summary>
    public IReadOnlyList<SentFlag> Flags { get; init; } = [];

    /// <summary>As many as one page can show; a report of more says how many more there are.</summary>
    public const int MaxResults = 500;

    private static readonly BilingualText Nothing = new("–", "–");

    /// <summary>The results of a report, panels followed by their members and components, in the order of the report.</summary>
    /// <param name="left">How many more there are than one page shows.</param>
    public static IReadOnlyList<SentResult> Of(FhirStore store, DiagnosticReport report, out int left)
    {
        var found = new List<SentResult>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        left = 0;
        foreach (var reference in report.Result)
            Add(store, report, reference, part: false, seen, found, ref left);
        return found;
    }

    private static void Add(
        FhirStore store,
        DiagnosticReport report,
        ResourceReference reference,
        bool part,
        HashSet<string> seen,
        List<SentResult> found,
        ref int left
    )
    {
        if (reference.Reference is { } again && !seen.Add(again))
            return;
        if (found.Count >= MaxResults)
        {
            left++;
            return;
        }
        if (Read(store, report, reference) is not { } sent)
        {
            var said = LongTexts.Shortened(
                reference.Display ?? reference.Reference ?? reference.Identifier?.Value ?? "–"
            );
            found.Add(new(new(said, said), Nothing, "", null, SentReportWords.NotHere, part));
            return;
        }
        var result = LongTexts.Shortened(sent);
        if (Damage.IsDamaged(result))
        {
            var said = LongTexts.Shortened(reference.Display ?? reference.Reference!);
            found.Add(new(new(said, said), Nothing, "", null, SentReportWords.Damaged, part));
            return;
        }
        var time = ChartTimes.Of(result);
        var doubt = ReportStatusWords.Of(result);
        var isPanel = result.Value is null && result.Component.Count + result.HasMember.Count > 0;
        found.Add(
            new(
                Localizer.Heading(ConceptNames.Of(result.Code)),
                isPanel ? new("", "") : SentValues.Of(result.Value, result.DataAbsentReason),
                SentValues.RangeOf(result.ReferenceRange),
                time,
                doubt,
                part
            )
            {
                Flags = SentFlag.Of(result.Interpretation),
            }
        );
        foreach (var piece in result.Component)
        {
            found.Add(
                new(
                    Localizer.Heading(ConceptNames.Of(piece.Code)),
                    SentValues.Of(piece.Value, piece.DataAbsentReason),
                    SentValues.RangeOf(piece.ReferenceRange),
                    time,
                    doubt,
                    true
                )
                {
                    Flags = SentFlag.Of(piece.Interpretation),
                }
            );
        }

        foreach (var member in result.HasMember)
            Add(store, report, member, true, seen, found, ref left);
    }

    // Only what belongs to the same patient: what is another's was neither asked for nor recorded as seen.
    private static Observation? Read(FhirStore store, DiagnosticReport report, ResourceReference reference)
    {
        if (reference.Reference is not { Length: > 1 } to)
            return null;
        if (to[0] == '#')
        {
            return report
                .Contained.OfType<Observation>()
                .FirstOrDefault(inside => "#" + inside.Id?.TrimStart('#') == to);
        }

        return
            References.Split(to) is ("Observation", var id)
            && store.Audit.PatientsOf([$"DiagnosticReport/{report.Id}"]) is [var whose]
            && store.Audit.PatientsOf([$"Observation/{id}"]) is [var owner]
            && owner == whose
            ? store.Read<Observation>(id)
            : null;
    }
}
