using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Hl7.Fhir.Model;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.ReceivedReports;

/// <summary>A narrative as plain words: what a sender marked up is read, never run.</summary>
public static partial class PlainNarrative
{
    private static readonly HashSet<string> Blocks =
    [
        .. "address blockquote br caption dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul".Split(' '),
    ];

    /// <summary>The words with their line breaks; empty where there are none.</summary>
    /// <returns>Null: there is a text, but it is no XHTML that can be read.</returns>
    public static string? Of(Narrative? narrative)
    {
        if (string.IsNullOrWhiteSpace(narrative?.Div))
            return "";
        var words = new StringBuilder();
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(Entity().Replace(narrative.Div, Character)),
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Prohibit,
                    ConformanceLevel = ConformanceLevel.Fragment,
                }
            );
            for (var preformatted = 0; reader.Read(); )
            {
                if (reader.LocalName == "pre" && !reader.IsEmptyElement)
                    preformatted += reader.NodeType == XmlNodeType.Element ? 1 : -1;
                Add(words, reader, preformatted > 0);
            }
        }
        catch (XmlException)
        {
            return null;
        }
        var lines = words.ToString().Split('\n').Select(line => Space().Replace(line, " ").Trim());
        return HiddenCharacters.Shown(Empty().Replace(string.Join('\n', lines), "\n\n").Trim());
    }

    private static void Add(StringBuilder words, XmlReader reader, bool preformatted)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                words.Append(preformatted ? reader.Value : reader.Value.Replace('\n', ' ').Replace('\r', ' '));
                break;
            case XmlNodeType.Element or XmlNodeType.EndElement when Blocks.Contains(reader.LocalName):
                if (reader.LocalName == "br" || words.Length > 0 && words[^1] != '\n')
                    words.Append('\n');
                break;
            case XmlNodeType.Element
                when reader.LocalName == "img" && reader.GetAttribute("alt") is { Length: > 0 } alt:
                words.Append('[').Append(alt).Append(']');
                break;
            case XmlNodeType.EndElement when reader.LocalName is "td" or "th":
                words.Append(" \u00B7 ");
                break;
        }
    }

    // The named characters of XHTML; the five of XML are left to the reader.
    private static string Character(Match entity) =>
        System.Net.WebUtility.HtmlDecode(entity.Value) is var said && said != entity.Value
            ? string.Concat(said.Select(c => $"&#{(int)c};"))
            : " ";

    [GeneratedRegex("&(?!amp;|lt;|gt;|quot;|apos;|#)[A-Za-z0-9]+;", RegexOptions.CultureInvariant)]
    private static partial Regex Entity();

    [GeneratedRegex(@"[^\S\n]+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();

    [GeneratedRegex(@"\n{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex Empty();
}
