using System.Diagnostics;
using Xinglin.Dicom.DataSets;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>Seeded damage to films at the door of the import; the whole number of them is in <c>bench/badinput</c>.</summary>
public sealed class DicomMutationTests
{
    private const int Rounds = 60;
    private const int Seed = 20260309;

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.1.99")]
    [InlineData("1.2.840.10008.1.2.2")]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.70")]
    public async Task A_damaged_film_is_taken_or_refused_and_never_stops_an_import(string syntax)
    {
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}");
        await using var hospital = new TestHospital();
        var random = new Random(Seed);
        var whole = Written(syntax);
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var report = await hospital.Import("film.dcm", Damaged(whole, random));
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10), $"round {round}");
            (report.Accepted.Count + report.Refused.Count).Should().Be(1, $"round {round}");
        }
        hospital.TemporaryFiles().Should().BeEmpty();
    }

    private static readonly uint[] Lengths = [uint.MaxValue, int.MaxValue, 0x80000000, 0xFFFFFFFE];

    private static byte[] Written(string syntax)
    {
        var film = DicomFile.Read(new MemoryStream(DicomImportTests.Film("seed 1"))).DataSet;
        if (syntax is "1.2.840.10008.1.2.5" or "1.2.840.10008.1.2.4.70")
            film.SetFragments(Tags.PixelData, [default, new byte[200]]);
        using var stream = new MemoryStream();
        DicomFile.Create(film, syntax).Write(stream);
        return stream.ToArray();
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        // Most of it in the header, where it matters.
        int Place(int width) =>
            132
            + random.Next(
                random.Next(3) == 0 ? bytes.Length - 132 - width : Math.Min(1500, bytes.Length - 132 - width)
            );
        switch (random.Next(5))
        {
            case 0:
                for (var flips = random.Next(1, 12); flips > 0; flips--)
                    bytes[Place(1)] = (byte)random.Next(256);
                return bytes;
            case 1:
                return bytes[..random.Next(132, bytes.Length)];
            case 2:
                BitConverter.TryWriteBytes(bytes.AsSpan(Place(4)), Lengths[random.Next(Lengths.Length)]);
                return bytes;
            case 3:
                var from = Place(1);
                return [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + random.Next(1, 400))..]];
            default:
                var at = Place(1);
                return [.. bytes[..at], .. bytes[Math.Max(132, at - random.Next(1, 200))..at], .. bytes[at..]];
        }
    }
}
