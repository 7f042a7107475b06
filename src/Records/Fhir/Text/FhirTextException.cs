using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Hl7.Fhir.Utility;

namespace Xinglin.Records.Fhir.Text;

/// <summary>A text that is not a FHIR resource. Nothing was stored. The issues name places, never contents.</summary>
public sealed partial class FhirTextException : FormatException
{
    /// <summary>More than anybody fixes at once; a text can be wrong in a million places.</summary>
    private const int MostIssues = 50;

    private FhirTextException(string message, bool malformed, IReadOnlyList<TextIssue> issues)
        : base(message)
    {
        IsMalformed = malformed;
        Issues = issues;
    }

    /// <summary>True when the text is no JSON or XML at all; false when it is, but not a valid resource.</summary>
    public bool IsMalformed { get; }

    /// <summary>The faults found, in the order of the text; at least one, at most 50.</summary>
    public IReadOnlyList<TextIssue> Issues { get; }

    /// <summary>The parser stopped because the text goes deeper than it follows, not because it is broken.</summary>
    public static bool IsDepth(JsonException e) =>
        e.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase);

    internal static FhirTextException NotJson(JsonException e)
    {
        if (IsDepth(e))
        {
            var line = $"line {e.LineNumber + 1}";
            var deep = $"The members at {line} are nested too deeply: no FHIR resource needs that.";
            return new(deep, true, [new(line, deep)]);
        }
        var place = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        var said = $"The text is not complete JSON at {place}: check that the file was not cut off or edited by hand.";
        return new(said, true, [new(place, said)]);
    }

    internal static FhirTextException NotXml(XmlException e)
    {
        var place = $"line {e.LineNumber}, column {e.LinePosition}";
        var said =
            $"The text is not well-formed XML at {place}: check that the file was not cut off or edited by hand.";
        return new(said, true, [new(place, said)]);
    }

    internal static FhirTextException HasDocumentType(string place)
    {
        var said =
            $"The document type (<!DOCTYPE>) at {place} is rejected: FHIR has none, and entities are never read. Send the resource without it.";
        return new(said, true, [new(place, said)]);
    }

    internal static FhirTextException TooDeep(IXmlLineInfo at, int most)
    {
        var place = $"line {at.LineNumber}, column {at.LinePosition}";
        var said = $"The elements at {place} are more than {most} levels deep: no FHIR resource needs that.";
        return new(said, true, [new(place, said)]);
    }

    internal static FhirTextException NotUtf8()
    {
        const string Said = "The text is not UTF-8: save it as UTF-8 and send it again.";
        return new(Said, true, [new("the whole text", Said)]);
    }

    /// <summary>Rejected before any parser saw it.</summary>
    internal static FhirTextException Refused(IReadOnlyList<TextIssue> issues) =>
        new($"{issues[0].Place}: {issues[0].Said}", false, issues);

    /// <summary>The parser could make nothing of the text, and gave no reason of its own.</summary>
    internal static FhirTextException Unreadable(string place)
    {
        const string Said =
            "The text cannot be read as FHIR from here on: something is where FHIR has another element, attribute or value.";
        return new($"{place}: {Said}", false, [new(place, Said)]);
    }

    /// <summary>The same fault of an entry that was read in a Bundle of its own.</summary>
    internal FhirTextException InEntry(int number)
    {
        var entry = $"Bundle.entry[{number.ToString(CultureInfo.InvariantCulture)}]";
        // Lines and columns are those of the Bundle that was made for it.
        string There(string text) =>
            LineOfText().Replace(LineBehind().Replace(text, ""), entry).Replace("Bundle.entry[0]", entry);
        return new(
            There(Message),
            IsMalformed,
            [.. Issues.Select(issue => issue with { Place = There(issue.Place), Said = There(issue.Said) })]
        );
    }

    /// <summary>The same fault of a resource that was read without the Bundle around it.</summary>
    internal FhirTextException InResourceOf(int number)
    {
        var resource = $"Bundle.entry[{number.ToString(CultureInfo.InvariantCulture)}].resource";
        string There(string text)
        {
            var place = LineOfText().Replace(LineBehind().Replace(text, ""), resource);
            return Issues
                .Select(issue => issue.Place.Split('.', '[', ' ', ':')[0])
                .Where(ResourceTypes.IsKnown)
                .Distinct()
                .Aggregate(place, (said, type) => Regex.Replace(said, $@"^{type}(?=[.:\[]|$)", resource));
        }
        return new(
            There(Message),
            IsMalformed,
            [
                .. Issues.Select(issue =>
                    issue with
                    {
                        Place = There(issue.Place),
                        Said = LineBehind().Replace(issue.Said, ""),
                    }
                ),
            ]
        );
    }

    [GeneratedRegex(@" \(line \d+, (column|byte) \d+\)")]
    private static partial Regex LineBehind();

    [GeneratedRegex(@"line \d+, (column|byte) \d+|the whole text")]
    private static partial Regex LineOfText();

    internal static FhirTextException Invalid(IEnumerable<CodedException> found, string? type)
    {
        var issues = found.Take(MostIssues).Select(e => TextIssue.From(e, type)).ToList();
        if (issues.Count == 0)
            issues.Add(new("the whole text", "No FHIR resource was found: it must be an object with a resourceType."));
        return new($"{issues[0].Place}: {issues[0].Said}", false, issues);
    }
}

/// <param name="Place">A FHIRPath such as <c>Patient.birthDate</c>, or a line and column.</param>
/// <param name="Said">What is wrong and how to fix it, in English.</param>
public sealed record TextIssue(string Place, string Said)
{
    internal static TextIssue From(CodedException e, string? type)
    {
        if (e is not ExtendedCodedException extended)
            return new("the whole text", IssueWords.Of(e.ErrorCode, e.Message));
        string Named(string text) => type is null ? text : text.Replace("$this", type);
        var path = string.IsNullOrEmpty(extended.InstancePath)
            ? "the whole text"
            : IssueWords.Path(Named(extended.InstancePath));
        var place = extended.LineNumber is { } line ? $"{path} (line {line}, column {extended.Position})" : path;
        return new(place, IssueWords.Of(e.ErrorCode, Named(extended.BaseErrorMessage)));
    }
}
