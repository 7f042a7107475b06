using System.Diagnostics.CodeAnalysis;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Pages.Persons;

/// <summary>
/// Makes the lines of a page from stored resources, each by itself: one that cannot be made is noted as damaged, and all
/// others are there.
/// </summary>
public sealed class DamageCollector
{
    private readonly SortedSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>References of what could not be shown.</summary>
    public IReadOnlyList<string> Damaged => [.. _damaged];

    /// <summary>Notes something that is known to be damaged.</summary>
    public void Note(IEnumerable<string> references) => _damaged.UnionWith(references);

    /// <summary>The lines of those resources that have one.</summary>
    /// <param name="damaged">What is in the place of one that is damaged; without it, it is only noted.</param>
    public IReadOnlyList<TLine> Of<TResource, TLine>(
        IEnumerable<TResource> resources,
        Func<TResource, TLine> line,
        Func<TResource, TLine>? damaged = null
    )
        where TResource : Resource
    {
        var lines = new List<TLine>();
        foreach (var resource in resources)
        {
            if (Made(resource, line, out var made))
            {
                lines.Add(made);
                continue;
            }
            _damaged.Add($"{resource.TypeName}/{resource.Id}");
            if (damaged is not null && Made(resource, damaged, out var stood, evenIfDamaged: true))
                lines.Add(stood);
        }
        return lines;
    }

    private static bool Made<TResource, TLine>(
        TResource resource,
        Func<TResource, TLine> line,
        [MaybeNullWhen(false)] out TLine made,
        bool evenIfDamaged = false
    )
        where TResource : Resource
    {
        made = default;
        if (!evenIfDamaged && Damage.IsDamaged(resource))
            return false;
        try
        {
            made = line(resource)!;
            return true;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>A whole part of the page; where it cannot be made, the rest is and the part is noted by its name.</summary>
    public T Part<T>(string name, Func<T> part, T otherwise)
    {
        try
        {
            return part();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _damaged.Add(name);
            return otherwise;
        }
    }
}
