using Xinglin.Reports.Documents;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>A document has a text in each of two languages, and one of them is signed.</summary>
public static class OtherLanguage
{
    /// <summary>The other of the two.</summary>
    public static string Of(string language) => language == Localizer.Chinese ? Localizer.English : Localizer.Chinese;

    /// <summary>The language's name.</summary>
    public static BilingualText NameOf(string language) =>
        language == Localizer.Chinese ? DraftWords.Chinese : DraftWords.English;

    /// <summary>Sentences that a person wrote, changed or struck in the other language: they are not in this one.</summary>
    public static int OwnWords(Draft draft, string language) =>
        draft.Texts.TryGetValue(Of(language), out var text)
            ? text.Sections.SelectMany(section => section.Sentences).Count(sentence => sentence.Author is not null)
            : 0;
}
