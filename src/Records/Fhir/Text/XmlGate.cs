using System.Text.RegularExpressions;
using System.Xml;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The first look at an XML text from outside, before any parser: depth, foreign roots, attributes that FHIR does not have,
/// and what may not stand in a narrative. Document types are rejected by the reader itself.
/// </summary>
internal static partial class XmlGate
{
    /// <summary>The parsers call themselves for each level.</summary>
    public const int MostDepth = 64;

    public const string Fhir = "http://hl7.org/fhir";

    /// <summary>The namespace and root of a C-CDA document.</summary>
    public const string Cda = "urn:hl7-org:v3";

    /// <summary>What is said where <see cref="TwoOfOneChoice"/> finds a second one.</summary>
    public const string SaidTwice =
        "The element says again, in another type, what the one before it has said: keep one of the two.";

    private const int MostIssues = 20;

    /// <summary>Looks at every node.</summary>
    /// <param name="unlike">
    /// Values that the parser would not keep as they are written, with the place of their element: numbers that a decimal may not
    /// say digit for digit, and texts with white space around them.
    /// </param>
    /// <exception cref="XmlException">Not well-formed.</exception>
    /// <exception cref="FhirTextException">Too deep.</exception>
    public static IReadOnlyList<TextIssue> Survey(XmlReader reader, out List<NumberAt>? unlike)
    {
        unlike = null;
        var issues = new List<TextIssue>();
        var place = (IXmlLineInfo)reader;
        var narrative = int.MaxValue;
        string? silent = null;
        while (reader.Read() && issues.Count < MostIssues)
        {
            if (reader.Depth > MostDepth)
                throw FhirTextException.TooDeep(place, MostDepth);
            if (reader.Depth < narrative)
            {
                narrative = int.MaxValue;
                if (silent is not null)
                    issues.Add(new(silent, NarrativeRules.SaysNothing));
                silent = null;
            }
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 0 && reader.NamespaceURI != Fhir)
            {
                issues.Add(new(At(place), OfForeignRoot(reader)));
                break;
            }
            if (narrative == int.MaxValue && reader.NamespaceURI == NarrativeRules.Xhtml)
            {
                narrative = reader.Depth;
                silent = At(place);
            }
            if (narrative != int.MaxValue)
            {
                if (NarrativeRules.Fault(reader) is { } fault)
                    issues.Add(new(At(place), fault));
                if (silent is not null && NarrativeRules.Speaks(reader))
                    silent = null;
                continue;
            }
            if (OfAttributes(reader) is { } said)
                issues.Add(new(At(place), said));
            if (reader.NodeType != XmlNodeType.Element || reader.GetAttribute("value") is not { Length: > 0 } value)
                continue;
            var isAround = char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]);
            if (isAround && string.IsNullOrWhiteSpace(value))
                issues.Add(new(At(place), JsonGate.BlankText));
            else if (isAround || value[0] is '-' or '+' or (>= '0' and <= '9') && Unusual().IsMatch(value))
                (unlike ??= []).Add(new(place.LineNumber, place.LinePosition, value));
        }
        return issues;
    }

    /// <summary>A C-CDA document or a part of one, told from its root.</summary>
    /// <exception cref="XmlException">Not well-formed as far as the root.</exception>
    public static bool IsClinicalDocument(XmlReader reader) =>
        reader.MoveToContent() == XmlNodeType.Element && reader is { LocalName: "ClinicalDocument", NamespaceURI: Cda };

    /// <summary>Where a text declares its document type; null when it does not.</summary>
    public static string? DocumentType(string text)
    {
        var at = text.IndexOf("<!DOCTYPE", StringComparison.Ordinal);
        if (at < 0)
            return null;
        var before = text.AsSpan(0, at);
        return $"line {before.Count('\n') + 1}, column {at - before.LastIndexOf('\n')}";
    }

    public static string At(IXmlLineInfo place) => $"line {place.LineNumber}, column {place.LinePosition}";

    /// <summary>
    /// The first element that says again, in another type, what one next to it has said: <c>deceasedDateTime</c> after
    /// <c>deceasedBoolean</c>. The parser gives up over it without a place.
    /// </summary>
    /// <returns>Its line and column; null when there is none.</returns>
    public static string? TwoOfOneChoice(XmlReader reader)
    {
        // As far as somebody may have erred; what is made to be compared for long is told without a name.
        const int MostElements = 2_000;
        const int MostBeside = 40;
        const int LongestName = 64;
        var open = new Stack<HashSet<string>>();
        open.Push([]);
        for (var elements = 0; elements < MostElements && reader.Read() && open.Count <= MostDepth; )
        {
            if (reader.NodeType == XmlNodeType.EndElement)
                open.Pop();
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            elements++;
            if (reader.LocalName.Length > LongestName)
                return null;
            var beside = open.Peek();
            if (beside.Any(other => AreOneChoice(other, reader.LocalName)))
                return At((IXmlLineInfo)reader);
            if (beside.Count < MostBeside)
                beside.Add(reader.LocalName);
            if (!reader.IsEmptyElement)
                open.Push([]);
        }
        return null;
    }

    /// <summary>The same letters, and then in each the name of a data type.</summary>
    private static bool AreOneChoice(string one, string other)
    {
        if (one == other)
            return false;
        var same = one.AsSpan().CommonPrefixLength(other);
        while (same > 0 && !(IsType(one.AsSpan(same)) && IsType(other.AsSpan(same))))
            same--;
        return same > 0;
    }

    private static bool IsType(ReadOnlySpan<char> name) =>
        name is [>= 'A' and <= 'Z', ..]
        && (
            ModelInfo.IsDataType(name.ToString())
            || ModelInfo.IsPrimitive(string.Concat([char.ToLowerInvariant(name[0])], name[1..]))
        );

    /// <summary>A whole document, or one of the parts that examples of C-CDA come as.</summary>
    private static bool IsCda(XmlReader reader) => reader.NamespaceURI == Cda || reader.LocalName == "ClinicalDocument";

    private static string OfForeignRoot(XmlReader reader) =>
        IsCda(reader)
            ? "This is a C-CDA document (or a part of one), and those are not taken yet: send FHIR R4."
            : $"The root is not of the namespace {Fhir}: this is no FHIR resource.";

    /// <summary>FHIR has the attributes <c>value</c>, <c>id</c> and <c>url</c>; all else is an element.</summary>
    private static string? OfAttributes(XmlReader reader)
    {
        if (reader.NodeType != XmlNodeType.Element)
            return null;
        string? said = null;
        var extension = reader.LocalName is "extension" or "modifierExtension";
        while (said is null && reader.MoveToNextAttribute())
        {
            if (reader.Prefix is "xmlns" or "xsi" or "xml" || reader.Name == "xmlns")
                continue;
            if (reader.Name is "value" && !extension || reader.Name is "id" || reader.Name is "url" && extension)
                continue;
            said = XmlConvert.IsPublicIdChar(reader.Name[0])
                ? $"The attribute \"{(reader.Name.Length <= 40 ? reader.Name : reader.Name[..40] + "…")}\" may not stand here: in FHIR XML it is an element of its own."
                : "An attribute may not stand here: in FHIR XML it is an element of its own.";
        }
        reader.MoveToElement();
        return said;
    }

    // Also what is no number of R4, if it is where one is: with zeroes before it, or minus nothing.
    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+$|^-?[0-9.]{29,}$|^[+-]?0[0-9][0-9.]*$|^-0(\.0*)?$")]
    private static partial Regex Unusual();
}
