using System.Globalization;

namespace Xinglin.Dicom.DataSets;

/// <summary>The tag of a data element: group and element number (PS3.5 section 7.1).</summary>
public readonly record struct Tag(ushort Group, ushort Element) : IComparable<Tag>
{
    /// <summary>True for elements of a manufacturer: an odd group number (PS3.5 section 7.8).</summary>
    public bool IsPrivate => (Group & 1) == 1;

    public int CompareTo(Tag other) =>
        (((uint)Group << 16) | Element).CompareTo(((uint)other.Group << 16) | other.Element);

    /// <summary>The tag as the standard writes it, with its keyword where there is one: <c>(0028,0010) Rows</c>.</summary>
    public override string ToString()
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");
        return TagDictionary.Find(this) is { } entry ? $"{numbers} {entry.Keyword}" : numbers;
    }
}
