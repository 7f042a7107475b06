using Hl7.Fhir.Model;
using Xinglin.Server.Care;

namespace Xinglin.Server.Tests.Care;

/// <summary>Two departments with a ward and a bed each, who works in them, and visits.</summary>
internal static class CareExamples
{
    public static IEnumerable<Resource> Hospital()
    {
        yield return new Organization { Id = "hospital", Name = "杏林医院" };
        foreach (
            var (id, zh, en) in new[]
            {
                ("cardiology", "心内科", "Cardiology"),
                ("respiratory", "呼吸科", "Respiratory medicine"),
            }
        )
        {
            var letter = id[0];
            yield return new Organization
            {
                Id = id,
                Name = zh,
                Alias = [en],
                Type = [new(CareUnit.OrganizationTypes, "dept")],
                PartOf = new("Organization/hospital"),
            };
            yield return Place($"ward-{letter}", "wa", managing: $"Organization/{id}");
            yield return Place($"bed-{letter}1", "bd", partOf: $"Location/ward-{letter}");
        }
        yield return new Practitioner { Id = "dr-lin", Name = [new HumanName { Text = "林文" }] };
        yield return new Practitioner { Id = "dr-he", Name = [new HumanName { Text = "何平" }] };
        yield return Role("role-lin", "dr-lin", "Organization/cardiology");
        yield return Role("role-he", "dr-he", "Organization/respiratory");
    }

    public static Location Place(string id, string type, string? managing = null, string? partOf = null) =>
        new()
        {
            Id = id,
            Name = id,
            PhysicalType = new CodeableConcept(CareUnit.PhysicalTypes, type),
            ManagingOrganization = managing is null ? null : new(managing),
            PartOf = partOf is null ? null : new(partOf),
        };

    public static PractitionerRole Role(string id, string practitioner, string unit, bool active = true)
    {
        var role = new PractitionerRole
        {
            Id = id,
            Active = active,
            Practitioner = new($"Practitioner/{practitioner}"),
        };
        if (unit.StartsWith("Location/", StringComparison.Ordinal))
            role.Location = [new(unit)];
        else
            role.Organization = new(unit);
        return role;
    }

    public static Encounter Visit(
        string id,
        string patient,
        string? place,
        Encounter.EncounterStatus status = Encounter.EncounterStatus.InProgress,
        string? end = null
    ) =>
        new()
        {
            Id = id,
            Status = status,
            Class = new("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP"),
            Subject = new($"Patient/{patient}"),
            Period = new Period { Start = "2026-05-01", End = end },
            Location = place is null
                ? []
                : [new() { Location = new(place), Status = Encounter.EncounterLocationStatus.Active }],
        };

    public static Observation Pressure(string id, string patient) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = new($"Patient/{patient}"),
            Code = new("http://loinc.org", "8480-6"),
            Value = new Quantity(150, "mm[Hg]"),
        };
}
