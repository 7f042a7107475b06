using System.Net;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>
/// The narrative of a signed report for whoever reads FHIR: whose words they are, the signed text, and, marked as not signed, the
/// program's text in the other language.
/// </summary>
internal static class SignedNarrative
{
    /// <summary>All who have signed with this signature, in their order.</summary>
    public static BilingualText SignersOf(StoredDraft stored, SigningRequest request) =>
        SignedLabels.Joined([
            .. PreliminarySignatures.Of(stored).Select(earlier => earlier.Signer.Name),
            request.Signer.Name,
        ]);

    public static Narrative Of(StoredDraft stored, SigningRequest request)
    {
        var draft = stored.Draft;
        var label = SignedLabels.Of(draft, SignersOf(stored, request));
        var div = new StringBuilder("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
        div.Append($"<p><b>{E(label.Zh)} / {E(label.En)}</b></p>");
        Append(div, draft.Texts[request.Language]);
        foreach (var other in draft.Texts.Values.Where(text => text.Language != request.Language))
        {
            div.Append(
                $"<p><b>{E(SignedLabels.OtherLanguage(draft).Zh)} / {E(SignedLabels.OtherLanguage(draft).En)}</b></p>"
            );
            Append(div, other);
        }
        return new Narrative { Status = Narrative.NarrativeStatus.Additional, Div = div.Append("</div>").ToString() };
    }

    private static void Append(StringBuilder div, DraftText text)
    {
        div.Append($"<div lang=\"{E(text.Language)}\"><p><b>{E(text.Title)}</b></p>");
        foreach (var section in text.Sections)
        {
            var standing = section.Sentences.Where(sentence => !sentence.Deleted).Select(sentence => sentence.Text);
            var words = string.Join(text.Language == "en" ? " " : "", standing);
            if (words.Length > 0)
                div.Append($"<p>{E(section.Heading)}</p><p>{E(words)}</p>");
        }
        div.Append("</div>");
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
