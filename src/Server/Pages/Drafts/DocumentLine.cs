using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Terminology;
using Xinglin.Reports.Drafts;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>A document of the patient: a draft, a signed report, or a report that came from elsewhere.</summary>
public sealed record DocumentLine(string Id, BilingualText Title, DateTimeOffset? Time, bool Signed, bool ByAi)
{
    public static IReadOnlyList<DocumentLine> Of(Chart chart) =>
        [.. chart.Reports.Select(Of).OrderByDescending(document => document.Time)];

    public static DocumentLine Of(DiagnosticReport report) =>
        new(
            report.Id!,
            TitleOf(report),
            report.Issued ?? ChartTimes.Of(report.Effective),
            IsSigned(report),
            Labels.IsAi(report)
        );

    public static bool IsSigned(DiagnosticReport report) =>
        report.Status
            is DiagnosticReport.DiagnosticReportStatus.Final
                or DiagnosticReport.DiagnosticReportStatus.Amended
                or DiagnosticReport.DiagnosticReportStatus.Corrected
                or DiagnosticReport.DiagnosticReportStatus.Appended;

    private static BilingualText TitleOf(DiagnosticReport report)
    {
        var kind = report.Code?.Coding.Find(coding => coding.System == DraftResources.DocumentSystem)?.Code;
        if (Enum.TryParse<DocumentKind>(kind, ignoreCase: true, out var ours))
            return DraftSummary.Name(ours);
        var name = Codes.Name(report.Code);
        return name.Zh == name.En && report.Code?.Text is null ? DraftWords.Document : name;
    }
}
