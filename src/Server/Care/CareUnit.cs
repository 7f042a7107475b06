using Hl7.Fhir.Model;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Care;

/// <summary>What a unit is, of those that the program tells apart.</summary>
public enum CareUnitKind
{
    Department,
    Ward,
    Bed,
    Other,
}

/// <summary>A place or body that cares for patients: a department (Organization), a ward or a bed (Location).</summary>
/// <param name="Reference"><c>Organization/cardiology</c>, <c>Location/ward-3</c>.</param>
/// <param name="Above">References of what it is part of, one step up; a reference that leads nowhere stands as it is written.</param>
/// <param name="SentBy">Account of the person who uploaded or sent it by a session.</param>
public sealed record CareUnit(
    string Reference,
    BilingualText Name,
    CareUnitKind Kind,
    IReadOnlyList<string> Above,
    bool IsActive,
    string? SentBy = null
)
{
    public const string OrganizationTypes = "http://terminology.hl7.org/CodeSystem/organization-type";
    public const string PhysicalTypes = "http://terminology.hl7.org/CodeSystem/location-physical-type";

    public static CareUnit Of(Organization organization) =>
        new(
            $"Organization/{organization.Id}",
            NameOf(organization.Name, organization.Alias, organization.Id!),
            Has(organization.Type, OrganizationTypes, "dept") ? CareUnitKind.Department : CareUnitKind.Other,
            Known(organization.PartOf),
            organization.Active != false,
            CareStructure.SenderOf(organization)
        );

    public static CareUnit Of(Location location) =>
        new(
            $"Location/{location.Id}",
            NameOf(location.Name, location.Alias, location.Id!),
            location.PhysicalType is not { } type ? CareUnitKind.Other
                : Has([type], PhysicalTypes, "wa") ? CareUnitKind.Ward
                : Has([type], PhysicalTypes, "bd") ? CareUnitKind.Bed
                : CareUnitKind.Other,
            [.. Known(location.PartOf), .. Known(location.ManagingOrganization)],
            location.Status is not Location.LocationStatus.Inactive,
            CareStructure.SenderOf(location)
        );

    /// <summary>What stands for a reference that leads nowhere.</summary>
    public static CareUnit Dangling(string reference) =>
        new(reference, BilingualText.Same(reference), CareUnitKind.Other, [], IsActive: true);

    // The name in Chinese; an alias in Latin letters is the name in English.
    private static BilingualText NameOf(string? name, IEnumerable<string?> aliases, string id)
    {
        var first = string.IsNullOrWhiteSpace(name) ? id : name;
        var latin = aliases.FirstOrDefault(alias => !string.IsNullOrWhiteSpace(alias) && alias.All(char.IsAscii));
        return new(first, latin ?? first);
    }

    private static bool Has(IEnumerable<CodeableConcept> concepts, string system, string code) =>
        concepts.Any(concept => concept.Coding.Any(coding => coding.System == system && coding.Code == code));

    private static string[] Known(ResourceReference? reference) =>
        CareReferences.Of(reference) is { } known ? [known] : [];
}
