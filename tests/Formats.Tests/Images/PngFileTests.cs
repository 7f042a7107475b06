using System.Buffers.Binary;
using System.IO.Compression;
using Xinglin.Formats.Images;

namespace Xinglin.Formats.Tests.Images;

public sealed class PngFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(0, 16, 1)]
    [InlineData(2, 8, 3)]
    [InlineData(4, 8, 2)]
    [InlineData(6, 16, 4)]
    public void Pixels_of_every_kind_come_back_through_all_five_line_filters(int kind, int depth, int channels)
    {
        const int rows = 11,
            columns = 7;
        var width = channels * depth / 8;
        var pixels = new byte[rows * columns * width];
        new Random(kind * 100 + depth).NextBytes(pixels);

        var image = PngFile.Read(Write("a.png", kind, depth, rows, columns, pixels));

        (image.Rows, image.Columns).Should().Be((rows, columns));
        image.Channels.Should().Be(kind is 2 or 6 ? 3 : 1);
        var last = (rows * columns - 1) * width;
        var expected = depth == 8 ? pixels[last] : BinaryPrimitives.ReadUInt16BigEndian(pixels.AsSpan(last));
        image.Values.Span[^image.Channels].Should().Be(expected);
    }

    [Theory]
    [InlineData(0, 8, 1, 11, 7)]
    [InlineData(2, 16, 3, 9, 13)]
    [InlineData(0, 8, 1, 1, 3)]
    public void An_interlaced_image_is_the_same_as_one_that_is_not(
        int kind,
        int depth,
        int channels,
        int rows,
        int columns
    )
    {
        var pixels = new byte[rows * columns * channels * depth / 8];
        new Random(7).NextBytes(pixels);
        var plain = PngFile.Read(Write("plain.png", kind, depth, rows, columns, pixels));
        var interlaced = PngFile.Read(Write("interlaced.png", kind, depth, rows, columns, pixels, interlaced: true));
        interlaced.Values.ToArray().Should().Equal(plain.Values.ToArray());
    }

    [Fact]
    public void A_colour_file_without_colour_is_grey()
    {
        byte[] pixels = [.. Enumerable.Range(0, 64).SelectMany(i => Enumerable.Repeat((byte)i, 3))];
        PngFile.Read(Write("grey.png", 2, 8, 8, 8, pixels)).Channels.Should().Be(1);
    }

    [Fact]
    public void A_image_cut_in_half_and_a_text_are_refused_by_name()
    {
        var path = Write(
            "half.png",
            0,
            8,
            40,
            40,
            new byte[1600]
                .Select((_, i) => (byte)(i * 37 % 251))
                .ToArray()
        );
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        var half = () => PngFile.Read(path);
        half.Should().Throw<InvalidInputException>().WithMessage("image half.png*damaged*");
        var text = () => PngFile.Read(_folder.Write("notes.png", "not an image at all, but long enough to look"));
        text.Should().Throw<InvalidInputException>().WithMessage("image notes.png*Convert it to PNG*");
    }

    /// <summary>Writes a PNG whose lines take the five filters in turn.</summary>
    private string Write(
        string name,
        int kind,
        int depth,
        int rows,
        int columns,
        byte[] pixels,
        bool interlaced = false
    )
    {
        var width = pixels.Length / rows / columns;
        var data = new MemoryStream();
        using (var deflated = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var (column, row, across, down) in interlaced ? Adam7 : [(0, 0, 1, 1)])
            {
                var lines = Enumerable
                    .Range(0, rows)
                    .Where(y => y >= row && (y - row) % down == 0)
                    .Select(y =>
                        Enumerable
                            .Range(0, columns)
                            .Where(x => x >= column && (x - column) % across == 0)
                            .SelectMany(x => pixels.Skip((y * columns + x) * width).Take(width))
                            .ToArray()
                    )
                    .Where(line => line.Length > 0)
                    .ToArray();
                Filtered(deflated, lines, width);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), rows);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)kind, (byte)(interlaced ? 1 : 0));
        var path = _folder.File(name);
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        foreach (var (type, content) in new[] { ("IHDR", header), ("IDAT", data.ToArray()), ("IEND", []) })
        {
            var size = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(size, content.Length);
            file.Write(size);
            file.Write(System.Text.Encoding.ASCII.GetBytes(type));
            file.Write(content);
            file.Write([0, 0, 0, 0]);
        }
        return path;
    }

    /// <summary>First column and row of each pass, and the steps to the next (section 8 of the specification).</summary>
    private static readonly (int, int, int, int)[] Adam7 =
    [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];

    private static void Filtered(Stream deflated, byte[][] lines, int width)
    {
        foreach (var (row, line) in lines.Index())
        {
            deflated.WriteByte((byte)(row % 5));
            for (var i = 0; i < line.Length; i++)
            {
                int At(int r, int c) => r < 0 || c < 0 ? 0 : lines[r][c];
                var (left, up, corner) = (At(row, i - width), At(row - 1, i), At(row - 1, i - width));
                var estimate = left + up - corner;
                var nearest = new[] { left, up, corner }.MinBy(value => Math.Abs(estimate - value));
                var guess = (row % 5) switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    _ => nearest,
                };
                deflated.WriteByte((byte)(line[i] - guess));
            }
        }
    }
}
