using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Care;

/// <summary>Somebody's work in a unit, as a PractitionerRole says it.</summary>
/// <param name="Practitioner">The id.</param>
/// <param name="Until">When it ends; null for no end.</param>
/// <param name="SentBy">Account of the person who uploaded or sent it by a session.</param>
public sealed record UnitMember(
    string RoleId,
    string Practitioner,
    string Unit,
    DateTimeOffset? Until,
    string? SentBy = null
);

/// <summary>The units of the hospital and who works in which; read as a whole.</summary>
public sealed class CareStructure
{
    private const int Page = 1000;
    private readonly Dictionary<string, CareUnit> _units;
    private readonly HashSet<string> _senders;
    private readonly Dictionary<string, IReadOnlySet<string>> _above = new(StringComparer.Ordinal);

    private CareStructure(Dictionary<string, CareUnit> units, IReadOnlyList<UnitMember> members)
    {
        _units = units;
        _senders = units.Values.Select(unit => unit.SentBy).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Members = members;
    }

    public IReadOnlyCollection<CareUnit> Units => _units.Values;
    public IReadOnlyList<UnitMember> Members { get; }

    public CareUnit Unit(string reference) => _units.GetValueOrDefault(reference) ?? CareUnit.Dangling(reference);

    public bool Knows(string reference) => _units.ContainsKey(reference);

    /// <summary>The units that practitioners work in at a moment.</summary>
    /// <param name="notSentBy">An account whose own uploads do not count.</param>
    public IReadOnlySet<string> WorkedInBy(
        IReadOnlySet<string> practitioners,
        DateTimeOffset now,
        string? notSentBy = null
    ) =>
        Members
            .Where(member =>
                practitioners.Contains(member.Practitioner)
                && (member.Until is null || member.Until > now)
                && (member.SentBy is null || member.SentBy != notSentBy)
            )
            .Select(member => member.Unit)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>A unit and all that it is part of, however the parts refer to each other: a circle ends where it began.</summary>
    /// <param name="notSentBy">An account whose own uploads do not say what a unit is part of.</param>
    public IReadOnlySet<string> WithAbove(string reference, string? notSentBy = null)
    {
        lock (_above)
        {
            // What a person sent is rare: only then does the answer depend on who asks.
            if (notSentBy is not null && !_senders.Contains(notSentBy))
                notSentBy = null;
            var key = notSentBy is null ? reference : $"{reference} {notSentBy}";
            if (_above.TryGetValue(key, out var known))
                return known;
            var all = new HashSet<string>(StringComparer.Ordinal);
            var next = new Stack<string>([reference]);
            while (next.TryPop(out var one))
            {
                if (!all.Add(one) || !_units.TryGetValue(one, out var unit))
                    continue;
                if (unit.SentBy is not null && unit.SentBy == notSentBy)
                    continue;
                foreach (var above in unit.Above)
                    next.Push(above);
            }
            return _above[key] = all;
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
                yield return new(role.Id!, practitioner, unit, CareReferences.EndOf(role.Period), SenderOf(role));
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

    /// <summary>The account of the person who uploaded this version or sent it by a session; null for everybody else.</summary>
    internal static string? SenderOf(Resource resource) =>
        resource.Authorship() is { Kind: OriginKind.Sender } by ? by.Actor : null;

    internal static T? Whole<T>(FhirStore store, T resource)
        where T : Resource => Damage.IsDamaged(resource) ? store.LastWhole<T>(resource.Id!) : resource;
}
