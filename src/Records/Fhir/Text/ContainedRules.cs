using System.Collections;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// What is contained is named, each by a name of its own, and a reference <c>#name</c> leads to it (FHIR R4
/// references.html#contained). The parser asks none of this.
/// </summary>
internal static class ContainedRules
{
    private const int MaxContained = 50;
    private static readonly HashSet<string> None = [];

    /// <summary>Whether a text may hold anything that these rules are about; most do not.</summary>
    public static bool Concern(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf("contained"u8) >= 0 || utf8.IndexOf("\"#"u8) >= 0 || utf8.IndexOf("'#"u8) >= 0;

    /// <summary>What is wrong in a resource and in those inside it; each is a container of its own.</summary>
    public static IReadOnlyList<TextIssue> Faults(Resource resource) => new Walk(resource).Faults;

    /// <summary>A way through a resource that knows where it is; the place is put into words only for a fault.</summary>
    private sealed class Walk
    {
        private readonly string _root;
        private readonly List<(string Name, int Index)> _way = [];
        private readonly List<TextIssue> _faults = [];

        public Walk(Resource resource)
        {
            _root = resource.TypeName;
            Resource(resource, null);
        }

        public IReadOnlyList<TextIssue> Faults => _faults;

        /// <param name="names">Of the container that a contained resource is in; null for any other.</param>
        private void Resource(Resource resource, HashSet<string>? names)
        {
            names ??= Names(resource);
            Element(resource, names);
        }

        private HashSet<string> Names(Resource container)
        {
            if (container is not DomainResource { Contained: { Count: > 0 } contained })
                return None;
            var names = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < contained.Count; i++)
            {
                if (contained[i].Id is not { Length: > 0 } id)
                    Add($"contained[{i}]", "A contained resource needs an id, by which it is referred to.");
                else if (!names.Add(id))
                    Add($"contained[{i}].id", "Two contained resources have the same id: give each its own.");
            }

            return names;
        }

        private void Element(Base value, HashSet<string> names)
        {
            if (_faults.Count >= MaxContained)
                return;
            if (value is ResourceReference { Reference: ['#', _, ..] local } && !names.Contains(local[1..]))
                Add("reference", "The reference leads to no contained resource of this id.");
            foreach (var (name, child) in value.EnumerateElements())
            {
                if (child is Base one)
                {
                    Child(one, name, -1, names);
                }
                else if (child is IEnumerable many and not string)
                {
                    var i = 0;
                    foreach (var item in many)
                    {
                        if (item is Base element)
                            Child(element, name, i++, names);
                    }
                }
            }
        }

        private void Child(Base child, string name, int index, HashSet<string> names)
        {
            if (Elements.IsBare(child))
                return;
            _way.Add((name, index));
            if (child is Resource resource)
                Resource(resource, name == "contained" ? names : null);
            else
                Element(child, names);
            _way.RemoveAt(_way.Count - 1);
        }

        private void Add(string end, string says)
        {
            var steps = _way.Select(step => step.Index < 0 ? $".{step.Name}" : $".{step.Name}[{step.Index}]");
            _faults.Add(new($"{_root}{string.Concat(steps)}.{end}", says));
        }
    }
}
