using System.Collections;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// What is contained is named, each by a name of its own, and a reference <c>#name</c> leads to it (FHIR R4
/// references.html#contained). The parser asks none of this.
/// </summary>
internal static class ContainedRules
{
    private const int Most = 50;

    /// <summary>Whether a text may hold anything that these rules are about; most do not.</summary>
    public static bool Concern(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf("contained"u8) >= 0 || utf8.IndexOf("\"#"u8) >= 0 || utf8.IndexOf("'#"u8) >= 0;

    /// <summary>What is wrong in a resource and in those inside it; each is a container of its own.</summary>
    public static IReadOnlyList<TextIssue> Faults(Resource resource)
    {
        var faults = new List<TextIssue>();
        Resource(resource, resource.TypeName, null, faults);
        return faults;
    }

    /// <param name="names">Of the container that a contained resource stands in; null for any other.</param>
    private static void Resource(Resource resource, string path, HashSet<string>? names, List<TextIssue> faults)
    {
        if (names is null)
        {
            names = new(StringComparer.Ordinal);
            var contained = (resource as DomainResource)?.Contained ?? [];
            for (var i = 0; i < contained.Count; i++)
                if (contained[i].Id is not { Length: > 0 } id)
                    faults.Add(
                        new($"{path}.contained[{i}]", "A contained resource needs an id, by which it is referred to.")
                    );
                else if (!names.Add(id))
                    faults.Add(
                        new($"{path}.contained[{i}].id", "Two contained resources have the same id: give each its own.")
                    );
        }
        Element(resource, path, names, faults);
    }

    private static void Element(Base value, string path, HashSet<string> names, List<TextIssue> faults)
    {
        if (faults.Count >= Most)
            return;
        if (value is ResourceReference { Reference: ['#', _, ..] local } && !names.Contains(local[1..]))
            faults.Add(new($"{path}.reference", "The reference leads to no contained resource of this id."));
        foreach (var (name, child) in value.EnumerateElements())
            if (child is Base one)
                Child(one, $"{path}.{name}", name, names, faults);
            else if (child is IEnumerable many and not string)
            {
                var i = 0;
                foreach (var item in many.OfType<Base>())
                    Child(item, $"{path}.{name}[{i++}]", name, names, faults);
            }
    }

    private static void Child(Base child, string path, string name, HashSet<string> names, List<TextIssue> faults)
    {
        if (child is Resource resource)
            Resource(resource, path, name == "contained" ? names : null, faults);
        else if (child is not PrimitiveType)
            Element(child, path, names, faults);
    }
}
