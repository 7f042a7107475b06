using System.Buffers.Binary;

namespace Xinglin.Formats.Images;

/// <summary>
/// How the camera was held: tag 274 of the Exif block of a JPEG file (CIPA DC-008, Exif 2.32, 4.6.4 A; the block is a small TIFF file).
/// </summary>
internal static class ExifOrientation
{
    /// <summary>The stored rows run from the top, the columns from the left.</summary>
    public const int Upright = 1;

    private const int Tag = 274;
    private const int Short = 3;
    private const int EntryLength = 12;

    /// <summary>The orientation, 1 to 8, that an APP1 segment states; null where it is no Exif block or states none.</summary>
    public static int? Of(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8))
            return null;
        var tiff = segment[6..];
        var little = tiff.StartsWith("II*\0"u8);
        if (!little && !tiff.StartsWith("MM\0*"u8) || tiff.Length < 8)
            return null;
        var directory = Number(tiff[4..], 4, little);
        if (directory > tiff.Length - 2)
            return null;
        var entries = tiff[((int)directory + 2)..];
        for (var left = Number(tiff[(int)directory..], 2, little); left > 0 && entries.Length >= EntryLength; left--)
        {
            if (Number(entries, 2, little) == Tag && Number(entries[2..], 2, little) == Short)
                return Number(entries[8..], 2, little) is >= 1 and <= 8 and var stated ? (int)stated : null;
            entries = entries[EntryLength..];
        }
        return null;
    }

    /// <summary>The image as it was seen.</summary>
    public static Image Turned(Image image, int orientation)
    {
        if (orientation == Upright)
            return image;
        var (height, width, channels) = (image.Rows, image.Columns, image.Channels);
        var (rows, columns) = orientation >= 5 ? (width, height) : (height, width);
        var stored = image.Values.Span;
        var values = new float[stored.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (fromRow, fromColumn) = orientation switch
                {
                    2 => (row, width - 1 - column),
                    3 => (height - 1 - row, width - 1 - column),
                    4 => (height - 1 - row, column),
                    5 => (column, row),
                    6 => (height - 1 - column, row),
                    7 => (height - 1 - column, width - 1 - row),
                    _ => (column, width - 1 - row),
                };
                stored
                    .Slice((fromRow * width + fromColumn) * channels, channels)
                    .CopyTo(values.AsSpan((row * columns + column) * channels, channels));
            }
        }

        return image with
        {
            Rows = rows,
            Columns = columns,
            Values = values,
        };
    }

    private static uint Number(ReadOnlySpan<byte> from, int bytes, bool little) =>
        (bytes, little) switch
        {
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(from),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(from),
            (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(from),
            _ => BinaryPrimitives.ReadUInt32BigEndian(from),
        };
}
