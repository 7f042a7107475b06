using Xinglin.Records.Charts;
using Xinglin.Reports.Facts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Printing;

/// <summary>Takes the head of a document from the chart.</summary>
public static class PatientHeaders
{
    public static PrintedPatient Of(Chart chart, DateTimeOffset at) =>
        new(
            PatientSummaries.Name(chart.Patient) ?? new BilingualText("姓名未记录", "name not recorded"),
            chart.Patient.Gender?.ToString().ToLowerInvariant(),
            chart.AgeAt(at),
            chart.Patient.BirthDate,
            chart.Patient.Id!
        );
}
