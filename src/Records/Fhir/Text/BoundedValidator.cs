using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Validation;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The SDK's validator, until it has found more than anybody mends at once. Without an end, a text of a million wrong members
/// becomes a million faults in memory before the first is told.
/// </summary>
internal sealed class BoundedValidator : IPocoValidator
{
    public const int Most = 200;

    // One parse is one thread's, from its beginning to its end.
    [ThreadStatic]
    private static List<CodedValidationException>? found;

    public static BoundedValidator Instance { get; } = new();

    /// <summary>Begins to count anew: call before each parse.</summary>
    public static void Begin() => (found ??= []).Clear();

    public IReadOnlyCollection<CodedValidationException> ValidateProperty(
        string name,
        object? propertyValue,
        PropertyMapping? propertyMapping,
        PocoValidationContext context
    ) => Counted(FhirAttributeValidator.Default.ValidateProperty(name, propertyValue, propertyMapping, context));

    public IReadOnlyCollection<CodedValidationException> ValidateObject(
        Base instance,
        ClassMapping classMapping,
        PocoValidationContext context
    ) =>
        Counted(
            Literals.Judged(
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
        found ??= [];
        found.AddRange(faults);
        return found.Count <= Most ? faults : throw new TooManyFaultsException([.. found]);
    }
}

/// <summary>The validator gave up; what it had found by then is enough to answer.</summary>
internal sealed class TooManyFaultsException(IReadOnlyList<CodedValidationException> found) : Exception
{
    public IReadOnlyList<CodedValidationException> Found { get; } = found;
}
