using System.Text.Json;

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
            ? $"The object has more than {MaxMembers} members: no FHIR element has that many."
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

/// <summary>
/// Nulls in lists of elements, found while a text is looked through: a parser would name the end of the list instead. A list of plain
/// values may hold them, where <c>_name</c> has an extension for one.
/// </summary>
internal sealed class ListNulls
{
    private const string Said =
        "A list of elements holds null, which FHIR does not allow: remove it, or send the element.";

    private readonly Stack<Level> _open = new();
    private bool _holdsElements;
    private bool _mayHoldNulls;

    /// <summary>Where the null of the list that just ended is; null where it has none, or may have it.</summary>
    public (long At, string Said)? Next(in Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _mayHoldNulls = reader.ValueSpan is [(byte)'_', ..];
                _holdsElements =
                    reader.ValueSpan.SequenceEqual("entry"u8) || reader.ValueSpan.SequenceEqual("contained"u8);
                return null;
            case JsonTokenType.StartObject:
                if (_open.TryPeek(out var list))
                    list.HoldsElements = true;
                _open.Push(new Level { MayHoldNulls = true });
                return null;
            case JsonTokenType.StartArray:
                _open.Push(new Level { MayHoldNulls = _mayHoldNulls, HoldsElements = _holdsElements });
                return null;
            case JsonTokenType.Null:
                if (_open.TryPeek(out var around) && around.Null < 0)
                    around.Null = reader.TokenStartIndex;
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                return _open.TryPop(out var ended) && ended is { Null: >= 0, HoldsElements: true, MayHoldNulls: false }
                    ? (ended.Null, Said)
                    : null;
            default:
                return null;
        }
    }

    private sealed class Level
    {
        public bool MayHoldNulls { get; init; }
        public bool HoldsElements { get; set; }
        public long Null { get; set; } = -1;
    }
}
