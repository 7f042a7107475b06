using System.Text;
using System.Xml;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The characters that a FHIR text may hold: those of XML 1.0 (production 2, Char), because every resource can be asked for
/// as XML. Left out are NUL and the other control characters except tab, line feed and carriage return, halves of surrogate
/// pairs, U+FFFE and U+FFFF.
/// </summary>
public static class Characters
{
    /// <summary>Index of the first character that is not allowed, or -1.</summary>
    public static int FirstForbidden(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                i++;
            else
                return i;
        }
        return -1;
    }

    /// <summary>The text with U+FFFD in place of each character that is not allowed.</summary>
    public static string Clean(string text)
    {
        var at = FirstForbidden(text);
        if (at < 0)
            return text;
        var clean = new StringBuilder(text);
        while (at < text.Length)
        {
            clean[at] = '\uFFFD';
            var next = FirstForbidden(text.AsSpan(at + 1));
            if (next < 0)
                break;
            at += 1 + next;
        }
        return clean.ToString();
    }

    /// <summary>How a character is named to people: <c>U+0000</c>.</summary>
    public static string Name(int character) => $"U+{character:X4}";
}
