using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>
/// FHIR allows a megabyte in every text. What is shown in a list, a row or a head is read from a copy whose texts are short; the
/// record itself keeps them whole.
/// </summary>
public static class LongTexts
{
    /// <summary>Letters of a text in a list, the mark that it goes on included.</summary>
    public const int Most = 200;

    /// <summary>
    /// Ends a text that goes on: three points and a sign without width (U+2063, an invisible separator), by which a page knows that it was
    /// cut here. No other text of this program has it: U+2060, which keeps words on one line, is no such mark.
    /// </summary>
    public const string GoesOn = "…\u2063";

    /// <summary>The text, or its beginning and <see cref="GoesOn"/>.</summary>
    public static string Shortened(string text)
    {
        if (text.Length <= Most)
            return text;
        var end = Most - GoesOn.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + GoesOn;
    }

    /// <summary>
    /// The resource itself where no text of it is long, else a copy with short ones. What this product made stays as it is, and so
    /// do narratives and contents of files, which are no row of a list.
    /// </summary>
    public static T Shortened<T>(T resource)
        where T : Resource
    {
        if (resource.IsOwn() || Long(resource).Count == 0)
            return resource;
        var copy = (T)resource.DeepCopy();
        foreach (var text in Long(copy))
            text.JsonValue = Shortened((string)text.JsonValue!);
        if (resource.Authorship() is { } authorship)
            AuthorshipOfResources.Note(copy, authorship);
        return copy;
    }

    private static List<PrimitiveType> Long(Base value)
    {
        var found = new List<PrimitiveType>();
        Elements.Each(
            value,
            one =>
            {
                if (one is PrimitiveType { JsonValue: string { Length: > Most } } text and not Base64Binary)
                    found.Add(text);
                return one is not Narrative;
            }
        );
        return found;
    }
}
