using System.IO.Compression;
using System.Text;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Dicom.Tests.DataSets;

/// <summary>Small files that ask for large memory. What a thread allocates is counted exactly, whatever other tests do.</summary>
public sealed class HostileFilesTests
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public void Millions_of_empty_items_in_a_deflated_file_are_refused_before_they_are_made()
    {
        byte[] sequence = [8, 0, 0x40, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        var items = Repeat([0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0], 1 << 17);
        var bomb = Deflated(to =>
        {
            to.Write(sequence);
            for (var i = 0; i < 46; i++)
                to.Write(items);
        });
        bomb.Length.Should().BeLessThan(300_000);
        Refused(bomb, 150 * Mebibyte).Should().Be(DicomFaults.TooLarge);
    }

    [Fact]
    public void Items_and_elements_of_a_native_file_are_counted_as_well()
    {
        byte[] sequence = [8, 0, 0x40, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        var bomb = File(
            TransferSyntax.ExplicitLittleEndian.Uid,
            [.. sequence, .. Repeat([0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0], 1 << 20)]
        );
        Refused(bomb, 150 * Mebibyte).Should().Be(DicomFaults.TooLarge);
    }

    [Fact]
    public void Fragments_are_counted_as_well()
    {
        byte[] pixels = [0xE0, 0x7F, 0x10, 0, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        var bomb = File("1.2.840.10008.1.2.4.70", [.. pixels, .. Repeat([0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0], 1 << 20)]);
        Refused(bomb, 150 * Mebibyte).Should().Be(DicomFaults.TooLarge);
    }

    [Theory]
    [InlineData(23170, 23170, 1 << 30)]
    [InlineData(4, 6, 1 << 30)]
    [InlineData(0, 0, 1 << 30)]
    public void A_gibibyte_of_zeroes_is_inflated_no_further_than_a_film_could_be(int rows, int columns, int length)
    {
        var zeroes = new byte[1 << 20];
        var bomb = Deflated(to =>
        {
            to.Write(Elements(Film(rows, columns)));
            to.Write([0xE0, 0x7F, 0x10, 0, (byte)'O', (byte)'W', 0, 0]);
            to.Write(BitConverter.GetBytes(length));
            for (var i = 0; i < 64; i++)
                to.Write(zeroes);
        });
        Refused(bomb, 50 * Mebibyte).Should().Be(DicomFaults.TooLarge);
    }

    [Fact]
    public void A_mostly_black_film_is_no_bomb_however_well_it_deflates()
    {
        var film = Film(3000, 3000);
        var pixels = new byte[3000 * 3000 * 2];
        pixels[9_000_001] = 4;
        film.Set(Tags.PixelData, VR.OW, pixels);
        var bytes = Samples.Bytes(DicomFile.Create(film, TransferSyntax.DeflatedLittleEndian.Uid));
        (pixels.Length / bytes.Length).Should().BeGreaterThan(500);
        Samples.Readable(DicomFile.Read(new MemoryStream(bytes))).Frame.Values[4_500_000].Should().Be(1024);
    }

    [Fact]
    public void What_follows_the_pixels_without_end_is_refused()
    {
        var bomb = Deflated(to =>
        {
            var film = Film(3000, 3000);
            film.Set(Tags.PixelData, VR.OW, new byte[3000 * 3000 * 2]);
            to.Write(Elements(film));
            for (var i = 0; i < 64; i++)
                to.Write(new byte[1 << 20]);
        });
        Refused(bomb, 80 * Mebibyte).Should().Be(DicomFaults.TooLarge);
    }

    [Fact]
    public void A_value_of_sixty_million_backslashes_is_not_split()
    {
        var film = Samples.Film().DataSet;
        film.Set(Tags.PatientComments, VR.UT, "x");
        var letters = Repeat([(byte)'\\'], 60_000_000);
        byte[] element =
        [
            0x10,
            0,
            0,
            0x40,
            (byte)'U',
            (byte)'C',
            0,
            0,
            .. BitConverter.GetBytes(letters.Length),
            .. letters,
        ];
        var file = DicomFile.Read(new MemoryStream(File(TransferSyntax.ExplicitLittleEndian.Uid, element)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = () => file.DataSet.GetString(Tags.PatientComments);
        reading.Should().Throw<DicomFormatException>().Which.Code.Should().Be(DicomFaults.MalformedValue);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(Mebibyte);
    }

    [Fact]
    public void A_film_costs_its_values_once()
    {
        var film = Film(2000, 2000);
        film.Set(Tags.PixelData, VR.OW, new byte[2000 * 2000 * 2]);
        var file = Samples.Again(DicomFile.Create(film));
        FrameReader.FaultOf(file).Should().BeNull();
        var before = GC.GetAllocatedBytesForCurrentThread();
        FrameReader.FaultOf(file).Should().BeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before)
            .Should()
            .BeLessThan(100_000, "an import only asks whether it can be read");
        FrameReader.Read(file);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2000 * 2000 * 4 + Mebibyte);
    }

    private static DataSet Film(int rows, int columns) =>
        Samples.Film().DataSet.Set(Tags.Rows, VR.US, rows).Set(Tags.Columns, VR.US, columns).Less(Tags.PixelData);

    private static string Refused(byte[] bomb, long most)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = () => DicomFile.Read(new MemoryStream(bomb));
        var fault = reading.Should().Throw<DicomFormatException>().Which;
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(most + bomb.Length);
        return fault.Code;
    }

    private static byte[] Deflated(Action<Stream> write)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            write(deflate);
        return File(TransferSyntax.DeflatedLittleEndian.Uid, packed.ToArray());
    }

    /// <summary>A file of the given syntax with these bytes as its data set.</summary>
    private static byte[] File(string syntax, byte[] body)
    {
        var text = Encoding.ASCII.GetBytes(syntax.Length % 2 == 0 ? syntax : syntax + "\0");
        return
        [
            .. new byte[128],
            .. "DICM"u8,
            2,
            0,
            0x10,
            0,
            (byte)'U',
            (byte)'I',
            (byte)text.Length,
            0,
            .. text,
            .. body,
        ];
    }

    private static byte[] Elements(DataSet dataSet)
    {
        using var stream = new MemoryStream();
        new DataSetWriter(stream, TransferSyntax.ExplicitLittleEndian).Write(dataSet);
        return stream.ToArray();
    }

    private static byte[] Repeat(byte[] piece, int times)
    {
        var all = new byte[piece.Length * times];
        for (var i = 0; i < times; i++)
            piece.CopyTo(all, i * piece.Length);
        return all;
    }
}

file static class Without
{
    public static DataSet Less(this DataSet dataSet, Tag tag)
    {
        dataSet.Remove(tag);
        return dataSet;
    }
}
