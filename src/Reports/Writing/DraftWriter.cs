using Xinglin.Analysis.Readings;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>
/// The grammar writer: from one reading and one chart to a document in both languages, from the same facts. Deterministic:
/// the same reading gives the same words. Stateless and thread-safe.
/// </summary>
public static class DraftWriter
{
    /// <summary>Writes the document that the reading leads to. A reading that cannot say gives a document that says so.</summary>
    public static Draft Write(Reading reading, PatientSummary patient)
    {
        var facts = FactSheet.Collect(reading, patient);
        var (chinese, english) = reading switch
        {
            Reading.CannotSay cannot => (CannotSayZh.Write(cannot, facts), CannotSayEn.Write(cannot, facts)),
            Reading.Forecast forecast => (ForecastNoteZh.Write(forecast, facts), ForecastNoteEn.Write(forecast, facts)),
            Reading.Findings { Context.Kind: ReadingKind.Imaging } film => (
                ImagingReportZh.Write(film, facts),
                ImagingReportEn.Write(film, facts)
            ),
            Reading.Findings findings => (
                DiagnosisNoteZh.Write(findings, facts),
                DiagnosisNoteEn.Write(findings, facts)
            ),
            _ => throw new InvalidOperationException("A reading of an unknown outcome."),
        };
        return new Draft(
            IdOf(reading.Context.Id),
            reading.Context.Kind switch
            {
                ReadingKind.Forecast => DocumentKind.Forecast,
                ReadingKind.Imaging => DocumentKind.Imaging,
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
    public static string IdOf(string readingId) => readingId.Length <= 58 ? "draft-" + readingId : readingId;
}
