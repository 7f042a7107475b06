using Hl7.Fhir.Model;
using Xinglin.Terminology.Text;
using static Hl7.Fhir.Model.DiagnosticReport;

namespace Xinglin.Server.Texts;

/// <summary>What a report of another system, or a result in it, says of its own state.</summary>
public static class ReportStatusWords
{
    public static readonly BilingualText Withdrawn = new("已作废（录入错误）", "withdrawn: entered in error");
    public static readonly BilingualText WithdrawnBanner = new(
        "该报告已作废（录入错误）：来源系统说明其录入有误，不得用于诊疗。",
        "This report is withdrawn: entered in error. The sending system says that it is wrong; do not act on it."
    );
    public static readonly BilingualText Cancelled = new("已取消", "cancelled");

    /// <summary>The state of a report; a code that is none of FHIR's is as it was sent.</summary>
    public static BilingualText Of(DiagnosticReport report) =>
        report.StatusElement?.JsonValue is not string said || report.Status is not { } status
            ? As(report.StatusElement?.JsonValue as string)
            : status switch
            {
                DiagnosticReportStatus.Registered => new("已登记，尚无结果", "registered, no result yet"),
                DiagnosticReportStatus.Partial => new("部分结果", "partial"),
                DiagnosticReportStatus.Preliminary => new("初步报告", "preliminary"),
                DiagnosticReportStatus.Final => new("最终报告", "final"),
                DiagnosticReportStatus.Amended => new("已修订", "amended"),
                DiagnosticReportStatus.Corrected => new("已更正", "corrected"),
                DiagnosticReportStatus.Appended => new("已补充", "appended"),
                DiagnosticReportStatus.Cancelled => Cancelled,
                DiagnosticReportStatus.EnteredInError => Withdrawn,
                DiagnosticReportStatus.Unknown => new("状态不明", "unknown"),
                _ => As(said),
            };

    /// <summary>The state of one result; null where it is final and nothing need be said.</summary>
    public static BilingualText? Of(Observation result) =>
        result.Status switch
        {
            ObservationStatus.Registered => new("已登记，尚无结果", "registered, no result yet"),
            ObservationStatus.Preliminary => new("初步结果", "preliminary"),
            ObservationStatus.Amended => new("已修订", "amended"),
            ObservationStatus.Corrected => new("已更正", "corrected"),
            ObservationStatus.Cancelled => Cancelled,
            ObservationStatus.EnteredInError => Withdrawn,
            ObservationStatus.Unknown => new("状态不明", "status unknown"),
            _ => null,
        };

    private static BilingualText As(string? code) => code is null ? new("–", "–") : new(code, code);
}
