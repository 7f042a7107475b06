using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Status = Hl7.Fhir.Model.DiagnosticReport.DiagnosticReportStatus;

namespace Xinglin.Records.Tests.Fhir.Resources;

public sealed class ReportStatusTests
{
    [Fact]
    public void A_report_is_final_when_it_is_or_was_changed_since_and_not_when_it_was_taken_back()
    {
        Enum.GetValues<Status>()
            .Where(status => ReportStatus.IsFinal(new DiagnosticReport { Status = status }))
            .Should()
            .BeEquivalentTo([Status.Final, Status.Amended, Status.Corrected, Status.Appended]);
        ReportStatus.IsFinal(new DiagnosticReport()).Should().BeFalse();
    }
}
