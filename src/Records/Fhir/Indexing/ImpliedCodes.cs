using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace Xinglin.Records.Fhir.Indexing;

/// <summary>
/// Codes of elements that name no system themselves, because their binding does (FHIR R4 search.html#token): those of type code,
/// and truth values.
/// </summary>
internal static class ImpliedCodes
{
    private const string Truths = "http://terminology.hl7.org/CodeSystem/special-values";

    /// <summary>True when every element that the parameter looks at is of this kind: none lacks a system.</summary>
    public static bool Only(SearchParameter parameter) =>
        parameter.Types.Count > 0
        && parameter.Types.All(type => type == typeof(Code) || IsTruth(type) || Set(type) is not null);

    /// <summary>True when the parameter looks at truth values alone.</summary>
    public static bool OnlyTruths(SearchParameter parameter) =>
        parameter.Types.Count > 0 && parameter.Types.All(IsTruth);

    /// <summary>Whether the code is one of the system, by the binding of an element.</summary>
    public static bool Has(SearchParameter parameter, string system, string code) =>
        parameter.Types.Any(type =>
            IsTruth(type)
                ? system == Truths
                : Set(type) is { } set
                    && EnumUtility.ParseLiteral(code, set) is Enum value
                    && EnumUtility.GetSystem(value) == system
        );

    /// <summary>All codes of the system, by the bindings of the elements; none when no binding is to it.</summary>
    public static IReadOnlyList<string> Of(SearchParameter parameter, string system) =>
        [
            .. parameter
                .Types.SelectMany(type =>
                    IsTruth(type) ? (system == Truths ? ["true", "false"] : [])
                    : Set(type) is { } set
                        ? Enum.GetValues(set)
                            .Cast<Enum>()
                            .Where(value => EnumUtility.GetSystem(value) == system)
                            .Select(value => EnumUtility.GetLiteral(value)!)
                    : []
                )
                .Distinct(),
        ];

    private static bool IsTruth(Type type) => type == typeof(FhirBoolean);

    private static Type? Set(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Code<>) ? type.GenericTypeArguments[0] : null;
}
