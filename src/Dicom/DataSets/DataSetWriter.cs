using System.Buffers.Binary;

namespace Xinglin.Dicom.DataSets;

/// <summary>
/// Writes data elements (PS3.5 section 7). Sequences and items are written with undefined length and delimiters, so that
/// nothing has to be measured first; group lengths, which are retired, are left out.
/// </summary>
internal sealed class DataSetWriter(Stream stream, TransferSyntax syntax)
{
    private const uint Undefined = 0xFFFFFFFF;

    public void Write(DataSet dataSet)
    {
        foreach (var element in dataSet)
        {
            if (element.Tag.Element != 0)
                Write(element);
        }
    }

    private void Write(DataElement element)
    {
        if (element.Items is { } items)
        {
            Head(element.Tag, VR.SQ, Undefined);
            foreach (var item in items)
            {
                Delimiter(0xE000, Undefined);
                Write(item);
                Delimiter(0xE00D, 0);
            }
            Delimiter(0xE0DD, 0);
            return;
        }
        if (element.Fragments is { } fragments)
        {
            if (!syntax.Encapsulated)
                throw new InvalidOperationException("Compressed pixels need an encapsulated transfer syntax.");
            Head(element.Tag, VR.OB, Undefined);
            foreach (var fragment in fragments)
            {
                Delimiter(0xE000, (uint)(fragment.Length + (fragment.Length & 1)));
                Padded(fragment, 0);
            }
            Delimiter(0xE0DD, 0);
            return;
        }
        // A value too long for its representation's 16-bit length is written as UN (PS3.5 section 6.2.2).
        var length = element.Bytes.Length + (element.Bytes.Length & 1);
        var vr = syntax.ExplicitVr && !element.VR.HasLongLength() && length > 0xFFFE ? VR.UN : element.VR;
        Head(element.Tag, vr, (uint)length);
        var value = syntax.BigEndian && vr != VR.UN ? ByteOrder.Swap(element.Bytes, vr, element.Tag) : element.Bytes;
        Padded(value, element.VR.Padding());
    }

    private void Padded(ReadOnlyMemory<byte> value, byte padding)
    {
        stream.Write(value.Span);
        if ((value.Length & 1) == 1)
            stream.WriteByte(padding);
    }

    private void Head(Tag tag, VR vr, uint length)
    {
        UInt16(tag.Group);
        UInt16(tag.Element);
        if (!syntax.ExplicitVr)
        {
            UInt32(length);
            return;
        }
        var letters = vr.ToString();
        stream.WriteByte((byte)letters[0]);
        stream.WriteByte((byte)letters[1]);
        if (vr.HasLongLength())
        {
            UInt16(0);
            UInt32(length);
        }
        else
        {
            UInt16((ushort)length);
        }
    }

    private void Delimiter(ushort element, uint length)
    {
        UInt16(0xFFFE);
        UInt16(element);
        UInt32(length);
    }

    private void UInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        if (syntax.BigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (syntax.BigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
