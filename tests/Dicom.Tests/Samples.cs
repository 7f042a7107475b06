using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Dicom.Tests;

/// <summary>Small objects made here, so that no test needs another's file.</summary>
internal static class Samples
{
    public static FilmDescription Description =>
        new()
        {
            PatientId = "SYN-0001",
            PatientName = new PersonName("Wang^Xiuying", "王^秀英"),
            PatientBirthDate = new DateOnly(1953, 4, 2),
            PatientSex = "F",
            TakenAt = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.FromHours(8)),
            UidSeed = "test 1",
            MadeBy = "Samples",
            Spacing = new PixelSpacing(0.7, 0.7),
        };

    /// <summary>A film of 4 rows and 6 columns whose pixels are 0, 100, 200, ….</summary>
    public static DicomFile Film() =>
        FrameWriter.DigitalRadiograph(Description, [.. Enumerable.Range(0, 24).Select(i => (ushort)(100 * i))], 4, 6);

    /// <summary>Written and read back.</summary>
    public static DicomFile Again(DicomFile file) => DicomFile.Read(new MemoryStream(Bytes(file)));

    public static byte[] Bytes(DicomFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    public static FrameOutcome.Readable Readable(DicomFile file) =>
        FrameReader.Read(file).Should().BeOfType<FrameOutcome.Readable>().Subject;

    public static FrameOutcome.Unreadable Unreadable(DicomFile file) =>
        FrameReader.Read(file).Should().BeOfType<FrameOutcome.Unreadable>().Subject;
}
