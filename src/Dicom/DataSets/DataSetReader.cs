using System.Buffers.Binary;

namespace Xinglin.Dicom.DataSets;

/// <summary>
/// Reads data elements from bytes in memory (PS3.5 section 7). Nothing is guessed: what does not follow the standard
/// throws with its byte offset. Values are slices of the input, not copies, except where bytes had to be swapped.
/// </summary>
/// <param name="bytes">The file, or the inflated data set.</param>
/// <param name="syntax">Its transfer syntax.</param>
/// <param name="position">Where to begin.</param>
internal sealed class DataSetReader(ReadOnlyMemory<byte> bytes, TransferSyntax syntax, int position)
{
    private const int DeepestNesting = 64;

    /// <summary>
    /// The most elements, items and fragments of one data set: each of eight bytes costs two hundred in memory. An enhanced
    /// object of 10,000 frames has some 300,000.
    /// </summary>
    public const int MostNodes = 400_000;

    private const uint Undefined = 0xFFFFFFFF;
    private static readonly Tag Item = new(0xFFFE, 0xE000);
    private static readonly Tag ItemEnd = new(0xFFFE, 0xE00D);
    private static readonly Tag SequenceEnd = new(0xFFFE, 0xE0DD);

    private static readonly VR?[] Representations = LetterTable();

    private int _position = position;
    private TransferSyntax _syntax = syntax;
    private int _nodes;
    private Tag? _reached;

    /// <summary>Where the value of the outermost Pixel Data begins and how long it says it is; null until it is reached.</summary>
    public (int At, uint Length)? PixelData { get; private set; }

    /// <summary>Where the next element begins.</summary>
    public int Position => _position;

    /// <summary>Reads elements into a data set up to the end of the bytes.</summary>
    public void ReadAll(DataSet into) => ReadElements(into, bytes.Length, undefinedLength: false, depth: 0, null);

    /// <summary>Reads elements while their group is the given one: the file meta information.</summary>
    public void ReadGroup(DataSet into, ushort group) => ReadElements(into, bytes.Length, false, 0, group);

    private void ReadElements(DataSet into, int end, bool undefinedLength, int depth, ushort? onlyGroup)
    {
        while (_position < end)
        {
            var start = _position;
            if (depth == 0 && OnlyZeroesLeft(end))
                return;
            Need(8, end, "an element's tag and length");
            var tag = ReadTag();
            if (onlyGroup is { } group && tag.Group != group)
            {
                _position = start;
                return;
            }
            if (tag == ItemEnd && undefinedLength)
            {
                _position += 4;
                return;
            }
            if (tag.Group == Item.Group)
                throw Malformed("An item or its end is where a data element should", start);
            if (into.Contains(tag))
            {
                _reached = tag;
                throw Malformed($"{tag} occurs twice in one data set", start);
            }
            into.Put(ReadElement(tag, into, start, end, depth));
        }
        if (undefinedLength)
            throw Truncated("the end of an item of undefined length", end);
    }

    private DataElement ReadElement(Tag tag, DataSet around, int start, int end, int depth)
    {
        Count();
        _reached = tag;
        var vr = _syntax.ExplicitVr ? ReadRepresentation(tag) : ImplicitRepresentation(tag, around);
        var length = ReadLength(vr, end);
        if (tag == Tags.PixelData && depth == 0)
            PixelData = (_position, length);
        if (length == Undefined)
        {
            if (tag == Tags.PixelData && _syntax.Encapsulated)
                return new DataElement(tag, vr, ReadFragments(end), start);
            if (vr is not (VR.SQ or VR.UN))
                throw Malformed($"{tag} ({vr}) has an undefined length, which only sequences may have", start);
            // UN of undefined length is a sequence in implicit little endian (PS3.5 section 6.2.2).
            return new DataElement(tag, ReadItems(end, true, depth, asImplicit: vr == VR.UN), start);
        }
        if (length > end - _position)
            throw Truncated($"the value of {tag} ({length} bytes)", start);
        if (vr == VR.SQ)
            return new DataElement(tag, ReadItems(_position + (int)length, false, depth, false), start);
        var value = bytes.Slice(_position, (int)length);
        _position += (int)length;
        if (
            vr == VR.UN
            && _syntax.ExplicitVr
            && TagDictionary.Find(tag) is { Vr: { } known and not VR.SQ and not VR.UN }
        )
        {
            return new DataElement(tag, known, value, start); // UN is little endian in every syntax
        }

        return new DataElement(tag, vr, _syntax.BigEndian ? ByteOrder.Swap(value, vr, tag) : value, start);
    }

    private List<DataSet> ReadItems(int end, bool undefinedLength, int depth, bool asImplicit)
    {
        if (depth >= DeepestNesting)
        {
            throw new DicomFormatException(
                DicomFaults.NestedTooDeep,
                $"Sequences stand in each other more than {DeepestNesting} deep",
                _position,
                "Export the object again; no DICOM object needs such nesting.",
                _reached
            );
        }
        var outer = _syntax;
        if (asImplicit)
            _syntax = TransferSyntax.ImplicitLittleEndian;
        var items = new List<DataSet>();
        while (undefinedLength || _position < end)
        {
            var start = _position;
            Need(8, end, "an item's tag and length");
            var tag = ReadTag();
            var length = ReadUInt32();
            if (tag == SequenceEnd && undefinedLength)
                break;
            if (tag != Item)
                throw Malformed($"{tag} is where an item should", start);
            if (length != Undefined && length > end - _position)
                throw Truncated($"an item of {length} bytes", start);
            Count();
            var item = new DataSet();
            var itemEnd = length == Undefined ? end : _position + (int)length;
            ReadElements(item, itemEnd, length == Undefined, depth + 1, null);
            items.Add(item);
        }
        _syntax = outer;
        return items;
    }

    private List<ReadOnlyMemory<byte>> ReadFragments(int end)
    {
        var fragments = new List<ReadOnlyMemory<byte>>();
        while (true)
        {
            var start = _position;
            Need(8, end, "a pixel fragment's tag and length");
            var tag = ReadTag();
            var length = ReadUInt32();
            if (tag == SequenceEnd)
                return fragments;
            if (tag != Item)
                throw Malformed($"{tag} is where a pixel fragment should", start);
            if (length > end - _position)
                throw Truncated($"a pixel fragment of {length} bytes", start);
            Count();
            fragments.Add(bytes.Slice(_position, (int)length));
            _position += (int)length;
        }
    }

    private void Count()
    {
        if (++_nodes > MostNodes)
        {
            throw new DicomFormatException(
                DicomFaults.TooLarge,
                $"The data set has more than {MostNodes} elements, items and fragments",
                _position,
                "Send the frames as several objects.",
                _reached
            );
        }
    }

    private VR ReadRepresentation(Tag tag)
    {
        var letters = bytes.Span.Slice(_position, 2);
        var vr =
            Representations[((letters[0] & 0x7F) << 7) | (letters[1] & 0x7F)]
            ?? throw Malformed($"The value representation of {tag} is none of DICOM's", _position);
        _position += 2;
        return vr;
    }

    private static VR ImplicitRepresentation(Tag tag, DataSet around)
    {
        if (TagDictionary.Find(tag) is not { } entry)
            return tag.IsPrivate && tag.Element is >= 0x10 and <= 0xFF ? VR.LO : VR.UN;
        if (entry.Vr is { } vr)
            return vr;
        if (entry.Variable == "ox")
            return VR.OW; // PS3.5 A.1
        var signed =
            around.Find(Tags.PixelRepresentation) is { VR: VR.US, Bytes.Length: 2 } sign && sign.Bytes.Span[0] == 1;
        return signed ? VR.SS : VR.US;
    }

    private uint ReadLength(VR vr, int end)
    {
        if (!_syntax.ExplicitVr)
            return ReadUInt32();
        if (!vr.HasLongLength())
            return ReadUInt16();
        _position += 2;
        Need(4, end, "an element's length");
        return ReadUInt32();
    }

    private bool OnlyZeroesLeft(int end) =>
        end - _position < 4096 && bytes.Span[_position..end].IndexOfAnyExcept((byte)0) < 0;

    private Tag ReadTag() => new(ReadUInt16(), ReadUInt16());

    private ushort ReadUInt16()
    {
        var at = bytes.Span[_position..];
        _position += 2;
        return _syntax.BigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(at)
            : BinaryPrimitives.ReadUInt16LittleEndian(at);
    }

    private uint ReadUInt32()
    {
        var at = bytes.Span[_position..];
        _position += 4;
        return _syntax.BigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(at)
            : BinaryPrimitives.ReadUInt32LittleEndian(at);
    }

    private void Need(int count, int end, string what)
    {
        if (end - _position < count)
            throw Truncated(what, _position);
    }

    private static VR?[] LetterTable()
    {
        var table = new VR?[1 << 14];
        foreach (var vr in Enum.GetValues<VR>())
        {
            var letters = vr.ToString();
            table[(letters[0] << 7) | letters[1]] = vr;
        }
        return table;
    }

    private DicomFormatException Truncated(string what, long offset) =>
        new(
            DicomFaults.Truncated,
            $"The file ends before {what}",
            offset,
            "It was cut off on its way: export or send the object again.",
            _reached
        );

    private DicomFormatException Malformed(string reason, long offset) =>
        new(
            DicomFaults.MalformedStructure,
            reason,
            offset,
            "The file is damaged or not written to the standard: export the object again.",
            _reached
        );
}
