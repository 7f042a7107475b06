using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Attachments;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.ReceivedReports;

/// <summary>All that a report of another system says, wherever in the report it says it.</summary>
/// <param name="Text">The narrative as plain words; null: there is one, but it cannot be read as words.</param>
public sealed record SentReport(
    string By,
    ChartTime? Issued,
    ChartTime? Effective,
    string Conclusion,
    IReadOnlyList<BilingualText> Codes,
    string? Text,
    IReadOnlyList<SentResult> Results,
    IReadOnlyList<SentAttachment> Attachments
)
{
    /// <summary>How many results there are beyond those that one page shows.</summary>
    public int MoreResults { get; private init; }

    /// <summary>Nothing that a person could read came along.</summary>
    public bool IsEmpty =>
        Conclusion.Length == 0
        && Codes.Count == 0
        && Text is { Length: 0 }
        && Results.Count == 0
        && Attachments.Count == 0;

    public static SentReport Of(FhirStore store, DiagnosticReport report)
    {
        var conclusion = report.Conclusion?.Trim() ?? "";
        var text = PlainNarrative.Of(report.Text);
        return new(
            SentNames.Of(store, report),
            ChartTimes.Of(report.IssuedElement),
            ChartTimes.Of(report.Effective),
            conclusion,
            CodesOf(LongTexts.Shortened(report)),
            text is not null && Bare(text) == Bare(conclusion) ? "" : text,
            SentResult.Of(store, report, out var left),
            SentAttachment.Of(store, report)
        )
        {
            MoreResults = left,
        };
    }

    /// <summary>As many codes as one page shows.</summary>
    private const int MostCodes = 50;

    private static IReadOnlyList<BilingualText> CodesOf(DiagnosticReport report)
    {
        var left = report.ConclusionCode.Count - MostCodes;
        var codes = report.ConclusionCode.Take(MostCodes).Select(ConceptNames.Of);
        return left <= 0
            ? [.. codes]
            :
            [
                .. codes,
                new(string.Format(null, RecordWords.More.Zh, left), string.Format(null, RecordWords.More.En, left)),
            ];
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
