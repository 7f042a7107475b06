using System.Buffers;
using System.Collections.Frozen;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Validation;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The forms of R4 (datatypes.html) where the SDK judges otherwise: it rejects leap seconds, addresses whose scheme is one letter,
/// fragments of URNs, and takes times without seconds and addresses with spaces. Also the rule ext-1.
/// </summary>
internal static class Literals
{
    private enum Kind
    {
        Time,
        Address,
    }

    private static readonly FrozenDictionary<Type, Kind> Kinds = new Dictionary<Type, Kind>
    {
        [typeof(FhirDateTime)] = Kind.Time,
        [typeof(Instant)] = Kind.Time,
        [typeof(Time)] = Kind.Time,
        [typeof(FhirUri)] = Kind.Address,
        [typeof(FhirUrl)] = Kind.Address,
        [typeof(Canonical)] = Kind.Address,
        [typeof(Oid)] = Kind.Address,
        [typeof(Uuid)] = Kind.Address,
    }.ToFrozenDictionary();

    private static readonly SearchValues<char> Blanks = SearchValues.Create([
        .. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsWhiteSpace),
    ]);

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
        // hh:mm:60 at the end of a time that is alone or behind a date.
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
        if (!Kinds.TryGetValue(primitive.GetType(), out var kind))
            return found;
        if (kind == Kind.Address && text.AsSpan().ContainsAny(Blanks))
            return found.Count > 0 ? found : [Fault("An address has no spaces in FHIR: write %20.", context)];
        if (found.Count == 0)
        {
            return kind == Kind.Time && LacksSeconds(text)
                ? [Fault("A time has seconds in FHIR: write hh:mm:ss.", context)]
                : found;
        }

        var usual = kind switch
        {
            Kind.Time => WithoutLeap(text),
            Kind.Address when text is [var scheme, ':', ..] && char.IsAsciiLetter(scheme) => "x" + text,
            // A fragment of a URN (RFC 8141, 2.3.3), and an authority that is empty (RFC 3986, 3.2).
            Kind.Address when primitive is not (Oid or Uuid) && text.StartsWith("urn:", StringComparison.Ordinal) =>
                text.Split('#', 2)[0],
            Kind.Address when text.Contains(":////", StringComparison.Ordinal) => text.Replace(":////", "://"),
            _ => null,
        };
        return usual is not null && IsRight(primitive, usual, mapping, context) ? [] : found;
    }

    /// <summary><c>hh:mm</c> with nothing or no colon after it, alone or behind a date.</summary>
    private static bool LacksSeconds(string time)
    {
        var clock = time.AsSpan(time.IndexOf('T') + 1);
        return clock is [_, _, ':', _, _] or [_, _, ':', _, _, not ':', ..];
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
}
