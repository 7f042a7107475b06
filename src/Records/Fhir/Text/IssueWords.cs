using System.Text.RegularExpressions;
using Hl7.Fhir.Validation;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// What the parser says of a fault, without what the sender wrote: its messages quote values, and a value may be a patient's
/// name or two megabytes long. Names of elements stay.
/// </summary>
internal static partial class IssueWords
{
    private const string Hidden = "…";

    /// <summary>Faults whose message quotes only names of elements and types.</summary>
    private static readonly HashSet<string> QuoteNames =
    [
        CodedValidationException.UNKNOWN_ELEMENT_CODE,
        CodedValidationException.UNKNOWN_RESOURCE_TYPE_CODE,
        CodedValidationException.WRONG_CASED_ELEMENT_CODE,
        CodedValidationException.WRONG_CASED_RESOURCE_TYPE_CODE,
        CodedValidationException.CHOICE_TYPE_NOT_ALLOWED_CODE,
        CodedValidationException.MANDATORY_ELEMENT_MUST_BE_PRESENT_CODE,
        CodedValidationException.INCORRECT_CARDINALITY_MIN_CODE,
        CodedValidationException.INCORRECT_CARDINALITY_MAX_CODE,
    ];

    /// <summary>The message in words that may be shown and logged.</summary>
    /// <param name="code">The parser's code of the fault.</param>
    /// <param name="said">Its message.</param>
    public static string Of(string code, string said)
    {
        if (code == Literals.Code)
            return said;
        if (code is CodedValidationException.NARRATIVE_XML_IS_MALFORMED_CODE)
            return "The narrative is not well-formed XML.";
        if (code is CodedValidationException.NARRATIVE_XML_IS_INVALID_CODE)
            return "The narrative is not the XHTML that FHIR allows: one <div> of http://www.w3.org/1999/xhtml with basic formatting, links and images only.";
        if (CodeOfValueSet().Match(said) is { Success: true } coded)
            return $"The value is not a correct code for valueset '{coded.Groups[1].Value}'{ValueHints.OfCode(coded.Groups[1].Value, said)}.";
        if (Literal().Match(said) is { Success: true } literal)
            return $"The value is {literal.Groups[2].Value}{ValueHints.OfLiteral(literal.Groups[3].Value + literal.Groups[4].Value, literal.Groups[1].Value)}.";
        var quotes = said.AsSpan().Count('\'');
        var namesOnly = QuoteNames.Contains(code) || code.StartsWith("JSON", StringComparison.Ordinal);
        if ((quotes == 2 && namesOnly) || (quotes == 4 && (IsOrder(said) || (namesOnly && IsCasing(said)))))
            return Quoted().Replace(said, quoted => $"'{Name(quoted.Groups[1].Value)}'");
        // What is quoted may hold quotation marks itself: all between the first and the last is the sender's.
        return Outermost().Replace(said, $"'{Hidden}'");
    }

    /// <summary>A path whose steps are names, as elements have them.</summary>
    public static string Path(string path) =>
        string.Join('.', path.Split('.').Select(step => Step().IsMatch(step) ? step : Hidden));

    private static string Name(string name) =>
        name.Length <= 200 && name.Split('.').All(Step().IsMatch) ? name : Hidden;

    private static bool IsCasing(string said) => said.Contains("' has incorrect casing, expected '");

    private static bool IsOrder(string said) =>
        said.StartsWith("Element '", StringComparison.Ordinal) && said.Contains("not in the correct order");

    [GeneratedRegex(@"^_?[A-Za-z$][A-Za-z0-9]{0,39}(\[\d+\])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    [GeneratedRegex(@"^Value '.*' is not a correct code for valueset '([A-Za-z0-9]+)'\.?$", RegexOptions.Singleline)]
    private static partial Regex CodeOfValueSet();

    [GeneratedRegex(
        @"^\w+ (.*) is (not a correct literal for an? (\w+)|not the right type of literal for an? (\w+))\.?$",
        RegexOptions.Singleline
    )]
    private static partial Regex Literal();

    [GeneratedRegex("'([^']*)'", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex("'.*'", RegexOptions.Singleline)]
    private static partial Regex Outermost();
}
