using Xinglin.Formats.Images;

namespace Xinglin.Formats.Tests.Images;

/// <summary>Small images of 21 × 13 pixels, drawn for this and written by libjpeg: red 12 x, green 19 y, blue 100; grey 6 x + 9 y.</summary>
public sealed class JpegFileTests : IDisposable
{
    private const string Baseline =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT"
        + "gyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAN"
        + "ABUDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAUGB//EAB4QAAEDBQEBAAAAAAAAAAAAAAADBKEFBiEiMRIy/8QAFgEBAQEAAAAAAA"
        + "AAAAAAAAAABQQH/8QAHBEAAwABBQAAAAAAAAAAAAAAAAIFAQMEERIh/9oADAMBAAIRAxEAPwDPmlu80getLd5pBaNKWhjED1pS0MYgm3Fdg2Pd"
        + "bwiELd0+IA1FCloeOQAVmu3JoGndbpg//9k=";

    private const string Progressive =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT"
        + "gyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wgARCAAN"
        + "ABUDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAQFBv/EABYBAQEBAAAAAAAAAAAAAAAAAAQDBv/aAAwDAQACEAMQAAABzz9p6RohqA"
        + "ug/8QAGBAAAwEBAAAAAAAAAAAAAAAAAAECAwT/2gAIAQEAAQUCnnJ5xc5OSJyQskf/xAAYEQADAQEAAAAAAAAAAAAAAAAAAQQCEf/aAAgBAwEB"
        + "PwGO5mbnw//EABgRAAIDAAAAAAAAAAAAAAAAAAABAwQU/9oACAECAQE/AZLbNbP/xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAY/Al//xA"
        + "AZEAACAwEAAAAAAAAAAAAAAAAAYRARITH/2gAIAQEAAT8hWLM+TbVP/9oADAMBAAIAAwAAABCYz//EABYRAQEBAAAAAAAAAAAAAAAAAAARIf/a"
        + "AAgBAwEBPxDEiv/EABYRAQEBAAAAAAAAAAAAAAAAAAABEf/aAAgBAgEBPxArs//EABoQAAIDAQEAAAAAAAAAAAAAAAAhMaHBQfH/2gAIAQEAAT"
        + "8QiyRZPLFVQqqOXR//2Q==";

    private const string Rgb =
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAIBgYHBgUIBwcHCQkICgwUDQwLCwwZEhMPFB0aHx4dGhwcICQuJyAiLCMcHCg3KSwwMTQ0NB8nOT04Mj"
        + "wuMzQy/8AAEQgADQAVA1IRAEcRAEIRAP/EABgAAQEBAQEAAAAAAAAAAAAAAAAHCAUG/8QAHRAAAQMFAQAAAAAAAAAAAAAAAAYWoQQFQlFjNP/a"
        + "AAwDUgBHAEIAAD8AlKbwPAsXlBwywJvAMXlAKvafIGLygGSE3gaKblHqAWBN4BuUeoBV7T5A3KPUA//Z";

    private const string Grey =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT"
        + "gyPC4zNDL/wAALCAANABUBASIA/8QAFgABAQEAAAAAAAAAAAAAAAAABgUH/8QAHxAAAgAGAwEAAAAAAAAAAAAAAAUDBCEiMdETIzLh/9oACAEB"
        + "AAA/AMzWpMWjBakxaLJRJ1eSKtXwaaGC1fBpoVyi+DxfD//Z";

    private const string Colourless =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT"
        + "gyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAN"
        + "ABUDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAUGB//EAB8QAAIABgMBAAAAAAAAAAAAAAAFAwQhIjHREyMy4f/EABQBAQAAAAAAAA"
        + "AAAAAAAAAAAAD/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwDM1qTFpYLUmLRktXwaaLBavg00AplEnV5A0GUXweL4AH//2Q==";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Baseline)]
    [InlineData(Progressive)]
    [InlineData(Rgb)]
    public void Colours_come_back_from_sequential_and_progressive_files_and_from_files_without_a_colour_transform(
        string file
    )
    {
        var image = JpegFile.Read(Write("a.jpeg", file));
        (image.Rows, image.Columns, image.Channels, image.Full).Should().Be((13, 21, 3, 255f));
        var values = image.Values.ToArray();
        Away(
                values,
                i =>
                    (i % 3, i / 3 % 21, i / 63) is var (c, x, y) && c == 0 ? 12 * x
                    : c == 1 ? 19 * y
                    : 100
            )
            .Should()
            .BeLessThan(9);
    }

    [Theory]
    [InlineData(Grey)]
    [InlineData(Colourless)]
    public void Grey_files_and_grey_films_saved_in_colour_are_grey(string file)
    {
        var image = JpegFile.Read(Write("a.JPG", file));
        image.Channels.Should().Be(1);
        Away(image.Values.ToArray(), i => 6 * (i % 21) + 9 * (i / 21)).Should().BeLessThan(3);
    }

    [Fact]
    public void A_file_cut_short_or_scrambled_is_refused_by_name_wherever_it_is_cut()
    {
        var whole = Convert.FromBase64String(Progressive);
        for (var length = 0; length < whole.Length - 1; length += 7)
        {
            var path = _folder.File("cut.jpg");
            File.WriteAllBytes(path, whole[..length]);
            var read = () => JpegFile.Read(path);
            read.Should().Throw<InvalidInputException>().WithMessage("image cut.jpg*", $"{length} bytes");
        }
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var harmed = Convert.FromBase64String(i % 2 == 0 ? Baseline : Progressive);
            for (var k = 0; k < 4; k++)
                harmed[random.Next(harmed.Length)] = (byte)random.Next(256);
            var path = _folder.File("harmed.jpg");
            File.WriteAllBytes(path, harmed);
            var read = () =>
            {
                try
                {
                    JpegFile.Read(path);
                }
                catch (InvalidInputException) { }
            };
            read.Should().NotThrow($"of the seed 4, file {i}");
        }
    }

    private static double Away(float[] values, Func<int, int> drawn) =>
        values.Select((value, i) => Math.Abs(value - drawn(i))).Average();

    /// <summary>Where the upper left corner of the upright image and its right neighbour are stored (row, column).</summary>
    [Theory]
    [InlineData(1, 0, 0, 0, 1)]
    [InlineData(2, 0, 20, 0, 19)]
    [InlineData(3, 12, 20, 12, 19)]
    [InlineData(4, 12, 0, 12, 1)]
    [InlineData(5, 0, 0, 1, 0)]
    [InlineData(6, 12, 0, 11, 0)]
    [InlineData(7, 12, 20, 11, 20)]
    [InlineData(8, 0, 20, 1, 20)]
    public void A_photograph_of_a_turned_camera_is_set_upright(
        int orientation,
        int row,
        int column,
        int nextRow,
        int nextColumn
    )
    {
        foreach (var file in new[] { Grey, Baseline })
        {
            foreach (var little in new[] { true, false })
            {
                var stored = JpegFile.Read(Write("stored.jpg", file));
                var turned = JpegFile.Read(
                    Write(
                        "turned.jpg",
                        Convert.ToBase64String(Held(Convert.FromBase64String(file), orientation, little))
                    )
                );
                (turned.Rows, turned.Columns).Should().Be(orientation >= 5 ? (21, 13) : (13, 21));
                turned.Channels.Should().Be(stored.Channels);
                At(turned, 0, 0).Should().Equal(At(stored, row, column));
                At(turned, 0, 1).Should().Equal(At(stored, nextRow, nextColumn));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void An_orientation_that_Exif_does_not_know_turns_nothing(int orientation)
    {
        var file = Held(Convert.FromBase64String(Grey), orientation, little: true);
        var image = JpegFile.Read(Write("a.jpg", Convert.ToBase64String(file)));
        image.Values.ToArray().Should().Equal(JpegFile.Read(Write("b.jpg", Grey)).Values.ToArray());
    }

    [Fact]
    public void An_Exif_block_cut_short_anywhere_never_stops_the_image_from_being_read()
    {
        var whole = Held(Convert.FromBase64String(Grey), 6, little: false);
        var length = whole[4] * 256 + whole[5];
        for (var kept = 2; kept < length; kept++)
        {
            byte[] cut =
            [
                .. whole[..4],
                (byte)(kept >> 8),
                (byte)kept,
                .. whole[6..(4 + kept)],
                .. whole[(4 + length)..],
            ];
            JpegFile.Read(Write("a.jpg", Convert.ToBase64String(cut))).Values.Length.Should().Be(13 * 21);
        }
    }

    private static float[] At(Image image, int row, int column) =>
        image.Values.Slice((row * image.Columns + column) * image.Channels, image.Channels).ToArray();

    /// <summary>The same file with an Exif block of two entries: how large the image is, and how the camera was held.</summary>
    private static byte[] Held(byte[] file, int orientation, bool little)
    {
        byte[] Two(int number) => little ? [(byte)number, 0] : [0, (byte)number];
        byte[] Tag(int number) => little ? [(byte)number, (byte)(number >> 8)] : [(byte)(number >> 8), (byte)number];
        byte[] Four(int number) => little ? [(byte)number, 0, 0, 0] : [0, 0, 0, (byte)number];
        byte[] block =
        [
            .. "Exif\0\0"u8,
            .. little ? "II*\0"u8 : "MM\0*"u8,
            .. Four(8),
            .. Two(2),
            .. (byte[])[.. Tag(256), .. Two(4), .. Four(1), .. Four(21)],
            .. (byte[])[.. Tag(274), .. Two(3), .. Four(1), .. Two(orientation), 0, 0],
            .. Four(0),
        ];
        var length = block.Length + 2;
        return [.. file[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. block, .. file[2..]];
    }

    private string Write(string name, string file)
    {
        var path = _folder.File(name);
        File.WriteAllBytes(path, Convert.FromBase64String(file));
        return path;
    }
}
