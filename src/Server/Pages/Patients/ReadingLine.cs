using Xinglin.Analysis.Readings;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Server.Pages.Drafts;

namespace Xinglin.Server.Pages.Patients;

/// <summary>A reading with the document that was written from it.</summary>
public sealed record ReadingLine(Reading Reading, DocumentLine? Document)
{
    /// <summary>The patient's readings, newest first.</summary>
    public static IReadOnlyList<ReadingLine> Of(FhirStore store, Chart chart)
    {
        var drafts = DraftResources
            .ForPatient(store, chart.Patient.Id!)
            .ToLookup(stored => stored.Draft.Reading.Context.Id);
        return
        [
            .. ReadingResources
                .ForPatient(store, chart.Patient.Id!)
                .OrderByDescending(reading => reading.Context.MadeAt)
                .Select(reading => new ReadingLine(
                    reading,
                    drafts[reading.Context.Id].Select(stored => DocumentLine.Of(stored.Report)).FirstOrDefault()
                )),
        ];
    }
}
