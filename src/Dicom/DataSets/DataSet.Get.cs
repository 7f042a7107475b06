using System.Buffers.Binary;
using System.Globalization;

namespace Xinglin.Dicom.DataSets;

/// <remarks>Reading values. Null means absent or empty; a value that cannot be read throws.</remarks>
public sealed partial class DataSet
{
    /// <summary>The first value as text without padding, or null when absent or empty.</summary>
    /// <exception cref="DicomFormatException">The element holds no text or the character set is unknown.</exception>
    public string? GetString(Tag tag) => GetStrings(tag) is [{ Length: > 0 } first, ..] ? first : null;

    /// <summary>All values as text without padding; none when absent or empty.</summary>
    /// <exception cref="DicomFormatException">The element holds no text or the character set is unknown.</exception>
    public IReadOnlyList<string> GetStrings(Tag tag)
    {
        if (Find(tag) is not { } element || element.Bytes.IsEmpty)
            return [];
        RefuseTooLong(element);
        if (!element.VR.IsText())
        {
            if (IsNumeric(element.VR))
                return [.. Numbers(element).Select(n => n.ToString("R", CultureInfo.InvariantCulture))];
            if (element.VR != VR.UN)
                throw Malformed(element, "does not hold text");
        }
        var characters = element.VR.UsesCharacterSet() || element.VR == VR.UN ? CharacterSet : CharacterSet.Default;
        var text = characters.Decode(element.Bytes.Span);
        return element.VR.IsMultiValued() ? [.. text.Split('\\').Select(Trim)] : [text.TrimEnd(' ', '\0')];
    }

    /// <summary>A name in its scripts, or null when absent or empty.</summary>
    public PersonName? GetPersonName(Tag tag) => GetString(tag) is { } value ? PersonName.Parse(value) : null;

    /// <summary>The first value as a whole number, or null when absent or empty.</summary>
    /// <exception cref="DicomFormatException">The value is not a whole number of 32 bits.</exception>
    public int? GetInt(Tag tag)
    {
        if (GetDouble(tag) is not { } value)
            return null;
        return value is >= int.MinValue and <= int.MaxValue && Math.Floor(value) == value
            ? (int)value
            : throw Malformed(Find(tag)!, "is not a whole number of 32 bits");
    }

    /// <summary>The first value as a number, or null when absent or empty.</summary>
    /// <exception cref="DicomFormatException">The value is not a number.</exception>
    public double? GetDouble(Tag tag) => GetDoubles(tag) is [var first, ..] ? first : null;

    /// <summary>All values as numbers; none when absent or empty.</summary>
    /// <exception cref="DicomFormatException">A value is not a number.</exception>
    public IReadOnlyList<double> GetDoubles(Tag tag) =>
        Find(tag) is { } element && !element.Bytes.IsEmpty ? Numbers(element) : [];

    /// <summary>The items of a sequence; none when absent or empty.</summary>
    public DataSet[] GetSequence(Tag tag) => Find(tag)?.Items is { } items ? [.. items] : [];

    /// <summary>The value in little-endian bytes, padding included; empty when absent or empty.</summary>
    public ReadOnlyMemory<byte> GetBytes(Tag tag) => Find(tag)?.Bytes ?? default;

    private const int LongestValue = 1 << 20;

    private static bool IsNumeric(VR vr) =>
        vr is VR.US or VR.SS or VR.UL or VR.SL or VR.UV or VR.SV or VR.FL or VR.FD or VR.OF or VR.OD;

    // PS3.5 6.2 allows 4 GiB to some representations; nothing that is read as text or numbers here comes near.
    private static void RefuseTooLong(DataElement element)
    {
        if (element.Bytes.Length > LongestValue)
            throw Malformed(element, $"is longer than the {LongestValue} bytes that are read");
    }

    private static double[] Numbers(DataElement element)
    {
        RefuseTooLong(element);
        if (element.VR is VR.IS or VR.DS)
        {
            var texts = CharacterSet.Default.Decode(element.Bytes.Span).Split('\\').Select(Trim).ToArray();
            if (texts is [""])
                return [];
            return [.. texts.Select(t => ParseNumber(element, t))];
        }
        if (!IsNumeric(element.VR))
            throw Malformed(element, "does not hold a number");
        var width = element.VR.WordSize();
        var bytes = element.Bytes.Span;
        if (bytes.Length % width != 0)
            throw Malformed(element, $"is not a multiple of {width} bytes long");
        var numbers = new double[bytes.Length / width];
        for (var i = 0; i < numbers.Length; i++)
        {
            var at = bytes[(i * width)..];
            numbers[i] = element.VR switch
            {
                VR.US => BinaryPrimitives.ReadUInt16LittleEndian(at),
                VR.SS => BinaryPrimitives.ReadInt16LittleEndian(at),
                VR.UL => BinaryPrimitives.ReadUInt32LittleEndian(at),
                VR.SL => BinaryPrimitives.ReadInt32LittleEndian(at),
                VR.UV => BinaryPrimitives.ReadUInt64LittleEndian(at),
                VR.SV => BinaryPrimitives.ReadInt64LittleEndian(at),
                VR.FL or VR.OF => BinaryPrimitives.ReadSingleLittleEndian(at),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(at),
            };
        }
        return numbers;
    }

    private static double ParseNumber(DataElement element, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : throw Malformed(element, "is not a decimal number");

    private static DicomFormatException Malformed(DataElement element, string how) =>
        new(
            DicomFaults.MalformedValue,
            $"{element.Tag} ({element.VR}) {how}",
            element.Offset,
            "Correct this attribute at the sender and send the object again.",
            element.Tag
        );
}
