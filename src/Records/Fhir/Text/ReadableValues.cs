using System.Buffers.Text;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// Values that are not of their element's type: base64 that is none, a code that is not of its list. The reader that trusts the store takes
/// them as they are, and whoever asks for one later would fail.
/// </summary>
public static partial class ReadableValues
{
    /// <summary>The bytes of an element, or null where there are none or what is there is no base64.</summary>
    public static byte[]? BytesOf(Base64Binary? element) => IsReadable(element) ? element?.Value : null;

    /// <summary>False when there is something that is no base64.</summary>
    public static bool IsReadable(Base64Binary? element) =>
        element?.JsonValue is not { } value || (value is string text ? Base64.IsValid(text) : value is byte[]);

    /// <summary>False of a resource that holds a time, truth value, number or code that is none, or of a Binary without base64.</summary>
    internal static bool Are(Resource resource)
    {
        if (resource is Binary binary && !IsReadable(binary.DataElement))
            return false;
        var all = true;
        Elements.Each(resource, value => all = all && (value is not PrimitiveType one || IsReadable(one)));
        return all;
    }

    private static bool IsReadable(PrimitiveType value)
    {
        if (value.JsonValue is null)
            return true;
        // A leap second, and a day beyond the ends of the calendar here, are right as FHIR writes them.
        if (value is Date or FhirDateTime or Time && value.JsonValue is string time && Moment().IsMatch(time))
            return true;
        if (value is Instant && value.JsonValue is string text && Literals.WithoutLeap(text) is not null)
            return true;
        return value switch
        {
            FhirBoolean or Integer or UnsignedInt or PositiveInt or FhirDecimal => value.HasValidValue(),
            Instant or FhirDateTime or Date or Time => value.HasValidValue(),
            // A code of a fixed list, Code<T>; any other is a text.
            ICoded => value.HasValidValue(),
            _ => true,
        };
    }

    [GeneratedRegex(
        @"^([0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?|[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Moment();
}
