using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Care;

/// <summary>
/// Making and changing departments, wards and beds, and who works in them, at the pages. All of it are resources with their history:
/// a unit that is closed and a membership that has ended stay. Thread-safe.
/// </summary>
public sealed class CareDirectory(FhirStore store, CareRecords records, TimeProvider clock)
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 80;

    private const string OpenVisits = "arrived,triaged,in-progress,onleave";

    /// <summary>Makes a unit; its reference.</summary>
    /// <param name="actor">Id of the account that does it.</param>
    /// <param name="above">What it is part of; null for a department that stands alone.</param>
    /// <exception cref="AccountRejectedException">A name or the place is none.</exception>
    public async Task<string> AddAsync(string actor, CareUnitKind kind, string? zh, string? en, string? above)
    {
        var (name, alias) = Names(zh, en);
        if (above is not null && !records.Structure.Knows(above))
            throw NoSuchUnit();
        if (above is null && kind is not CareUnitKind.Department)
        {
            throw new AccountRejectedException(
                new BilingualText("请选择它属于哪个科室或病区。", "Choose the department or ward that it is part of.")
            );
        }
        Resource made = kind switch
        {
            CareUnitKind.Department => new Organization
            {
                Active = true,
                Type = [new(CareUnit.OrganizationTypes, "dept", "Hospital Department")],
                PartOf = Reference(above),
            },
            CareUnitKind.Ward => Place("wa", "Ward", above!),
            CareUnitKind.Bed => Place("bd", "Bed", above!),
            _ => throw NoSuchUnit(),
        };
        made.Id = Guid.NewGuid().ToString("n");
        SetName(made, name, alias);
        await StoreAsync(actor, made);
        return $"{made.TypeName}/{made.Id}";
    }

    /// <exception cref="AccountRejectedException">There is no such unit, or the name is none.</exception>
    public Task RenameAsync(string actor, string unit, string? zh, string? en)
    {
        var (name, alias) = Names(zh, en);
        var resource = Required(unit);
        SetName(resource, name, alias);
        return StoreAsync(actor, resource);
    }

    /// <summary>Closes a unit: nobody works in it any more.</summary>
    /// <exception cref="AccountRejectedException">There is no such unit, a patient lies there, or a unit below it is open.</exception>
    public async Task CloseAsync(string actor, string unit)
    {
        var resource = Required(unit);
        if (records.Structure.Units.Any(one => one.IsActive && one.Above.Contains(unit)))
        {
            throw new AccountRejectedException(
                new BilingualText("请先关闭其下的病区或床位。", "Close the wards or beds below it first.")
            );
        }
        if (PatientsIn(unit) > 0)
        {
            throw new AccountRejectedException(
                new BilingualText("仍有患者在此，请先转出。", "Patients are still there: move them first.")
            );
        }
        foreach (var member in records.Structure.Members.Where(one => one.Unit == unit).ToList())
            await EndAsync(actor, member);
        if (resource is Organization organization)
            organization.Active = false;
        else if (resource is Location location)
            location.Status = Location.LocationStatus.Inactive;
        await StoreAsync(actor, resource);
    }

    /// <summary>How many open visits name a unit itself.</summary>
    public int PatientsIn(string unit) =>
        store
            .Search(
                new SearchRequest(
                    "Encounter",
                    [
                        new("status", OpenVisits),
                        new(
                            unit.StartsWith("Location/", StringComparison.Ordinal) ? "location" : "service-provider",
                            unit
                        ),
                    ],
                    Count: 0
                )
            )
            .Total;

    /// <summary>The Practitioner that an account is, made when there is none yet; the id.</summary>
    /// <exception cref="AccountRejectedException">There is no Practitioner with the id that was given.</exception>
    public async Task<string> PractitionerAsync(string actor, KnownAccount account, string? given)
    {
        if ((given ?? account.PractitionerId) is { Length: > 0 } known)
        {
            return store.Read<Practitioner>(known) is not null
                ? known
                : throw new AccountRejectedException(
                    new BilingualText(
                        $"没有编号为 {known} 的 Practitioner。",
                        $"There is no Practitioner with the id {known}."
                    )
                );
        }
        var made = new Practitioner
        {
            Id = Guid.NewGuid().ToString("n"),
            Active = true,
            Name = [new HumanName { Text = account.NameZh.Length > 0 ? account.NameZh : account.UserName }],
        };
        if (account.NameEn.Length > 0 && account.NameEn != account.NameZh)
            made.Name.Add(new HumanName { Text = account.NameEn });
        await StoreAsync(actor, made);
        return made.Id;
    }

    /// <summary>Says in which units a practitioner works, in place of those of before.</summary>
    /// <exception cref="AccountRejectedException">A unit is none.</exception>
    public async Task SetUnitsAsync(string actor, string practitioner, IReadOnlyCollection<string> units)
    {
        if (units.Any(unit => !records.Structure.Knows(unit)))
            throw NoSuchUnit();
        var now = clock.GetUtcNow();
        var before = records
            .Structure.Members.Where(one => one.Practitioner == practitioner && (one.Until is null || one.Until > now))
            .ToList();
        foreach (var member in before.Where(one => !units.Contains(one.Unit)))
            await EndAsync(actor, member);
        foreach (var unit in units.Except(before.Select(one => one.Unit)))
        {
            var role = new PractitionerRole
            {
                Id = Guid.NewGuid().ToString("n"),
                Active = true,
                Practitioner = new($"Practitioner/{practitioner}"),
                Period = new Period { StartElement = new FhirDateTime(now) },
            };
            if (unit.StartsWith("Location/", StringComparison.Ordinal))
                role.Location = [new(unit)];
            else
                role.Organization = new(unit);
            await StoreAsync(actor, role);
        }
    }

    /// <summary>Ends a membership: of a role with several places, that place.</summary>
    private async Task EndAsync(string actor, UnitMember member)
    {
        if (store.Read<PractitionerRole>(member.RoleId) is not { } role)
            return;
        role.Location.RemoveAll(place => CareReferences.Of(place) == member.Unit);
        if (CareReferences.Of(role.Organization) == member.Unit)
            role.Organization = null;
        if (role.Organization is null && role.Location.Count == 0)
        {
            role.Active = false;
            role.Period ??= new Period();
            role.Period.EndElement = new FhirDateTime(clock.GetUtcNow());
            if (member.Unit.StartsWith("Location/", StringComparison.Ordinal))
                role.Location = [new(member.Unit)];
            else
                role.Organization = new(member.Unit);
        }
        await StoreAsync(actor, role);
    }

    private static Location Place(string code, string display, string above)
    {
        var location = new Location
        {
            Status = Location.LocationStatus.Active,
            Mode = Location.LocationMode.Instance,
            PhysicalType = new CodeableConcept(CareUnit.PhysicalTypes, code, display),
        };
        if (above.StartsWith("Organization/", StringComparison.Ordinal))
            location.ManagingOrganization = new(above);
        else
            location.PartOf = new(above);
        return location;
    }

    private static ResourceReference? Reference(string? unit) => unit is null ? null : new(unit);

    private static void SetName(Resource resource, string name, string? alias)
    {
        if (resource is Organization organization)
            (organization.Name, organization.AliasElement) = (name, alias is null ? [] : [new FhirString(alias)]);
        else if (resource is Location location)
            (location.Name, location.AliasElement) = (name, alias is null ? [] : [new FhirString(alias)]);
    }

    private Resource Required(string unit)
    {
        var (type, id) = References.Split(unit);
        return type is "Organization" or "Location" && store.Read(type, id) is { } found && !Damage.IsDamaged(found)
            ? found
            : throw NoSuchUnit();
    }

    private static AccountRejectedException NoSuchUnit() =>
        new(new BilingualText("没有此科室、病区或床位。", "There is no such department, ward or bed."));

    private static (string Name, string? Alias) Names(string? zh, string? en)
    {
        var (first, second) = (zh?.Trim() ?? "", en?.Trim() ?? "");
        if (first.Length == 0)
            first = second;
        if (first.Length == 0 || IsNone(first) || IsNone(second))
        {
            throw new AccountRejectedException(
                new BilingualText($"名称须为 1 至 {LongestName} 个字符。", $"A name has 1 to {LongestName} characters.")
            );
        }
        return (first, second.Length == 0 || second == first ? null : second);

        static bool IsNone(string name) => name.Length > LongestName || name.Any(char.IsControl);
    }

    // What another system keeps stays that system's: as the product's own it could never update it again.
    private Task StoreAsync(string actor, Resource resource)
    {
        var isOurs = resource.Meta?.VersionId is null || store.IsMadeHere(resource.TypeName, resource.Id!);
        return store.CommitAsync(
            isOurs ? Origin.Person(actor) : Origin.Program(actor),
            [new Write(resource, resource.Meta?.VersionId)]
        );
    }
}
