using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>What the status of a report says of it. Whether it was signed here tells its authorship too.</summary>
public static class ReportStatus
{
    /// <summary>Complete and answered for by somebody: final, or final and changed or added to since.</summary>
    public static bool IsFinal(DiagnosticReport report) =>
        report.Status
            is DiagnosticReport.DiagnosticReportStatus.Final
                or DiagnosticReport.DiagnosticReportStatus.Amended
                or DiagnosticReport.DiagnosticReportStatus.Corrected
                or DiagnosticReport.DiagnosticReportStatus.Appended;
}
