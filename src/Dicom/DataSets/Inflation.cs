using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Xinglin.Dicom.DataSets;

/// <summary>
/// Inflates a deflated data set (PS3.5 A.5) no further than its own header accounts for. A ratio rejects nothing: a mostly
/// black film of 18 MB deflates to 30 kB and is a film.
/// </summary>
internal static class Inflation
{
    /// <summary>The most bytes that are inflated before anything is known of the data set: 16 MiB.</summary>
    public const int WithoutQuestion = 16 << 20;

    /// <summary>The most bytes an inflated data set may have: 160 MiB, enough for the largest frame that is read.</summary>
    public const int Largest = 160 << 20;

    /// <summary>What may follow the pixels: padding, signatures.</summary>
    private const int AfterPixels = 1 << 20;

    /// <summary>The inflated data set.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="from">Where the deflated bytes begin.</param>
    /// <exception cref="DicomFormatException">Damaged, or larger than its header says or than is read.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> file, int from)
    {
        try
        {
            MemoryMarshal.TryGetArray(file[from..], out var deflated);
            using var packed = new MemoryStream(deflated.Array!, deflated.Offset, deflated.Count, writable: false);
            using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
            var start = Start(inflate);
            if (start.Length < WithoutQuestion)
                return start;
            var whole = new byte[Bound(start)];
            start.CopyTo(whole);
            var rest = whole.AsSpan(start.Length);
            var length = start.Length + inflate.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
            if (length == whole.Length && inflate.ReadByte() >= 0)
            {
                throw TooLarge(
                    $"The deflated data set goes on after the {whole.Length} bytes that its header accounts for"
                );
            }

            return whole.AsMemory(0, length);
        }
        catch (InvalidDataException)
        {
            throw new DicomFormatException(
                DicomFaults.MalformedStructure,
                "The deflated data set is damaged",
                from,
                "Export or send the object again."
            );
        }
    }

    /// <summary>At most the first 16 MiB, in steps, so that a small object stays small.</summary>
    private static ReadOnlyMemory<byte> Start(DeflateStream inflate)
    {
        var bytes = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            length += inflate.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
            if (length < bytes.Length || length >= WithoutQuestion)
                return bytes.AsMemory(0, length);
            Array.Resize(ref bytes, bytes.Length * 4);
        }
    }

    private static int Bound(ReadOnlyMemory<byte> start)
    {
        var reader = new DataSetReader(start, TransferSyntax.DeflatedLittleEndian, 0);
        var bound = Accounted(reader);
        if (reader.PixelData is null)
            throw TooLarge($"The deflated data set has no pixels within its first {WithoutQuestion >> 20} MiB");
        if (bound is null)
            throw TooLarge("The deflated data set states more Pixel Data (7FE0,0010) than its rows and columns need");
        return bound <= Largest
            ? (int)bound
            : throw TooLarge($"The deflated data set would inflate to more than {Largest >> 20} MiB");
    }

    /// <summary>
    /// How long a data set may be, told from its elements before the pixels; null when there are none, or more of them than
    /// rows and columns need.
    /// </summary>
    /// <param name="reader">A reader over the beginning of the data set.</param>
    /// <exception cref="DicomFormatException">That beginning is damaged.</exception>
    public static long? Accounted(DataSetReader reader)
    {
        var header = new DataSet();
        try
        {
            reader.ReadAll(header);
        }
        catch (DicomFormatException fault) when (fault.Code == DicomFaults.Truncated)
        {
            // As expected: the pixels go on after the beginning.
        }
        return reader.PixelData is { } pixels && PixelCount.Bytes(header) is { } needed && pixels.Length <= needed + 1
            ? pixels.At + (long)pixels.Length + AfterPixels
            : null;
    }

    private static DicomFormatException TooLarge(string reason) =>
        new(DicomFaults.TooLarge, reason, -1, "Send the frames as several objects, or not deflated.");
}
