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

    /// <summary>Of words that follow a signed document, before the signature.</summary>
    /// <param name="author">Null where the words were prepared from changed data.</param>
    public static BilingualText WrittenUnsigned(BilingualText? author) =>
        author is null
            ? new("按数据变化准备，未签署", "Prepared from changed data, not signed")
            : new($"由{author.Zh}书写，未签署", $"Written by {author.En}, not signed");

    /// <summary>Of a text that one person has signed and another must sign as well.</summary>
    public static BilingualText HalfSigned(BilingualText signer) =>
        new($"{signer.Zh}已签署，待另一人签署", $"Signed by {signer.En}; another person must sign as well");

    /// <summary>Of a follow-up's text in the other language than the one that was signed.</summary>
    public static readonly BilingualText OtherLanguage = new(
        "另一语言文本，未签署",
        "Text in the other language, not signed"
    );
}
