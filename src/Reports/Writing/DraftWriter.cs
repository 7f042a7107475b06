using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>
/// The way from a prediction to its document: facts, then sentences in both languages. Deterministic: the same prediction and
/// chart give the same words. Stateless and thread-safe.
/// </summary>
public static class DraftWriter
{
    /// <summary>Writes the document that the prediction leads to. A prediction that cannot say gives a document that says so.</summary>
    public static Draft Write(Prediction prediction, Chart chart) => Write(prediction, PatientSummaries.Of(chart));

    /// <inheritdoc cref="Write(Prediction, Chart)"/>
    public static Draft Write(Prediction prediction, PatientSummary patient)
    {
        var facts = FactSheet.Collect(prediction, patient);
        var (chinese, english) = prediction switch
        {
            Prediction.CannotSay cannot => (CannotSayZh.Write(cannot, facts), CannotSayEn.Write(cannot, facts)),
            Prediction.Forecast forecast => (
                ForecastNoteZh.Write(forecast, facts),
                ForecastNoteEn.Write(forecast, facts)
            ),
            Prediction.Findings { Context.Kind: PredictionKind.Imaging } film => (
                ImagingReportZh.Write(film, facts),
                ImagingReportEn.Write(film, facts)
            ),
            Prediction.Findings findings => (
                DiagnosisNoteZh.Write(findings, facts),
                DiagnosisNoteEn.Write(findings, facts)
            ),
            _ => throw new InvalidOperationException("A prediction of an unknown outcome."),
        };
        return new Draft(
            IdOf(prediction.Context.Id),
            prediction.Context.Kind switch
            {
                PredictionKind.Forecast => DocumentKind.Forecast,
                PredictionKind.Imaging => DocumentKind.Imaging,
                _ => DocumentKind.Diagnosis,
            },
            prediction.Context.PatientId,
            prediction,
            facts.Facts,
            new Dictionary<string, DraftText> { ["zh-CN"] = chinese, ["en"] = english },
            new Dictionary<string, Decision>()
        );
    }

    /// <summary>The draft's id, the same for the same prediction, so that repeated work writes the same resource.</summary>
    public static string IdOf(string predictionId) =>
        predictionId.Length <= 40 ? ReservedIds.Draft + predictionId : ReservedIds.Draft + Digest.Short(predictionId);
}
