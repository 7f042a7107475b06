using System.Buffers.Binary;

namespace Xinglin.Formats.Images;

/// <summary>
/// What a JPEG file says of itself before its pixels (ITU-T T.81, annex B; JFIF 1.02; the Adobe marker of ITU-T T.872, 6.5.3).
/// </summary>
/// <param name="Process">The number of its start-of-frame marker: 0 and 1 sequential, 2 progressive, 3 lossless.</param>
/// <param name="Bits">Bits of a sample.</param>
/// <param name="Colours">For each component its identifier and its horizontal and vertical sampling factors.</param>
/// <param name="FrameAt">Where the list of components begins in the file.</param>
/// <param name="Adobe">The Adobe marker's colour transform: 0 none, 1 YCbCr, 2 YCCK; null without the marker.</param>
/// <param name="Orientation">See <see cref="ExifOrientation"/>.</param>
/// <param name="Restarts">Markers to begin anew at stand between its blocks.</param>
/// <param name="Together">The first scan holds all components.</param>
/// <param name="Whole">The end of the image is in the file.</param>
internal sealed record JpegHeader(
    int Process,
    int Bits,
    int Rows,
    int Columns,
    IReadOnlyList<(byte Id, int Across, int Down)> Colours,
    int FrameAt,
    bool Jfif,
    int? Adobe,
    int Orientation,
    bool Restarts,
    bool Together,
    bool Whole
)
{
    /// <summary>Three components that are red, green and blue as they stand.</summary>
    public bool IsRgb =>
        Adobe is { } transform ? transform == 0 : !Jfif && Colours is [(82, _, _), (71, _, _), (66, _, _)];

    /// <exception cref="InvalidDataException">No frame, no scan, or a segment beyond the end of the file.</exception>
    public static JpegHeader Read(ReadOnlySpan<byte> file)
    {
        var (jfif, adobe, orientation, restarts) = (false, (int?)null, (int?)null, false);
        (int Process, int Bits, int Rows, int Columns, (byte, int, int)[] Colours, int At)? frame = null;
        for (var at = 2; at + 4 <= file.Length; )
        {
            if (file[at] != 0xFF)
                throw new InvalidDataException();
            var marker = file[at + 1];
            if (marker is 0xFF)
            {
                at++;
                continue;
            }
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += 2;
                continue;
            }
            if (marker == 0xD9)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length)
                throw new InvalidDataException();
            var segment = file.Slice(at + 4, length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                frame = Frame(marker - 0xC0, segment, at + 10);
            }
            else if (marker == 0xE0 && segment.StartsWith("JFIF\0"u8))
            {
                jfif = true;
            }
            else if (marker == 0xE1)
            {
                orientation ??= ExifOrientation.Of(segment);
            }
            else if (marker == 0xEE && segment.Length >= 12 && segment.StartsWith("Adobe"u8))
            {
                adobe = segment[11];
            }
            else if (marker == 0xDD && segment.Length >= 2)
            {
                restarts = (segment[0] | segment[1]) != 0;
            }
            else if (marker == 0xDA && frame is { } known && segment.Length > 0)
            {
                return new JpegHeader(
                    known.Process,
                    known.Bits,
                    known.Rows,
                    known.Columns,
                    known.Colours,
                    known.At,
                    jfif,
                    adobe,
                    orientation ?? ExifOrientation.Upright,
                    restarts,
                    segment[0] == known.Colours.Length,
                    file[(at + 2 + length)..].IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0
                );
            }

            at += 2 + length;
        }
        throw new InvalidDataException();
    }

    private static (int, int, int, int, (byte, int, int)[], int) Frame(int process, ReadOnlySpan<byte> segment, int at)
    {
        if (segment.Length < 6 || segment.Length < 6 + 3 * segment[5])
            throw new InvalidDataException();
        var colours = new (byte, int, int)[segment[5]];
        for (var c = 0; c < colours.Length; c++)
            colours[c] = (segment[6 + 3 * c], segment[7 + 3 * c] >> 4, segment[7 + 3 * c] & 15);
        return (
            process,
            segment[0],
            BinaryPrimitives.ReadUInt16BigEndian(segment[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(segment[3..]),
            colours,
            at
        );
    }
}
