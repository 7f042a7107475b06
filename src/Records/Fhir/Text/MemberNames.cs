namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The names that the open objects of a JSON text have had so far. A name that comes twice, or more names than any FHIR
/// element has, is told at once: each would cost the parser memory for a fault of its own.
/// </summary>
internal sealed class MemberNames
{
    // The largest resource has some 60 elements, each with a twin for its extensions.
    private const int MaxMembers = 500;

    private readonly List<HashSet<ulong>> _open = [];

    /// <summary>An object begins at this depth.</summary>
    public void Open(int depth)
    {
        while (_open.Count <= depth)
            _open.Add([]);
        _open[depth].Clear();
    }

    /// <summary>Notes a name of the object at this depth.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public string? Add(int depth, ReadOnlySpan<byte> name)
    {
        var names = _open[depth];
        if (!names.Add(Hash(name)))
            return "The member occurs twice in its object: keep one of the two.";
        return names.Count > MaxMembers
            ? $"The object has more than {MaxMembers} members: no FHIR element has so many."
            : null;
    }

    /// <summary>FNV-1a with 64 bits (Fowler, Noll, Vo). Who makes two names collide only has the own text rejected.</summary>
    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in name)
            hash = (hash ^ letter) * 1099511628211UL;
        return hash;
    }
}
