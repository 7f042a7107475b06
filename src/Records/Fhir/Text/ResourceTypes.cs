using System.Collections.Frozen;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>The resource types of FHIR R4 that can be stored. Names are exact: letters count in their case, abstract types do not.</summary>
public static class ResourceTypes
{
    private static readonly FrozenSet<string> Concrete = ModelInfo
        .SupportedResources.Where(type => type is not ("Resource" or "DomainResource"))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for <c>Patient</c>, false for <c>patient</c> and <c>Resource</c>.</summary>
    public static bool IsKnown(string name) => Concrete.Contains(name);
}
