using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Reports.Drafts;
using Xinglin.Server.Pages.Drafts;

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
                .OrderByDescending(prediction => prediction.Context.MadeAt)
                .Select(prediction => new PredictionLine(
                    prediction,
                    drafts[prediction.Context.Id].Select(stored => DocumentLine.Of(stored.Report)).FirstOrDefault()
                )),
        ];
    }
}
