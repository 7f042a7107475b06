using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Xinglin.Dicom.DataSets;

/// <remarks>Writing values. Set the Specific Character Set before any text that is not ASCII.</remarks>
public sealed partial class DataSet
{
    /// <summary>Sets an element without a value: present, but unknown (type 2, PS3.5 section 7.4.3).</summary>
    public DataSet SetEmpty(Tag tag, VR vr)
    {
        Put(vr == VR.SQ ? new DataElement(tag, []) : new DataElement(tag, vr, default(ReadOnlyMemory<byte>)));
        return this;
    }

    /// <summary>Sets texts.</summary>
    /// <exception cref="ArgumentException">
    /// The representation holds no text, a value is too long for it, or the character set lacks a character.
    /// </exception>
    public DataSet Set(Tag tag, VR vr, params ReadOnlySpan<string> values)
    {
        if (!vr.IsText())
            throw new ArgumentException($"{tag} is {vr}, which holds no text.", nameof(vr));
        if (values.Length > 1 && !vr.IsMultiValued())
            throw new ArgumentException($"{tag} is {vr}, which holds one value.", nameof(values));
        foreach (var value in values)
        {
            if (value.Split(vr == VR.PN ? '=' : '\0').Any(part => part.Length > vr.MostCharacters()))
            {
                throw new ArgumentException(
                    $"{tag} is {vr}: at most {vr.MostCharacters()} characters.",
                    nameof(values)
                );
            }
        }
        if (tag == Tags.SpecificCharacterSet && HasWideText(this))
            throw new InvalidOperationException("Set the character set before any text that is not ASCII.");
        var text = string.Join('\\', values!);
        var bytes =
            vr.UsesCharacterSet() ? CharacterSet.Encode(text)
            : Ascii.IsValid(text) ? Encoding.ASCII.GetBytes(text)
            : null;
        Put(
            new DataElement(
                tag,
                vr,
                bytes
                    ?? throw new ArgumentException(
                        $"{tag} has a character that the character set lacks: set (0008,0005) to ISO_IR 192 first.",
                        nameof(values)
                    )
            )
        );
        return this;
    }

    /// <summary>Sets numbers.</summary>
    /// <exception cref="ArgumentException">The representation holds no numbers, or a number does not fit it.</exception>
    public DataSet Set(Tag tag, VR vr, params ReadOnlySpan<double> values)
    {
        if (vr is VR.DS or VR.IS)
        {
            var texts = new string[values.Length];
            for (var i = 0; i < texts.Length; i++)
                texts[i] = vr == VR.IS ? Whole(tag, values[i]) : Decimal(values[i]);
            return Set(tag, vr, texts);
        }
        if (!IsNumeric(vr))
            throw new ArgumentException($"{tag} is {vr}, which holds no numbers.", nameof(vr));
        var width = vr.WordSize();
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            var at = bytes.AsSpan(i * width);
            try
            {
                Put(at, vr, values[i]);
            }
            catch (OverflowException)
            {
                throw new ArgumentException($"{tag} is {vr}, which cannot hold this number.", nameof(values));
            }
        }
        Put(new DataElement(tag, vr, bytes));
        return this;
    }

    /// <summary>Sets bytes, in little-endian order.</summary>
    public DataSet Set(Tag tag, VR vr, ReadOnlyMemory<byte> bytes)
    {
        Put(new DataElement(tag, vr, bytes));
        return this;
    }

    /// <summary>Sets a sequence. Give the outer data set its character set before filling the items.</summary>
    public DataSet Set(Tag tag, params IReadOnlyList<DataSet> items)
    {
        Put(new DataElement(tag, items));
        return this;
    }

    /// <summary>Sets compressed pixels: the basic offset table first, then the fragments.</summary>
    public DataSet SetFragments(Tag tag, IReadOnlyList<ReadOnlyMemory<byte>> fragments)
    {
        Put(new DataElement(tag, VR.OB, fragments));
        return this;
    }

    private static bool HasWideText(DataSet dataSet) =>
        dataSet.Any(e =>
            e.VR.UsesCharacterSet() && !Ascii.IsValid(e.Bytes.Span) || (e.Items?.Any(HasWideText) ?? false)
        );

    private static void Put(Span<byte> at, VR vr, double value)
    {
        checked
        {
            switch (vr)
            {
                case VR.US:
                    BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)value);
                    break;
                case VR.SS:
                    BinaryPrimitives.WriteInt16LittleEndian(at, (short)value);
                    break;
                case VR.UL:
                    BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)value);
                    break;
                case VR.SL:
                    BinaryPrimitives.WriteInt32LittleEndian(at, (int)value);
                    break;
                case VR.UV:
                    BinaryPrimitives.WriteUInt64LittleEndian(at, (ulong)value);
                    break;
                case VR.SV:
                    BinaryPrimitives.WriteInt64LittleEndian(at, (long)value);
                    break;
                case VR.FL or VR.OF:
                    BinaryPrimitives.WriteSingleLittleEndian(at, (float)value);
                    break;
                default:
                    BinaryPrimitives.WriteDoubleLittleEndian(at, value);
                    break;
            }
        }
    }

    private static string Whole(Tag tag, double value) =>
        Math.Floor(value) == value && Math.Abs(value) <= int.MaxValue
            ? value.ToString("F0", CultureInfo.InvariantCulture)
            : throw new ArgumentException($"{tag} is IS, which holds whole numbers of 32 bits.", nameof(value));

    /// <summary>A decimal string has at most 16 characters (PS3.5 table 6.2-1).</summary>
    private static string Decimal(double value)
    {
        for (var digits = 15; digits > 1; digits--)
        {
            var text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
            if (text.Length <= 16)
                return text;
        }
        return value.ToString("G1", CultureInfo.InvariantCulture);
    }
}
