using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>What stands for a stored resource that can no longer be read: its type, id and version, and a mark.</summary>
public static class Damage
{
    /// <summary>Extension on a resource that stands for one that cannot be read.</summary>
    public const string Url = CodeSystems.Base + "StructureDefinition/damaged";

    /// <summary>What is where the name of a patient would whose record cannot be read.</summary>
    public static readonly BilingualText PatientWords = new("患者资料已损坏", "patient record damaged");

    /// <summary>True for a stand-in.</summary>
    public static bool IsDamaged(Resource resource) =>
        resource is DomainResource domain && domain.GetExtension(Url) is not null
        || resource.Meta?.Tag.Any(tag => tag.System == Url) == true;

    /// <param name="version">0 where that cannot be read either.</param>
    internal static Resource InPlaceOf(string type, string id, long version, DateTimeOffset? updated)
    {
        var made = ModelInfo.GetTypeForFhirType(type) is { } known ? Activator.CreateInstance(known) : null;
        var resource = made as Resource ?? new Basic();
        resource.Id = id;
        resource.Meta = new Meta
        {
            VersionId = version > 0 ? version.ToString(CultureInfo.InvariantCulture) : null,
            LastUpdated = updated,
            Tag = [new Coding(Url, "damaged", "Damaged: cannot be read back")],
        };
        (resource as DomainResource)?.AddExtension(Url, new FhirBoolean(true));
        return resource;
    }
}
