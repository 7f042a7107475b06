using System.Text;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Numpy;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Tests.Images;

public sealed class ImageFileTests : IDisposable
{
    /// <summary>21 × 13 pixels, written by libjpeg.</summary>
    private const string GreyJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT"
        + "gyPC4zNDL/wAALCAANABUBASIA/8QAFgABAQEAAAAAAAAAAAAAAAAABgUH/8QAHxAAAgAGAwEAAAAAAAAAAAAAAAUDBCEiMdETIzLh/9oACAEB"
        + "AAA/AMzWpMWjBakxaLJRJ1eSKtXwaaGC1fBpoVyi+DxfD//Z";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = Write(
            (
                "train_images",
                [2, 8, 8],
                new byte[128]
                    .Select((_, i) => (byte)i)
                    .ToArray()
            )
        );
        var array = NumpyArray.ReadArchive(path)["train_images"];
        array.Shape.Should().Equal(2, 8, 8);
        array.Values[127].Should().Be(127);
    }

    [Theory]
    [InlineData("<i8", 8, "a value of 1 in eight bytes")]
    [InlineData("<f8", 8, "a double")]
    [InlineData("<f4", 4, "a float")]
    [InlineData("<u2", 2, "an unsigned short")]
    public void Elements_of_every_usual_type_are_read(string type, int width, string because)
    {
        byte[] one = type switch
        {
            "<f8" => BitConverter.GetBytes(1.0),
            "<f4" => BitConverter.GetBytes(1f),
            _ => [1, .. new byte[width - 1]],
        };
        NumpyArray.Read(Numpy(type, "(1,)", one), "x").Values.Should().Equal([1], because);
    }

    [Theory]
    [InlineData("<c8", "(1,)", "Elements of type <c8")]
    [InlineData(">f4", "(1,)", "little-endian")]
    [InlineData("<f4", "(9,)", "ends before its shape")]
    [InlineData("<f4", "(99999999999, 28, 28)", "elements. Split the set")]
    [InlineData("<f4", "?", "no shape")]
    public void Arrays_that_cannot_be_read_are_refused_by_name(string type, string shape, string reason)
    {
        var read = () => NumpyArray.Read(Numpy(type, shape, new byte[4]), "train_images");
        read.Should().Throw<InvalidInputException>().WithMessage($"array train_images*{reason}*");
    }

    [Fact]
    public void An_archive_cut_in_half_is_refused()
    {
        var path = Write(("train_images", [40, 28, 28], new byte[40 * 784]));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        var read = () => NumpyArray.ReadArchive(path);
        read.Should().Throw<InvalidInputException>();
    }

    [Fact]
    public void Labels_of_another_number_than_images_are_refused_with_the_shape_that_is_needed() =>
        Training(("train_images", [30, 28, 28], new byte[30 * 784]), ("train_labels", [29], new byte[29]))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("array train_labels*[30]*");

    [Fact]
    public void Images_of_a_wrong_shape_are_refused() =>
        Training(("train_images", [30, 784], new byte[30 * 784]), ("train_labels", [30], new byte[30]))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("array train_images*[30, 784]*[number, rows, columns]*");

    [Fact]
    public void A_single_class_is_refused() =>
        Training(("train_images", [30, 28, 28], new byte[30 * 784]), ("train_labels", [30], new byte[30]))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("*one class*");

    [Fact]
    public void A_missing_split_is_refused_with_what_is_there()
    {
        var path = Write(("train_images", [30, 28, 28], new byte[30 * 784]));
        var read = () => ImagePredictions.Split([path], "test");
        read.Should().Throw<InvalidInputException>().WithMessage("array test_images*train_images*");
    }

    [Fact]
    public void Shrinking_averages_what_lies_under_each_new_pixel_and_takes_the_central_square()
    {
        // 8 rows × 12 columns; outside the central 8 columns everything is wild.
        var values = new float[96];
        for (var i = 0; i < 96; i++)
            values[i] = i % 12 is < 2 or > 9 ? 1e6f : i / 12 / 4 * 2 + (i % 12 - 2) / 4;
        var prepared = new ImagePreparation(2, 1).Apply(new Image(8, 12, 1, values));
        var expected = new[] { 0.0, 1, 2, 3 }.Select(v => (float)((v - 1.5) / Math.Sqrt(1.25))).ToArray();
        prepared.Should().Equal(expected, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private Action Training(params (string, int[], byte[])[] arrays)
    {
        var path = Write(arrays);
        return () => ImageTraining.Run(new ImageTrainingOptions { Data = [path] }, TimeProvider.System);
    }

    private string Write(params (string, int[], byte[])[] arrays)
    {
        var path = _folder.File($"{Guid.NewGuid():N}.npz");
        NumpyWriter.WriteArchive(path, arrays);
        return path;
    }

    private static MemoryStream Numpy(string type, string shape, byte[] data)
    {
        var header = Encoding.Latin1.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        return new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. data]);
    }

    [Fact]
    public void What_a_file_is_its_first_bytes_say_and_not_its_name()
    {
        var really = _folder.File("really-jpeg.png");
        File.WriteAllBytes(really, Convert.FromBase64String(GreyJpeg));
        ImageFile.Read(really).Rows.Should().Be(13);
        PngWriter.Write(_folder.File("really-png.jpg"), 8, 8, new byte[64]);
        ImageFile.Read(_folder.File("really-png.jpg")).Rows.Should().Be(8);
        var text = () => ImageFile.Read(_folder.Write("notes.jpg", "not an image at all, but long enough to look"));
        text.Should().Throw<InvalidInputException>().WithMessage("image notes.jpg*no JPEG*");
    }
}
