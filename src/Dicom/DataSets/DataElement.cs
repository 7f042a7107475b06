namespace Xinglin.Dicom.DataSets;

/// <summary>One data element: a tag, its representation and its value.</summary>
public sealed class DataElement
{
    internal DataElement(Tag tag, VR vr, ReadOnlyMemory<byte> bytes, long offset = -1)
    {
        Tag = tag;
        VR = vr;
        Bytes = bytes;
        Offset = offset;
    }

    internal DataElement(Tag tag, IReadOnlyList<DataSet> items, long offset = -1)
        : this(tag, VR.SQ, default(ReadOnlyMemory<byte>), offset) => Items = items;

    internal DataElement(Tag tag, VR vr, IReadOnlyList<ReadOnlyMemory<byte>> fragments, long offset = -1)
        : this(tag, vr, default(ReadOnlyMemory<byte>), offset) => Fragments = fragments;

    public Tag Tag { get; }
    public VR VR { get; }

    /// <summary>
    /// The value in little-endian order, without an item's or fragment's bytes; empty for an empty value.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The items of a sequence (PS3.5 section 7.5); null for anything else.</summary>
    public IReadOnlyList<DataSet>? Items { get; }

    /// <summary>
    /// Compressed Pixel Data: the basic offset table, then the fragments (PS3.5 A.4); null for anything else.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Fragments { get; }

    /// <summary>Where the element began in the file it was read from, in bytes; −1 for one made by a program.</summary>
    public long Offset { get; }

    /// <summary>The tag and representation, never the value: it may be a patient's.</summary>
    public override string ToString() => $"{Tag} {VR}";
}
