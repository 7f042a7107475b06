using System.IO.Compression;
using System.Text;
using Xinglin.Formats.Text;

namespace Xinglin.Formats.Tests.Text;

public sealed class TextFileTests : IDisposable
{
    private const string Chinese = "病历号,血肌酐,科室\nA1,88.5,心血管内科\nA2,101,鼾症门诊\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("text-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Written(byte[] bytes)
    {
        var path = Path.Combine(_folder, "t.csv");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Zipped(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress))
            gzip.Write(bytes);
        return zipped.ToArray();
    }

    [Theory]
    [InlineData("GB18030", false)]
    [InlineData("GB18030", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    public void A_file_and_a_stream_are_read_in_the_same_encodings(string name, bool zipped)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Chinese)];
        TextFile.Read(Written(zipped ? Zipped(bytes) : bytes), (reader, _) => reader.ReadToEnd()).Should().Be(Chinese);
        using var stream = new MemoryStream(bytes);
        TextEncodings.Detect(stream)!.WebName.Should().BeEquivalentTo(encoding.WebName);
    }

    [Fact]
    public void Western_home_readings_were_taken_for_Chinese()
    {
        var bytes = Encoding.Latin1.GetBytes("âge,größe,fièvre,ménopause\n40,1.8,oui,n\xE9ant\n");
        using var stream = new MemoryStream(bytes);
        TextEncodings.Detect(stream).Should().BeNull();
        Assert
            .Throws<InvalidInputException>(() => TextFile.Read(Written(bytes), (reader, _) => reader.ReadToEnd()))
            .Remedy.Should()
            .Contain("UTF-8");
    }

    [Fact]
    public void A_character_on_the_border_of_two_blocks_is_one_character()
    {
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        using var stream = new MemoryStream(gb.GetBytes("x" + string.Concat(Enumerable.Repeat("心率", 20_000))));
        TextEncodings.Detect(stream)!.WebName.Should().BeEquivalentTo("GB18030");
    }

    [Fact]
    public void Absent_and_damaged_files_are_refused_by_name()
    {
        var absent = () => TextFile.Read(Path.Combine(_folder, "no.csv"), (reader, _) => reader.ReadToEnd());
        absent.Should().Throw<InvalidInputException>().WithMessage("no.csv does not exist*");
        var zipped = Zipped(Encoding.UTF8.GetBytes(Chinese));
        zipped[12] ^= 0xFF;
        var damaged = () => TextFile.Read(Written(zipped), (reader, _) => reader.ReadToEnd());
        damaged.Should().Throw<InvalidInputException>().WithMessage("t.csv is a damaged gzip file*");
    }
}
