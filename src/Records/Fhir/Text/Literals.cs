using System.Text.RegularExpressions;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Validation;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The forms of R4 (datatypes.html) where the SDK judges otherwise: it refuses leap seconds and addresses whose scheme is one
/// letter, and takes times without seconds and addresses with spaces. Also the rule ext-1.
/// </summary>
internal static partial class Literals
{
    /// <summary>Of faults that are found here; their words quote nothing.</summary>
    public const string Code = "R4";

    /// <summary>The faults of an object by R4, from those that the SDK found.</summary>
    public static IReadOnlyCollection<CodedValidationException> Judged(
        Base instance,
        ClassMapping mapping,
        PocoValidationContext context,
        IReadOnlyCollection<CodedValidationException> found
    ) =>
        instance switch
        {
            Extension extension when OfExtension(extension) is { } said => [.. found, Fault(said, context)],
            PrimitiveType { JsonValue: string text } primitive => Judged(primitive, text, mapping, context, found),
            _ => found,
        };

    /// <summary>The time with 59 for a leap second, as calendars without leap seconds can read it; null for any other.</summary>
    public static string? WithoutLeap(string? time)
    {
        var at = time?.IndexOf(":60", StringComparison.Ordinal) ?? -1;
        // hh:mm:60 at the end of a time that stands alone or behind a date.
        return at is 5 or 16 ? string.Concat(time.AsSpan(0, at), ":59", time.AsSpan(at + 3)) : null;
    }

    private static IReadOnlyCollection<CodedValidationException> Judged(
        PrimitiveType primitive,
        string text,
        ClassMapping mapping,
        PocoValidationContext context,
        IReadOnlyCollection<CodedValidationException> found
    )
    {
        switch (primitive)
        {
            case FhirDateTime or Instant or Time when found.Count > 0:
                return WithoutLeap(text) is { } usual && IsRight(primitive, usual, mapping, context) ? [] : found;
            case FhirDateTime or Time when NoSeconds().IsMatch(text):
                return [.. found, Fault("A time has seconds in FHIR: write hh:mm:ss.", context)];
            case FhirUri or FhirUrl or Canonical or Oid or Uuid when text.Any(char.IsWhiteSpace):
                return found.Count > 0 ? found : [Fault("An address has no spaces in FHIR: write %20.", context)];
            case FhirUri or FhirUrl or Canonical when found.Count > 0:
                return
                    text is [var scheme, ':', ..]
                    && char.IsAsciiLetter(scheme)
                    && IsRight(primitive, "x" + text, mapping, context)
                    ? []
                    : found;
            default:
                return found;
        }
    }

    private static bool IsRight(
        PrimitiveType primitive,
        string text,
        ClassMapping mapping,
        PocoValidationContext context
    )
    {
        var other = (PrimitiveType)primitive.DeepCopy();
        other.JsonValue = text;
        return FhirAttributeValidator.Default.ValidateObject(other, mapping, context).Count == 0;
    }

    private static string? OfExtension(Extension extension) =>
        (extension.Value is not null, extension.HasExtensions()) switch
        {
            (true, true) => "FHIR's rule ext-1: an extension has either a value or extensions of its own, not both.",
            (false, false) => "FHIR's rule ext-1: an extension has a value or extensions of its own.",
            _ => null,
        };

    private static CodedValidationException Fault(string said, PocoValidationContext context) =>
        new(
            Code,
            said,
            said,
            context.PathProducer(),
            context.LineNumber,
            context.LinePosition,
            OperationOutcome.IssueSeverity.Error,
            OperationOutcome.IssueType.Invalid,
            context.MemberName
        );

    [GeneratedRegex(@"(^|T)[0-9]{2}:[0-9]{2}(?!:)")]
    private static partial Regex NoSeconds();
}
