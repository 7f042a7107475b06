using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Signing;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Documents;

/// <summary>A document of the patient: a draft, a signed report, or a report that came from elsewhere.</summary>
/// <param name="Foreign">It came from another system: final there perhaps, but nobody signed it here.</param>
/// <param name="Damaged">Its text cannot be read: it is named, and opens to what can be done about it.</param>
public sealed record DocumentLine(
    string Id,
    BilingualText Title,
    ChartTime? Time,
    bool Signed,
    bool ByAi,
    bool Foreign = false,
    bool Damaged = false
)
{
    /// <summary>The sender says that it was entered in error: it stays in sight, and says so.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Withdrawn, or replaced by a new version, here: by whom, when and why.</summary>
    public Following? Ended { get; init; }

    /// <summary>Who signed it and when, where what was signed cannot be read any more.</summary>
    public SignatureNote? LostSignature { get; init; }

    /// <summary>Not signed to the end: who has signed so far, or whose words it holds; null for a draft by AI.</summary>
    public BilingualText? Label { get; init; }

    /// <summary>Who signed it here, all of them; empty while nobody has.</summary>
    public BilingualText Signers { get; init; } = BilingualText.Same("");

    /// <summary>Signed, and its PDF is damaged or missing; the text is what was signed.</summary>
    public bool PdfDamaged { get; init; }

    public static IReadOnlyList<DocumentLine> Of(FhirStore store, Chart chart, DamageCollector each)
    {
        var lines = each.Of(
                chart.Resources.OfType<DiagnosticReport>(),
                report => DraftResources.IsDamaged(store, report) ? Lost(store, report) : Whole(store, report),
                report => Lost(store, report)
            )
            .OrderByDescending(document => document.Time)
            .ToList();
        each.Note(lines.Where(line => line.Damaged).Select(line => "DiagnosticReport/" + line.Id));
        return lines;
    }

    /// <summary>One whose text can be read, with what is the matter with its PDF.</summary>
    public static DocumentLine Whole(FhirStore store, DiagnosticReport report) =>
        Of(report) with
        {
            PdfDamaged = DraftResources.IsPdfDamaged(store, report),
            Label =
                report.IsOwn() && DraftResources.Load(store, report.Id!) is { Status: DraftStatus.Draft } draft
                    ? PreliminarySignatures.Label(draft)
                    : null,
        };

    /// <summary>A damaged one in its place, named as its last version that can be read calls it.</summary>
    public static DocumentLine Lost(FhirStore store, DiagnosticReport report)
    {
        var named = Damage.IsDamaged(report) ? store.LastWhole<DiagnosticReport>(report.Id!) ?? report : report;
        var signature = SignatureNote.Of(store, report);
        return Of(named) with
        {
            Id = report.Id!,
            Damaged = true,
            Foreign = !report.IsOwn(),
            ByAi = false,
            Signed = signature is not null,
            LostSignature = signature,
        };
    }

    public static DocumentLine Of(DiagnosticReport sent)
    {
        var report = LongTexts.Shortened(sent);
        return new(
            report.Id!,
            TitleOf(report),
            ChartTimes.Of(report.IssuedElement) ?? ChartTimes.Of(report.Effective),
            // Final, whoever says so: a report is signed here only if it was made here too.
            report.IsOwn() && ReportStatus.IsFinal(report),
            report.IsOwn() && Labels.IsAi(report),
            Foreign: !report.IsOwn()
        )
        {
            Withdrawn = report.Status == DiagnosticReport.DiagnosticReportStatus.EnteredInError,
            Signers =
                report.IsOwn() && ReportStatus.IsFinal(report) ? SignedLabels.Signers(report) : BilingualText.Same(""),
            Ended = report.IsOwn() ? FollowedBy.Withdrawal(sent) ?? FollowedBy.Successor(sent) : null,
        };
    }

    private static BilingualText TitleOf(DiagnosticReport report)
    {
        var kind = report.Code?.Coding.Find(coding => coding.System == DraftResources.DocumentSystem)?.Code;
        if (Enum.TryParse<DocumentKind>(kind, ignoreCase: true, out var ours))
        {
            return report.IsOwn() && FollowedBy.OriginalOf(report) is { } original
                ? FollowedBy.NameOf(original.Kind, DraftSummary.Name(ours))
                : DraftSummary.Name(ours);
        }
        var isNamed =
            !string.IsNullOrWhiteSpace(report.Code?.Text)
            || report.Code?.Coding.Exists(coding =>
                !string.IsNullOrWhiteSpace(coding.Display) || CodeNames.Name(coding.System, coding.Code) is not null
            ) == true;
        return isNamed ? Localizer.Heading(ConceptNames.Of(report.Code)) : DraftWords.Document;
    }
}
