using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>Resources that somebody took back: their status, or that of their verification, says that they were entered in error.</summary>
public static class EnteredInError
{
    private const string Code = "entered-in-error";

    public static bool Says(Resource? resource) =>
        resource is not null && (Is(resource, "status") || Is(resource, "verificationStatus"));

    private static bool Is(Resource resource, string element) =>
        resource.TryGetValue(element, out var value)
        && value switch
        {
            PrimitiveType code => code.JsonValue as string == Code,
            CodeableConcept concept => concept.Coding.Any(coding => coding.Code == Code),
            _ => false,
        };
}
