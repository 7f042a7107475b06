using System.Net;
using System.Text;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Printing;

/// <summary>The head of a printed document: whose it is.</summary>
public sealed record PrintedPatient(BilingualText Name, string? Sex, int? Age, string? BirthDate, string Id);

/// <summary>The signature as it is on a document.</summary>
public sealed record PrintedSignature(
    SignerIdentity Signer,
    SignatureMeaning Meaning,
    DateTimeOffset At,
    string ContentHash
)
{
    /// <summary>Signatures of others on the same text that this one rests on, oldest first.</summary>
    public IReadOnlyList<PrintedSignature> Before { get; init; } = [];

    /// <summary>All whose signatures the document bears.</summary>
    public BilingualText Signers => SignedLabels.Joined(Before.Append(this).Select(one => one.Signer.Name));
}

/// <summary>
/// The document as one self-contained HTML page, for the printer and for export. Every text is escaped: a name or an edited
/// sentence can never become markup.
/// </summary>
public static class PrintedDocument
{
    /// <param name="signature">Null for an unsigned draft, which is marked as such on every page.</param>
    /// <param name="label">What a copy that bears no signature says of itself; null for a draft.</param>
    /// <param name="letterhead">The hospital, above all else; null where none is set.</param>
    public static string Html(
        Draft draft,
        string language,
        PrintedPatient patient,
        PrintedSignature? signature,
        BilingualText? label = null,
        Letterhead? letterhead = null
    )
    {
        var chinese = Numerals.Chinese(language);
        var words = chinese ? PrintWords.Chinese : PrintWords.English;
        var text = draft.Texts[language];
        var html = new StringBuilder();
        html.Append(
            $"""
            <!doctype html>
            <html lang="{(chinese ? "zh-CN" : "en-GB")}"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{E(text.Title)}</title>
            <style>{PrintStyle.Sheet(
                chinese,
                Css($"{text.Title} · {patient.Id}"),
                Css(signature is null ? label?.In(language) ?? words.DraftFoot : $"{words.HashShort} {signature.ContentHash[..16]}")
            )}</style></head><body>
            """
        );
        var says = label?.In(language) ?? words.NotSigned;
        letterhead?.Append(html, language);
        Ribbons(html, draft, words, signature is null ? says : SignedLabels.Of(draft, signature.Signers).In(language));
        Head(html, text, patient, draft, words, language);
        Body(html, draft, text, words);
        Signature(html, signature, words, language, says);
        EvidenceTable.Append(html, draft, language, words);
        return html.Append("</body></html>").ToString();
    }

    private static void Ribbons(StringBuilder html, Draft draft, PrintWords words, string label)
    {
        html.Append(
            SignedLabels.IsDraftedByAi(draft)
                ? $"<div class=\"ribbon ai\"><b>◆ {E(words.AiLabel)}</b> {E(label)}</div>"
                : $"<div class=\"ribbon\">{E(label)}</div>"
        );
        if (draft.Prediction.Context.Synthetic)
        {
            html.Append(
                $"<div class=\"ribbon synthetic\"><b>△ {E(words.SyntheticLabel)}</b> {E(words.SyntheticText)}</div>"
            );
        }
    }

    private static void Head(
        StringBuilder html,
        DraftText text,
        PrintedPatient patient,
        Draft draft,
        PrintWords words,
        string language
    )
    {
        html.Append(
            $"<header><div class=\"brand\">{E(words.Brand)}</div><h1>{E(text.Title)}</h1></header><dl class=\"patient\">"
        );
        Field(html, words.Name, patient.Name.In(language));
        Field(html, words.Sex, words.SexOf(patient.Sex));
        Field(html, words.Age, patient.Age is { } age ? Numerals.Quantity(age, "a", language) : words.Unknown);
        Field(html, words.Born, Born(patient.BirthDate, language) ?? words.Unknown);
        Field(html, words.PatientId, patient.Id);
        Field(html, words.Made, Numerals.Moment(draft.Prediction.Context.MadeAt, language));
        html.Append("</dl>");
    }

    private static string? Born(string? date, string language) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", out var day)
            ? Numerals.Date(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), language)
            : date;

    private static void Field(StringBuilder html, string label, string value) =>
        html.Append($"<div><dt>{E(label)}</dt><dd>{E(value)}</dd></div>");

    private static void Body(StringBuilder html, Draft draft, DraftText text, PrintWords words)
    {
        html.Append("<main>");
        foreach (var section in text.Sections)
        {
            var standing = section.Sentences.Where(sentence => !sentence.Deleted).ToArray();
            if (standing.Length == 0)
            {
                continue;
            }
            html.Append($"<section class=\"{E(section.Code)}\"><h2>{E(section.Heading)}</h2>");
            // Suggestions and impressions are numbered, results stand line by line, the rest runs on as prose.
            var frame =
                standing.Length == 1 ? "p"
                : section.Code is "plan" or "recommendation" or "impression" ? "ol"
                : section.Code is "course" or "forecast" or "alerts" or "assessment" or "for" or "against" ? "ul"
                : "p";
            var list = frame != "p";
            html.Append($"<{frame}>");
            foreach (var sentence in standing)
            {
                html.Append(list ? "<li>" : "");
                html.Append(E(sentence.Text));
                if (sentence.Author is { } author)
                {
                    html.Append($" <span class=\"by\">[{E(author)}]</span>");
                }
                if (sentence.Justification is { } reason)
                {
                    html.Append($" <span class=\"why\">{E(words.Because)}{E(reason)}</span>");
                }
                html.Append(list ? "</li>" : words.Between);
            }
            html.Append($"</{frame}></section>");
        }
        html.Append("</main>");
    }

    private static void Signature(
        StringBuilder html,
        PrintedSignature? signature,
        PrintWords words,
        string language,
        string unsigned
    )
    {
        if (signature is null)
        {
            html.Append($"<div class=\"signature unsigned\">{E(unsigned)}</div>");
            return;
        }
        html.Append("<div class=\"signature\"><dl>");
        foreach (var earlier in signature.Before)
            Signed(html, earlier, words, language);
        Signed(html, signature, words, language);
        html.Append("</dl>");
        html.Append($"<p class=\"hash\">{E(words.Hash)} {E(signature.ContentHash)}</p></div>");
    }

    private static void Signed(StringBuilder html, PrintedSignature signature, PrintWords words, string language)
    {
        Field(html, words.SignedBy, signature.Signer.Name.In(language));
        Field(html, words.Meaning, words.MeaningOf(signature.Meaning));
        Field(html, words.SignedAt, Numerals.Moment(signature.At, language) + " " + Offset(signature.At));
    }

    private static string Offset(DateTimeOffset time) =>
        time.Offset == TimeSpan.Zero ? "UTC" : $"UTC{(time.Offset < TimeSpan.Zero ? "-" : "+")}{time.Offset:hh\\:mm}";

    internal static string E(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A CSS string: everything that could end it or mean something is written as an escape.</summary>
    private static string Css(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            css.Append(
                System.Text.Rune.IsLetterOrDigit(rune) || rune.Value == ' ' ? rune.ToString() : $"\\{rune.Value:X6}"
            );
        }
        return css.Append('"').ToString();
    }
}
