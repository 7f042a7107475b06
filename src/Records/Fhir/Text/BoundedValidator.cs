using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Validation;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The SDK's validator, until it has found more than anybody fixes at once. Without an end, a text of a million wrong members
/// becomes a million faults in memory before the first is told.
/// </summary>
internal sealed class BoundedValidator : IPocoValidator
{
    public const int MaxFaults = 200;

    // One parse is one thread's, from its beginning to its end.
    [ThreadStatic]
    private static List<CodedValidationException>? _found;

    [ThreadStatic]
    private static bool _isXml;

    private static readonly ClassMapping OfNarrative = ModelInfo.ModelInspector.FindClassMapping(typeof(XHtml))!;

    public static BoundedValidator Instance { get; } = new();

    /// <summary>Begins to count anew: call before each parse.</summary>
    /// <param name="xml">The text is XML, of which the SDK asks less.</param>
    public static void Begin(bool xml)
    {
        (_found ??= []).Clear();
        _isXml = xml;
    }

    public IReadOnlyCollection<CodedValidationException> ValidateProperty(
        string name,
        object? propertyValue,
        PropertyMapping? propertyMapping,
        PocoValidationContext context
    )
    {
        var faults = FhirAttributeValidator.Default.ValidateProperty(name, propertyValue, propertyMapping, context);
        if (_isXml && propertyValue is XHtml div)
            faults = [.. faults, .. FhirAttributeValidator.Default.ValidateObject(div, OfNarrative, context)];
        return Counted(faults);
    }

    public IReadOnlyCollection<CodedValidationException> ValidateObject(
        Base instance,
        ClassMapping classMapping,
        PocoValidationContext context
    ) =>
        Counted(
            // A number that only XML's parser cannot read; the place of its literal is known.
            _isXml && instance is FhirDecimal { JsonValue: string text } && Rewriting.IsDecimal(text)
                ? []
                : Literals.Judged(
                    instance,
                    classMapping,
                    context,
                    FhirAttributeValidator.Default.ValidateObject(instance, classMapping, context)
                )
        );

    private static IReadOnlyCollection<CodedValidationException> Counted(
        IReadOnlyCollection<CodedValidationException> faults
    )
    {
        if (faults.Count == 0)
            return faults;
        _found ??= [];
        _found.AddRange(faults);
        return _found.Count <= MaxFaults ? faults : throw new TooManyFaultsException([.. _found]);
    }
}

/// <summary>The validator gave up; what it had found by then is enough to answer.</summary>
internal sealed class TooManyFaultsException(IReadOnlyList<CodedValidationException> found) : Exception
{
    public IReadOnlyList<CodedValidationException> Found { get; } = found;
}
