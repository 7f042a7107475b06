using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Tests;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>Small pictures of 21 × 13 pixels, drawn for this and written by libjpeg: red 12 x, green 19 y, blue 100; grey 6 x + 9 y.</summary>
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

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Baseline)]
    [InlineData(Progressive)]
    [InlineData(Rgb)]
    public void Colours_come_back_from_sequential_and_progressive_files_and_from_files_without_a_colour_transform(
        string file
    )
    {
        var picture = PictureFile.Read(Write("a.jpeg", file));
        (picture.Rows, picture.Columns, picture.Channels, picture.Full).Should().Be((13, 21, 3, 255f));
        var values = picture.Values.ToArray();
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
        var picture = PictureFile.Read(Write("a.JPG", file));
        picture.Channels.Should().Be(1);
        Away(picture.Values.ToArray(), i => 6 * (i % 21) + 9 * (i / 21)).Should().BeLessThan(3);
    }

    [Fact]
    public void A_file_cut_short_or_scrambled_is_refused_by_name_wherever_it_is_cut()
    {
        var whole = Convert.FromBase64String(Progressive);
        for (var length = 0; length < whole.Length - 1; length += 7)
        {
            var path = folder.File("cut.jpg");
            File.WriteAllBytes(path, whole[..length]);
            var read = () => PictureFile.Read(path);
            read.Should().Throw<DataRefusedException>().WithMessage("picture cut.jpg*", $"{length} bytes");
        }
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var harmed = Convert.FromBase64String(i % 2 == 0 ? Baseline : Progressive);
            for (var k = 0; k < 4; k++)
                harmed[random.Next(harmed.Length)] = (byte)random.Next(256);
            var path = folder.File("harmed.jpg");
            File.WriteAllBytes(path, harmed);
            var read = () =>
            {
                try
                {
                    PictureFile.Read(path);
                }
                catch (DataRefusedException) { }
            };
            read.Should().NotThrow($"of the seed 4, file {i}");
        }
    }

    [Fact]
    public void What_a_file_is_its_first_bytes_say_and_not_its_name()
    {
        PictureFile.Read(Write("really-jpeg.png", Grey)).Rows.Should().Be(13);
        PngWriter.Write(folder.File("really-png.jpg"), 8, 8, new byte[64]);
        PictureFile.Read(folder.File("really-png.jpg")).Rows.Should().Be(8);
        var text = () => PictureFile.Read(folder.Write("notes.jpg", "not a picture at all, but long enough to look"));
        text.Should().Throw<DataRefusedException>().WithMessage("picture notes.jpg*no JPEG*");
    }

    [Fact]
    public void A_mask_saved_as_JPEG_is_refused_because_its_numbers_were_changed()
    {
        var image = Scan.Read(Write("a.jpg", Baseline));
        image.Channels.Should().Be(3);
        var read = () => Mask.Read([Write("mask.png", Grey)], image);
        read.Should().Throw<DataRefusedException>().WithMessage("mask mask.png*PNG or NIfTI*");
    }

    private static double Away(float[] values, Func<int, int> drawn) =>
        values.Select((value, i) => Math.Abs(value - drawn(i))).Average();

    private string Write(string name, string file)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, Convert.FromBase64String(file));
        return path;
    }
}
