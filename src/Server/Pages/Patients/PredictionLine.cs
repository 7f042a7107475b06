using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Writing;
using Xinglin.Server.Pages.Documents;

namespace Xinglin.Server.Pages.Patients;

/// <summary>A prediction with the document that was written from it.</summary>
public sealed record PredictionLine(Prediction Prediction, DocumentLine? Document)
{
    /// <summary>The patient's predictions, newest first.</summary>
    public static IReadOnlyList<PredictionLine> Of(FhirStore store, Chart chart)
    {
        var drafts = DraftResources
            .ForPatient(store, chart.Patient.Id!)
            .ToLookup(stored => stored.Draft.Prediction.Context.Id);
        return
        [
            .. PredictionResources
                .ForPatient(store, chart.Patient.Id!)
                .OrderByDescending(reading => reading.Context.MadeAt)
                .Select(reading => new PredictionLine(
                    reading,
                    drafts[reading.Context.Id].FirstOrDefault() is { } stored
                        ? DocumentLine.Whole(store, stored.Report)
                        : Lost(store, reading.Context.Id)
                )),
        ];
    }

    /// <summary>The document whose text cannot be read: what was signed is not taken for a draft.</summary>
    private static DocumentLine? Lost(FhirStore store, string reading) =>
        store.Read<Hl7.Fhir.Model.DiagnosticReport>(DraftWriter.IdOf(reading)) is { } report
        && report.IsOwn()
        && DraftResources.IsDamaged(store, report)
            ? DocumentLine.Lost(store, report)
            : null;
}
