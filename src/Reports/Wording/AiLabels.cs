using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Wording;

/// <summary>Whose words a document holds, the same on page, PDF, FHIR and export, before and after the signature.</summary>
public static class AiLabels
{
    /// <summary>Of a text in the other language than the one that was signed.</summary>
    public static readonly BilingualText Translation = new("AI 译文，未签署", "AI translation, not signed");

    /// <summary>Of a signed text.</summary>
    public static BilingualText Signed(BilingualText signer) =>
        new($"AI 起草，由{signer.Zh}审核并签署", $"Drafted by AI, reviewed and signed by {signer.En}");

    /// <summary>Of words that follow a signed document: a person wrote them, or read and confirmed what was prepared.</summary>
    public static BilingualText Written(BilingualText signer) =>
        new($"由{signer.Zh}书写或确认并签署", $"Written or confirmed, and signed, by {signer.En}");

    /// <summary>Of a follow-up's text in the other language than the one that was signed.</summary>
    public static readonly BilingualText OtherLanguage = new(
        "另一语言文本，未签署",
        "Text in the other language, not signed"
    );

    /// <inheritdoc cref="Signed(BilingualText)"/>
    /// <param name="signer">The same in both languages.</param>
    public static BilingualText Signed(string signer) => Signed(BilingualText.Same(signer));
}
