using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace Xinglin.Records.Fhir.Text;

/// <summary>Changes to elements between text and resource.</summary>
internal static partial class Rewriting
{
    private const string NotANumber =
        "The value is not written as FHIR writes a number of its type: without zeroes before it and, where it is a whole number, without an exponent.";

    /// <summary>
    /// Puts the literals next to the decimals that stood at their places, and back into texts that lost the white space around them.
    /// </summary>
    /// <param name="texts">How many texts were put back.</param>
    /// <returns>The places of decimals whose number cannot be kept.</returns>
    public static IReadOnlyList<TextIssue> KeepLiterals(Base read, IReadOnlyList<NumberAt> numbers, out int texts)
    {
        var lost = new List<TextIssue>();
        var restored = 0;
        var wanted = new Dictionary<(long, long), string>();
        foreach (var number in numbers)
            wanted[(number.Line, number.End)] = number.Literal;
        EachPrimitive(
            read,
            primitive =>
            {
                if (Place(primitive) is not { } at || !wanted.TryGetValue(at, out var literal))
                    return;
                if (primitive is FhirString or Markdown && primitive.JsonValue is string text && text != literal)
                {
                    if (text != literal.Trim())
                        return;
                    primitive.JsonValue = literal;
                    restored++;
                    return;
                }
                if (Form(primitive) is not { } form)
                    return;
                var place = $"line {at.Line}, column {at.End}";
                if (!form.IsMatch(literal))
                {
                    lost.Add(new(place, NotANumber));
                }
                else if (primitive is not FhirDecimal number)
                {
                    return;
                }
                else if (NumberLiterals.Nearest(literal) is not { } nearest)
                {
                    lost.Add(
                        new(
                            place,
                            "The number is too large or too small to be kept; it is not rounded to zero. Correct it."
                        )
                    );
                }
                else if (!NumberLiterals.IsPlain(Encoding.ASCII.GetBytes(literal)))
                {
                    // The parser leaves a number that it cannot read as the text that it is.
                    if (number.JsonValue is string)
                        number.Value = nearest;
                    NumberLiterals.Keep(number, literal);
                }
            }
        );
        texts = restored;
        return lost;
    }

    /// <summary>Whether R4 writes a decimal so, whatever its size.</summary>
    public static bool IsDecimal(string text) => DecimalForm().IsMatch(text);

    /// <summary>
    /// The same with characters in place of the entities of HTML that narratives of an older store may hold: XML does not know them.
    /// </summary>
    public static Base WithCharacters(Base value)
    {
        if (!Narratives(value).Any(narrative => NarrativeRules.HasEntities(narrative.Div ?? "")))
            return value;
        var copy = value.DeepCopy();
        foreach (var narrative in Narratives(copy))
        {
            if (narrative.Div is { } div)
                narrative.Div = NarrativeRules.WithCharacters(div);
        }

        return copy;
    }

    /// <summary>The same with its numbers as they were written, for a writer that knows only values.</summary>
    public static Base WithLiterals(Base value)
    {
        var found = false;
        if (NumberLiterals.Any)
            EachPrimitive(value, primitive => found |= NumberLiterals.Of(primitive as FhirDecimal) is not null);
        if (!found)
            return value;
        var copy = value.DeepCopy();
        EachPrimitive(
            copy,
            primitive =>
            {
                if (NumberLiterals.Of(primitive as FhirDecimal) is { } literal)
                    primitive.JsonValue = literal;
            }
        );
        return copy;
    }

    /// <summary>A copy with U+FFFD in place of what XML cannot hold.</summary>
    public static Base WithoutForbidden(Base value)
    {
        var copy = value.DeepCopy();
        EachPrimitive(
            copy,
            primitive =>
            {
                if (primitive.JsonValue is string text)
                    primitive.JsonValue = Characters.Clean(text);
            }
        );
        return copy;
    }

    /// <summary>How R4 writes numbers of this type (datatypes.html); null when it is none.</summary>
    private static Regex? Form(PrimitiveType primitive) =>
        primitive switch
        {
            FhirDecimal => DecimalForm(),
            Integer or PositiveInt or UnsignedInt or Integer64 => IntegerForm(),
            _ => null,
        };

    private static (long Line, long End)? Place(PrimitiveType number) =>
        number.Annotation<JsonSerializationDetails>() is { } json ? (json.LineNumber, json.LinePosition)
        : number.Annotation<XmlSerializationDetails>() is { } xml ? (xml.LineNumber, xml.LinePosition)
        : null;

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$")]
    private static partial Regex DecimalForm();

    [GeneratedRegex(@"^(0|[-+]?[1-9][0-9]*)$")]
    private static partial Regex IntegerForm();

    /// <summary>Where R4 has narratives; most elements need not be looked at.</summary>
    private static IEnumerable<Narrative> Narratives(Base? value) =>
        value switch
        {
            Composition composition => OfDomain(composition).Concat(OfSections(composition.Section)),
            DomainResource resource => OfDomain(resource),
            Bundle bundle => bundle.Entry.SelectMany(entry =>
                Narratives(entry.Resource).Concat(Narratives(entry.Response?.Outcome))
            ),
            Parameters parameters => parameters.Parameter.SelectMany(OfParameter),
            _ => [],
        };

    private static IEnumerable<Narrative> OfDomain(DomainResource resource)
    {
        var within = resource.Contained.SelectMany(Narratives);
        return resource.Text is { } text ? within.Prepend(text) : within;
    }

    private static IEnumerable<Narrative> OfSections(IEnumerable<Composition.SectionComponent> sections) =>
        sections.SelectMany(section =>
            OfSections(section.Section).Concat(section.Text is { } text ? [text] : Enumerable.Empty<Narrative>())
        );

    private static IEnumerable<Narrative> OfParameter(Parameters.ParameterComponent parameter) =>
        Narratives(parameter.Resource).Concat(parameter.Part.SelectMany(OfParameter));

    private static void EachPrimitive(Base value, Action<PrimitiveType> visit) =>
        Elements.Each(
            value,
            element =>
            {
                if (element is PrimitiveType primitive)
                    visit(primitive);
                return true;
            }
        );
}

/// <summary>
/// Writes decimals as they were sent (<see cref="NumberLiterals"/>), with a space before each: that sign, which compact JSON
/// has nowhere else outside of strings, tells a reader of the store that there is one.
/// </summary>
internal sealed class ExactJsonSerializer(ModelInspector inspector) : BaseFhirJsonSerializer(inspector)
{
    /// <summary>What every text with such a number holds.</summary>
    public static ReadOnlySpan<byte> Sign => "\": "u8;

    protected override void SerializePrimitiveValue(PrimitiveType value, Utf8JsonWriter writer)
    {
        if (value is FhirDecimal number && NumberLiterals.Of(number) is { } literal)
            writer.WriteRawValue(" " + literal, skipInputValidation: true);
        // R4 knows no integer64: what the SDK keeps as one (Attachment.size) is an unsignedInt, a number.
        else if (value is Integer64 { Value: { } whole })
            writer.WriteNumberValue(whole);
        else
            base.SerializePrimitiveValue(value, writer);
    }
}

/// <summary>Writes texts with the white space around them, which JSON has too; the SDK leaves it out.</summary>
internal sealed class ExactXmlSerializer(ModelInspector inspector) : BaseFhirXmlSerializer(inspector)
{
    protected override void SerializePrimitiveValue(string elementName, object value, XmlWriter writer)
    {
        if (value is string text)
            writer.WriteAttributeString(elementName, text);
        else
            base.SerializePrimitiveValue(elementName, value, writer);
    }
}
