using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>An attachment as it is named on the page.</summary>
/// <param name="Text">Its words, where it is plain text that came along; otherwise null.</param>
public sealed record SentAttachment(string Name, string? Type, string? Text);

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
    private const int MostText = 100_000;

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
            [.. report.ConclusionCode.Select(ConceptNames.Of)],
            text is not null && Bare(text) == Bare(conclusion) ? "" : text,
            SentResult.Of(store, report),
            [.. report.PresentedForm.Select(Named).Concat(report.Media.Select(Named))]
        );
    }

    private static SentAttachment Named(Attachment form, int index)
    {
        var name =
            !string.IsNullOrWhiteSpace(form.Title) ? form.Title
            : !string.IsNullOrWhiteSpace(form.Url) ? form.Url
            : Say.T(SentReportWords.Attachment, index + 1);
        return new(name, form.ContentType, Words(form));
    }

    private static SentAttachment Named(DiagnosticReport.MediaComponent media, int index)
    {
        var name =
            media.Comment
            ?? media.Link?.Display
            ?? media.Link?.Reference
            ?? Say.T(SentReportWords.Attachment, index + 1);
        return new(name, null, null);
    }

    private static string? Words(Attachment form)
    {
        if (
            form.Data is not { Length: > 0 and <= MostText } data
            || form.ContentType?.Split(';')[0].Trim().Equals("text/plain", StringComparison.OrdinalIgnoreCase) != true
        )
            return null;
        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(data).Trim();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
