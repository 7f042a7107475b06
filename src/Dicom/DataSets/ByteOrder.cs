namespace Xinglin.Dicom.DataSets;

/// <summary>Turns values between little and big endian (PS3.5 section 7.3).</summary>
internal static class ByteOrder
{
    /// <summary>A copy with the bytes of each word turned round; the value itself when its bytes stand alone.</summary>
    /// <exception cref="DicomFormatException">The length is not a whole number of words.</exception>
    public static ReadOnlyMemory<byte> Swap(ReadOnlyMemory<byte> value, VR vr, Tag tag)
    {
        var width = vr.WordSize();
        if (width == 1)
            return value;
        if (value.Length % width != 0)
        {
            throw new DicomFormatException(
                DicomFaults.MalformedValue,
                $"{tag} ({vr}) is not a multiple of {width} bytes long",
                -1,
                "Correct this attribute at the sender and send the object again.",
                tag
            );
        }
        var swapped = value.ToArray();
        for (var at = 0; at < swapped.Length; at += width)
            swapped.AsSpan(at, width).Reverse();
        return swapped;
    }
}
