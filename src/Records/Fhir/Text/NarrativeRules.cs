using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// What a narrative may hold (FHIR R4 narrative.html, txt-1 and its schema fhir-xhtml.xsd): the formatting elements and
/// attributes of HTML 4.0, chapters 7 to 11 and 15, links, images and styles within the text. Nothing that runs, nothing
/// that loads a page or a style from elsewhere.
/// </summary>
internal static partial class NarrativeRules
{
    public const string Xhtml = "http://www.w3.org/1999/xhtml";

    private static readonly HashSet<string> Elements =
    [
        .. (
            "a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em "
            + "h1 h2 h3 h4 h5 h6 hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th "
            + "thead tr tt ul var"
        ).Split(' '),
    ];

    private static readonly HashSet<string> Attributes =
    [
        .. (
            "abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff "
            + "charset cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc "
            + "name nowrap rel rev rowspan rules scope shape span src start style summary tabindex title type valign "
            + "value vspace width usemap ismap nohref"
        ).Split(' '),
    ];

    private static readonly HashSet<string> Schemes = ["http", "https", "mailto", "tel", "ftp", "urn", "cid"];

    /// <summary>What is said of a narrative that says nothing.</summary>
    public const string SaysNothing =
        "FHIR's rule txt-2: the narrative has neither text nor an image. Write it, or leave the narrative out.";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreWhitespace = true,
    };

    /// <summary>What is said of the text of a <c>div</c>, in English; null when it may stand.</summary>
    public static string? Fault(string div)
    {
        // It has the limits of any XML: a reader's tables grow with namespaces and remarks as with elements.
        if (new XmlScan().Feed(Encoding.UTF8.GetBytes(div)) is { } excess)
        {
            return Against(
                excess.Limit == TextLimit.TooDeep
                    ? $"the narrative is more than {XmlGate.MostDepth} levels deep"
                    : $"at byte {excess.Offset} of the narrative {excess.Said.TrimEnd('.')}"
            );
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(div), Settings);
            var speaks = false;
            while (reader.Read())
            {
                if (reader.Depth > XmlGate.MostDepth)
                    return Against($"the narrative is more than {XmlGate.MostDepth} levels deep");
                if (Fault(reader) is { } fault)
                    return fault;
                speaks = speaks || Speaks(reader);
            }
            return speaks ? null : SaysNothing;
        }
        catch (XmlException fault)
        {
            return OfEntity(div, fault, "narrative") ?? Against("the narrative is not well-formed XHTML");
        }
    }

    /// <summary>What is said of the node that the reader is on; it is put back there.</summary>
    public static string? Fault(XmlReader reader)
    {
        if (reader.NodeType == XmlNodeType.ProcessingInstruction)
            return Against("a narrative holds no processing instructions");
        if (reader.NodeType == XmlNodeType.CDATA)
            return Against("a narrative holds no CDATA sections");
        if (reader.NodeType != XmlNodeType.Element)
            return null;
        if (reader.NamespaceURI != Xhtml || !Elements.Contains(reader.LocalName))
            return Against($"a narrative may not hold the element <{Shown(reader.LocalName)}>");
        var element = reader.LocalName;
        string? fault = null;
        while (fault is null && reader.MoveToNextAttribute())
        {
            if (reader.Prefix is not ("xmlns" or "xml") && reader.Name != "xmlns")
                fault = Fault(element, reader.Name, reader.Value);
        }

        reader.MoveToElement();
        return fault is null ? null : Against(fault);
    }

    /// <summary>Whether the node is something to read or see: a text or an image.</summary>
    public static bool Speaks(XmlReader reader) =>
        reader.NodeType switch
        {
            XmlNodeType.Text => !string.IsNullOrWhiteSpace(reader.Value),
            XmlNodeType.Element => reader.LocalName == "img" && reader.GetAttribute("src") is not null,
            _ => false,
        };

    /// <summary>Whether the text has entities that only HTML knows, as an older store may hold them.</summary>
    public static bool HasEntities(string div) => div.Contains('&') && NamedEntity().IsMatch(div);

    /// <summary>The text with the characters that HTML's entities stand for; what HTML does not know either is shown as written.</summary>
    public static string WithCharacters(string div) =>
        NamedEntity()
            .Replace(
                div,
                entity =>
                    WebUtility.HtmlDecode(entity.Value) is var character && character != entity.Value
                        ? character
                        : "&amp;" + entity.Value[1..]
            );

    private static string Against(string fault) => $"FHIR's rule txt-1: {fault}. Send plain formatting only.";

    /// <summary>What is said where an entity of HTML made a text no XML; null where something else did.</summary>
    public static string? OfEntity(string text, XmlException fault, string whose)
    {
        var line = 0;
        for (var number = 1; number < fault.LineNumber; number++)
        {
            if ((line = text.IndexOf('\n', line) + 1) == 0)
                return null;
        }
        // The reader is behind the sign.
        var at = Math.Clamp(line + fault.LinePosition - 2, 0, text.Length);
        var entity = NamedEntity().Match(text, at);
        return entity.Success && entity.Index <= at + 1
            ? $"An entity of HTML is at line {fault.LineNumber}, column {entity.Index - line + 1} of the {whose}, and XML does not know it: write the character itself or a numeric reference, such as &#160;."
            : null;
    }

    private static string? Fault(string element, string name, string value)
    {
        if (!Attributes.Contains(name))
            return $"a narrative may not hold the attribute {Shown(name)}";
        if (name is "href" or "src" or "cite" or "longdesc" or "usemap" && !IsHarmless(value, element == "img"))
            return $"the address in {name} of <{element}> may not be used in a narrative";
        if (name == "style" && DangerousStyle().IsMatch(value))
            return "the style in a narrative may not run or load anything";
        return null;
    }

    /// <summary>A relative address, one of the usual schemes, or, for an image, its own data as PNG, JPEG, GIF, BMP or WebP.</summary>
    private static bool IsHarmless(string address, bool image)
    {
        var bare = Blank().Replace(address, "");
        var colon = bare.IndexOf(':');
        var slash = bare.AsSpan().IndexOfAny("/?#");
        if (colon < 0 || slash >= 0 && slash < colon)
            return true;
        return Schemes.Contains(bare[..colon].ToLowerInvariant()) || image && ImageData().IsMatch(bare);
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";

    [GeneratedRegex("&(?!(amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")]
    private static partial Regex NamedEntity();

    [GeneratedRegex(@"[\u0000-\u0020\u007F-\u00A0\u200B-\u200F\u2028\u2029\uFEFF]")]
    private static partial Regex Blank();

    [GeneratedRegex("^data:image/(png|jpe?g|gif|bmp|webp)[;,]", RegexOptions.IgnoreCase)]
    private static partial Regex ImageData();

    [GeneratedRegex(
        @"expression|javascript|vbscript|behaviou?r|-moz-binding|@import|url\s*\(|/\*|\\",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex DangerousStyle();
}
