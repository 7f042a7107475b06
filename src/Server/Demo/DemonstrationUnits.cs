using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Care;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Demo;

/// <summary>
/// The two departments of the demonstration: Lin, Chen and Nurse Wu in cardiology, Lin and He in respiratory medicine. Most patients are in
/// no unit's care; some lie in the one, and the last two in the other, so that break-glass can be seen.
/// </summary>
internal static class DemonstrationUnits
{
    private const string Cardiology = "Organization/demo-cardiology";
    private const string Respiratory = "Organization/demo-respiratory";
    private const string CardiologyWard = "Location/demo-ward-3";

    private static readonly (string User, BilingualText Name, string Unit)[] People =
    [
        ("lin", new("林医生", "Dr. Lin"), Cardiology),
        ("chen", new("陈主治医师", "Dr. Chen"), Cardiology),
        ("wu", new("吴护士", "Nurse Wu"), CardiologyWard),
        ("he", new("何医生", "Dr. He"), Respiratory),
    ];

    /// <summary>Makes what is not there yet, and says who of the accounts works where.</summary>
    public static async Task PrepareAsync(IServiceProvider services)
    {
        var store = services.GetRequiredService<FhirStore>();
        if (store.Read<Organization>("demo-cardiology") is null)
        {
            await store.CommitAsync(
                Origin.Command("demo"),
                [
                    .. Units()
                        .Concat(Lying(store, services.GetRequiredService<TimeProvider>().GetUtcNow()))
                        .Select(resource => new Write(Labels.MarkSynthetic(resource))),
                ]
            );
        }
        var links = services.GetRequiredService<PractitionerLinks>();
        foreach (var (user, _, _) in People)
            await links.LinkAsync(user, $"demo-{user}", AuditActor.Command("demo"));
    }

    private static IEnumerable<Resource> Units()
    {
        yield return Department("demo-cardiology", new("心内科", "Cardiology"));
        yield return Department("demo-respiratory", new("呼吸内科", "Respiratory medicine"));
        yield return Place("demo-ward-3", new("心内科三病区", "Ward 3"), "wa", Cardiology);
        yield return Place("demo-ward-5", new("呼吸内科五病区", "Ward 5"), "wa", Respiratory);
        foreach (var (ward, bed) in new[] { (3, 1), (3, 2), (3, 3), (5, 1), (5, 2) })
        {
            yield return Place(
                $"demo-bed-{ward}-{bed}",
                new($"{ward}0{bed} 床", $"Bed {ward}0{bed}"),
                "bd",
                $"Location/demo-ward-{ward}"
            );
        }
        foreach (var (user, name, unit) in People)
        {
            yield return new Practitioner
            {
                Id = $"demo-{user}",
                Active = true,
                Name = [new HumanName { Text = name.Zh }, new HumanName { Text = name.En }],
            };
            var role = new PractitionerRole
            {
                Id = $"demo-role-{user}",
                Active = true,
                Practitioner = new($"Practitioner/demo-{user}"),
            };
            if (unit == CardiologyWard)
                role.Location = [new(unit)];
            else
                role.Organization = new(unit);
            yield return role;
        }
        // Lin covers for both departments; Chen and Nurse Wu break the glass to see the other.
        yield return new PractitionerRole
        {
            Id = "demo-role-lin-respiratory",
            Active = true,
            Practitioner = new("Practitioner/demo-lin"),
            Organization = new(Respiratory),
        };
    }

    // The patients are drawn in order: the last ones have no story of their own.
    private static IEnumerable<Resource> Lying(FhirStore store, DateTimeOffset now)
    {
        var patients = store
            .Search(new SearchRequest("Patient", [], 100, Sort: "_id"))
            .Resources.Where(patient => !Damage.IsDamaged(patient))
            .Select(patient => patient.Id!)
            .ToList();
        var own = patients.Take(3).Select((id, i) => (id, Bed: $"demo-bed-3-{i + 1}", Cardiology, Doctor: "demo-lin"));
        var others = patients
            .TakeLast(2)
            .Select((id, i) => (id, Bed: $"demo-bed-5-{i + 1}", Respiratory, Doctor: "demo-he"));
        foreach (var (id, bed, department, doctor) in own.Concat(others))
        {
            yield return new Encounter
            {
                Id = $"{id}-stay",
                Status = Encounter.EncounterStatus.InProgress,
                Class = new("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP", "inpatient encounter"),
                Subject = new($"Patient/{id}"),
                Period = new Period { StartElement = new FhirDateTime(now.AddDays(-2)) },
                ServiceProvider = new(department),
                Participant = [new() { Individual = new($"Practitioner/{doctor}") }],
                Location =
                [
                    new() { Location = new($"Location/{bed}"), Status = Encounter.EncounterLocationStatus.Active },
                ],
            };
        }
    }

    private static Organization Department(string id, BilingualText name) =>
        new()
        {
            Id = id,
            Active = true,
            Name = name.Zh,
            Alias = [name.En],
            Type = [new(CareUnit.OrganizationTypes, "dept", "Hospital Department")],
        };

    private static Location Place(string id, BilingualText name, string type, string above)
    {
        var place = new Location
        {
            Id = id,
            Status = Location.LocationStatus.Active,
            Name = name.Zh,
            Alias = [name.En],
            PhysicalType = new CodeableConcept(CareUnit.PhysicalTypes, type),
        };
        if (above.StartsWith("Organization/", StringComparison.Ordinal))
            place.ManagingOrganization = new(above);
        else
            place.PartOf = new(above);
        return place;
    }
}
