using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>
/// The way from a reading to its document: facts, then sentences in both languages. Deterministic: the same reading and
/// chart give the same words. Stateless and thread-safe.
/// </summary>
public static class DraftWriter
{
    /// <summary>Writes the document that the reading leads to. A reading that cannot say gives a document that says so.</summary>
    public static Draft Write(Prediction reading, Chart chart) => Write(reading, PatientSummaries.Of(chart));

    /// <inheritdoc cref="Write(Prediction, Chart)"/>
    public static Draft Write(Prediction reading, PatientSummary patient)
    {
        var facts = FactSheet.Collect(reading, patient);
        var (chinese, english) = reading switch
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
            _ => throw new InvalidOperationException("A reading of an unknown outcome."),
        };
        return new Draft(
            IdOf(reading.Context.Id),
            reading.Context.Kind switch
            {
                PredictionKind.Forecast => DocumentKind.Forecast,
                PredictionKind.Imaging => DocumentKind.Imaging,
                _ => DocumentKind.Diagnosis,
            },
            reading.Context.PatientId,
            reading,
            facts.Facts,
            new Dictionary<string, DraftText> { ["zh-CN"] = chinese, ["en"] = english },
            new Dictionary<string, Decision>()
        );
    }

    /// <summary>The draft's id, the same for the same reading, so that repeated work writes the same resource.</summary>
    public static string IdOf(string readingId) =>
        readingId.Length <= 40 ? ReservedIds.Draft + readingId : ReservedIds.Draft + Digest.Short(readingId);
}
