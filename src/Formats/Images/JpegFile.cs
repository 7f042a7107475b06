using JpegLibrary;

namespace Xinglin.Formats.Images;

/// <summary>
/// Reads the pixels of a JPEG image (ITU-T T.81): sequential or progressive, 8 or 12 bits, grey or colour (YCbCr as JFIF has it,
/// ITU-R BT.601, or RGB). A colour file without colour comes back as grey, and an image of a turned camera
/// upright, see <see cref="ExifOrientation"/>.
/// </summary>
public static class JpegFile
{
    private const int LargestSide = 8_192;

    /// <summary>Cb and Cr of a grey image stay this near to the middle; rounding alone moves them so far.</summary>
    private const int Colourless = 1;

    public static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <exception cref="InvalidInputException">The file is no JPEG image of these kinds, or is damaged.</exception>
    public static Image Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            return Read(File.ReadAllBytes(path), name);
        }
        // The decoder answers damage with whichever of these it stumbles over.
        catch (Exception fault)
            when (fault
                    is InvalidDataException
                        or InvalidOperationException
                        or ArgumentException
                        or ArithmeticException
                        or IndexOutOfRangeException
                        or NullReferenceException
                        or NotSupportedException
            )
        {
            throw Refused(name, "It is damaged or cut short. Copy it again.");
        }
    }

    private static Image Read(byte[] file, string name)
    {
        if (!Begins(file))
            throw Refused(name, "It is no JPEG image. Name it by what it is, or convert it to PNG.");
        var header = JpegHeader.Read(file);
        if (Reason(header) is { } reason)
            throw Refused(name, reason + " Save it as PNG.");
        if (!header.Whole)
            throw Refused(name, "It is damaged or cut short. Copy it again.");
        // A single component is never interleaved (T.81, A.2.2), whatever sampling factors it states.
        if (header.Colours.Count == 1)
            file[header.FrameAt + 1] = 0x11;
        var decoder = new JpegDecoder();
        decoder.SetInput(file);
        decoder.Identify();
        var planes = new Planes(header);
        decoder.SetOutputWriter(planes);
        decoder.Decode();
        return planes.Filled ? planes.Image() : throw Refused(name, "It is damaged or cut short. Copy it again.");
    }

    /// <summary>Why a file of this kind is not read; null when it is.</summary>
    private static string? Reason(JpegHeader header) =>
        header.Process is not (0 or 1 or 2 or 9 or 10) ? "It is a lossless or hierarchical JPEG."
        : header.Bits is not (8 or 12) ? $"Its samples have {header.Bits} bits; 8 or 12 are read."
        : header.Colours.Count is not (1 or 3) ? "It has the colours of print (CMYK)."
        : header.Rows is < 1 or > LargestSide || header.Columns is < 1 or > LargestSide
            ? $"It has {header.Columns} × {header.Rows} pixels; up to 8,192 a side are read."
        : header.Colours.Any(c => c.Across is not (1 or 2 or 4) || c.Down is not (1 or 2 or 4))
            ? "Its colours are sampled in a way that is not read."
        : header.Process is 0 or 1 && !header.Together && header.Colours.Any(c => c.Across > 1 || c.Down > 1)
            ? "Its colours stand apart from each other in a way that is not read."
        // The decoder takes the end of a progressive scan for a missing restart marker.
        : header.Process is 2 or 10 && header.Restarts ? "It is progressive with restart markers."
        : null;

    /// <summary>Gathers the blocks of 8 × 8 samples that the decoder gives.</summary>
    private sealed class Planes(JpegHeader header) : JpegBlockOutputWriter
    {
        private readonly int _full = (1 << header.Bits) - 1;
        private readonly ushort[][] _samples =
        [
            .. header.Colours.Select(_ => new ushort[header.Rows * header.Columns]),
        ];
        private readonly long[] _written = new long[header.Colours.Count];

        public bool Filled => _written.All(count => count >= (long)header.Rows * header.Columns);

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            if ((uint)componentIndex >= (uint)_samples.Length || x >= header.Columns || y >= header.Rows)
                return;
            var block = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref blockRef, 64);
            var plane = _samples[componentIndex];
            var (width, height) = (Math.Min(8, header.Columns - x), Math.Min(8, header.Rows - y));
            for (var row = 0; row < height; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    plane[(y + row) * header.Columns + x + column] = (ushort)
                        Math.Clamp((int)block[8 * row + column], 0, _full);
                }
            }

            _written[componentIndex] += width * height;
        }

        public Image Image()
        {
            var grey =
                _samples.Length == 1 || (!header.IsRgb && _samples[1].All(IsMiddle) && _samples[2].All(IsMiddle));
            var values = new float[_samples[0].Length * (grey ? 1 : 3)];
            for (var i = 0; i < _samples[0].Length; i++)
            {
                if (grey)
                {
                    values[i] = _samples[0][i];
                }
                else if (header.IsRgb)
                {
                    (values[3 * i], values[3 * i + 1], values[3 * i + 2]) = (
                        _samples[0][i],
                        _samples[1][i],
                        _samples[2][i]
                    );
                }
                else
                {
                    Coloured(_samples[0][i], _samples[1][i], _samples[2][i], values.AsSpan(3 * i, 3));
                }
            }

            var image = new Image(header.Rows, header.Columns, grey ? 1 : 3, values) { Full = _full };
            return ExifOrientation.Turned(ChannelConversion.GreyIfEqual(image), header.Orientation);
        }

        private bool IsMiddle(ushort value) => Math.Abs(value - (_full + 1) / 2) <= Colourless;

        /// <summary>JFIF 1.02, conversion to and from RGB.</summary>
        private void Coloured(int y, int cb, int cr, Span<float> into)
        {
            var middle = (_full + 1) / 2;
            into[0] = Math.Clamp(MathF.Round(y + 1.402f * (cr - middle)), 0, _full);
            into[1] = Math.Clamp(MathF.Round(y - 0.344136f * (cb - middle) - 0.714136f * (cr - middle)), 0, _full);
            into[2] = Math.Clamp(MathF.Round(y + 1.772f * (cb - middle)), 0, _full);
        }
    }

    private static InvalidInputException Refused(string name, string remedy) =>
        InvalidInputException.In($"image {name}", remedy);
}
