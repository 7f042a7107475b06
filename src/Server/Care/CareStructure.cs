using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Care;

/// <summary>Somebody's work in a unit, as a PractitionerRole says it.</summary>
/// <param name="Practitioner">The id.</param>
/// <param name="Until">When it ends; null for no end.</param>
public sealed record UnitMember(string RoleId, string Practitioner, string Unit, DateTimeOffset? Until);

/// <summary>The units of the hospital and who works in which; read as a whole.</summary>
public sealed class CareStructure
{
    private const int Page = 1000;
    private readonly Dictionary<string, CareUnit> _units;
    private readonly Dictionary<string, IReadOnlySet<string>> _above = new(StringComparer.Ordinal);

    private CareStructure(Dictionary<string, CareUnit> units, IReadOnlyList<UnitMember> members)
    {
        _units = units;
        Members = members;
    }

    public IReadOnlyCollection<CareUnit> Units => _units.Values;
    public IReadOnlyList<UnitMember> Members { get; }

    public CareUnit Unit(string reference) => _units.GetValueOrDefault(reference) ?? CareUnit.Dangling(reference);

    public bool Knows(string reference) => _units.ContainsKey(reference);

    /// <summary>The units that practitioners work in at a moment.</summary>
    public IReadOnlySet<string> WorkedInBy(IReadOnlySet<string> practitioners, DateTimeOffset now) =>
        Members
            .Where(member =>
                practitioners.Contains(member.Practitioner) && (member.Until is null || member.Until > now)
            )
            .Select(member => member.Unit)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>A unit and all that it is part of, however the parts refer to each other: a circle ends where it began.</summary>
    public IReadOnlySet<string> WithAbove(string reference)
    {
        lock (_above)
        {
            if (_above.TryGetValue(reference, out var known))
                return known;
            var all = new HashSet<string>(StringComparer.Ordinal);
            var next = new Stack<string>([reference]);
            while (next.TryPop(out var one))
            {
                if (!all.Add(one) || !_units.TryGetValue(one, out var unit))
                    continue;
                foreach (var above in unit.Above)
                    next.Push(above);
            }
            return _above[reference] = all;
        }
    }

    public static CareStructure Load(FhirStore store)
    {
        var units = new Dictionary<string, CareUnit>(StringComparer.Ordinal);
        foreach (var organization in All<Organization>(store))
            units[$"Organization/{organization.Id}"] = CareUnit.Of(organization);
        foreach (var location in All<Location>(store))
            units[$"Location/{location.Id}"] = CareUnit.Of(location);
        return new(units, [.. All<PractitionerRole>(store).SelectMany(MembersOf)]);
    }

    private static IEnumerable<UnitMember> MembersOf(PractitionerRole role)
    {
        if (role.Active == false || CareReferences.IdOf(role.Practitioner, "Practitioner") is not { } practitioner)
            yield break;
        foreach (var reference in role.Location.Prepend(role.Organization))
        {
            if (CareReferences.Of(reference) is { } unit && CareReferences.IsUnit(unit))
                yield return new(role.Id!, practitioner, unit, CareReferences.EndOf(role.Period));
        }
    }

    /// <summary>All of a type; of what is damaged, what it said when it could still be read.</summary>
    internal static IEnumerable<T> All<T>(FhirStore store, params KeyValuePair<string, string>[] conditions)
        where T : Resource
    {
        var type = ModelInfo.GetFhirTypeNameForType(typeof(T))!;
        for (var offset = 0; ; offset += Page)
        {
            var found = store.Search(new SearchRequest(type, conditions, Page, offset, "_id")).Resources;
            foreach (var resource in found.OfType<T>())
            {
                if (Whole(store, resource) is { } whole)
                    yield return whole;
            }
            if (found.Count < Page)
                yield break;
        }
    }

    internal static T? Whole<T>(FhirStore store, T resource)
        where T : Resource => Damage.IsDamaged(resource) ? store.LastWhole<T>(resource.Id!) : resource;
}
