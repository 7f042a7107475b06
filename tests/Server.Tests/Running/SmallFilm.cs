using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Server.Tests.Running;

/// <summary>A synthetic radiograph of 16 × 16 pixels.</summary>
internal static class SmallFilm
{
    /// <param name="seed">Of its UIDs.</param>
    public static byte[] Of(string seed, PersonName? name = null, string sex = "F")
    {
        var description = new FilmDescription
        {
            PatientId = "P-1",
            PatientName = name ?? new PersonName("Wang^Xiuying", "王^秀英"),
            PatientBirthDate = new DateOnly(1950, 7, 8),
            PatientSex = sex,
            TakenAt = new DateTimeOffset(2026, 5, 20, 9, 30, 0, TimeSpan.FromHours(8)),
            UidSeed = seed,
            MadeBy = "test",
            Spacing = new PixelSpacing(0.2, 0.2),
        };
        var pixels = new ushort[16 * 16];
        Array.Fill(pixels, (ushort)500);
        using var stream = new MemoryStream();
        FrameWriter.DigitalRadiograph(description, pixels, 16, 16).Write(stream);
        return stream.ToArray();
    }
}
